@echo off
setlocal
rem Wrong: the space in front of & becomes part of the key.
set OPENAI_API_KEY=YOUR_API_KEY & echo The key is set.
echo The key is now: [%OPENAI_API_KEY%]
rem Right: quotation marks around the whole assignment.
set "OPENAI_API_KEY=YOUR_API_KEY" & echo The key is set.
echo The key is now: [%OPENAI_API_KEY%]
