rem region ignore
echo.>> .gitignore
echo .env>> .gitignore
rem endregion
rem region write
echo.>> .env
echo OPENAI_API_KEY=%OPENAI_API_KEY%>> .env
rem endregion
rem region check
find "OPENAI_API_KEY=sk-" .env > nul
if errorlevel 1 (echo The key is missing) else (echo The key is there)
rem endregion
