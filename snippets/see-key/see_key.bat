if defined OPENAI_API_KEY (echo OPENAI_API_KEY begins with %OPENAI_API_KEY:~0,8%) else (echo OPENAI_API_KEY is not set)
