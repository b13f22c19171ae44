@echo off
rem The nanocoop command on Windows: builds the tool when its sources are not those of the last build, then runs it.
rem Exit codes 41 and 42 are those of the tool: buildFailed, sdkMissing.
setlocal
set "HERE=%~dp0"
set "DLL=%HERE%src\NanoCoopNet.Cli\bin\Release\net10.0\nanocoop.dll"
set "STAMP=%HERE%.cache\built"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1

dotnet --list-sdks 2>nul | findstr /b "10." >nul
if errorlevel 1 (
  echo error sdkMissing ^(42^): the .NET 10 SDK is not installed 1>&2
  echo   try: winget install Microsoft.DotNet.SDK.10 1>&2
  exit /b 42
)

rem What the tool is built from, as one fingerprint of names, lengths and dates: a date in the future is like any other.
set "NOW="
for /f "delims=" %%s in ('powershell -NoProfile -Command "$h='%HERE%'; $r=(Get-Item ($h+'..')).FullName; $l=Get-ChildItem ($h+'src'),($h+'..\firmware'),($h+'..\boards'),($h+'..\nf-interop') -Recurse -File -Include *.cs,*.csproj,*.projitems,*.props,*.json -ErrorAction SilentlyContinue | Where-Object { $_.FullName.Substring($r.Length) -notmatch '\\(bin|obj|build|page)\\' } | ForEach-Object { $_.FullName+' '+$_.Length+' '+$_.LastWriteTimeUtc.Ticks }; [BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash([Text.Encoding]::UTF8.GetBytes($l -join ';')))"') do set "NOW=%%s"
set "BUILT="
if exist "%STAMP%" set /p BUILT=<"%STAMP%"
if exist "%DLL%" if defined NOW if "%NOW%"=="%BUILT%" goto run

:build
if not exist "%HERE%.cache" mkdir "%HERE%.cache"
echo nanocoop: building the tool 1>&2
dotnet build "%HERE%src\NanoCoopNet.Cli\NanoCoopNet.Cli.csproj" -c Release --nologo -v quiet > "%HERE%.cache\build.log" 2>&1
if errorlevel 1 (
  type "%HERE%.cache\build.log" 1>&2
  echo error buildFailed ^(41^): the tool does not build 1>&2
  echo   try: dotnet build nanoCoopNet.sln -c Release 1>&2
  exit /b 41
)
>"%STAMP%" echo %NOW%

:run
dotnet "%DLL%" %*
exit /b %ERRORLEVEL%
