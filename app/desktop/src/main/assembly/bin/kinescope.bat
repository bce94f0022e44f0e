@echo off
rem Starts Kinescope: the panel, or the sub-command that is named. Needs a Java 25 or newer.
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA_EXE=java"
if not "%JAVA_HOME%"=="" set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
"%JAVA_EXE%" --enable-native-access=ALL-UNNAMED "-Dkinescope.home=%HOME_DIR%" %KINESCOPE_OPTS% -cp "%HOME_DIR%\lib\*" dev.kinescope.desktop.Launcher %*
exit /b %ERRORLEVEL%
