@echo off
rem The nanocoop command on Windows: builds the tool when its sources are newer than the last build, then runs it.
rem Exit codes 41 and 42 are ExitCode.BuildFailed and ExitCode.SdkMissing of the tool (README, "Exit codes").
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

if not exist "%DLL%" goto build
if not exist "%STAMP%" goto build
powershell -NoProfile -Command "$t=(Get-Item '%STAMP%').LastWriteTimeUtc; $new=Get-ChildItem '%HERE%src','%HERE%..\firmware','%HERE%..\boards\virtual','%HERE%..\nf-interop\managed' -Recurse -Include *.cs,*.csproj,*.projitems,*.props,*.json -ErrorAction SilentlyContinue | Where-Object { $_.LastWriteTimeUtc -gt $t -and $_.FullName -notmatch '\\(bin|obj)\\' } | Select-Object -First 1; if ($new) { exit 1 }"
if errorlevel 1 goto build
goto run

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
type nul > "%STAMP%"

:run
dotnet "%DLL%" %*
exit /b %ERRORLEVEL%
