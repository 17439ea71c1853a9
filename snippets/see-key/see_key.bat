if defined OPENAI_API_KEY (echo OPENAI_API_KEY is set) else (echo OPENAI_API_KEY is not set)
if defined OPENAI_API_KEY echo It begins with %OPENAI_API_KEY:~0,8%
