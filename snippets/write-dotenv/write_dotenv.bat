rem region ignore
>> .gitignore echo .env
rem endregion
rem region write
set /p key=Paste your key, then press Enter: 
> .env echo OPENAI_API_KEY=%key%
set key=
rem endregion
rem region check
find "OPENAI_API_KEY=sk-" .env > nul
if errorlevel 1 (echo The key is missing) else (echo The key is there)
rem endregion
