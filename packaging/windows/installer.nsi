; The installer for one user: no administrator, silent with /S, another folder with /D=.
;
; An older version stays whole until the new one lies unpacked beside it; then two folders change their names, and the
; older one is taken away. Ends with 0: done; 1: the user cancelled; 2: it could not, and everything is as it was; 1618
; ("busy": Intune tries again later): the program is open, and everything is as it was.
Target amd64-unicode
Name "sopwizard"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\sopwizard"
InstallDirRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\sopwizard" "InstallLocation"
RequestExecutionLevel user
AllowSkipFiles off ; a file that cannot be written ends it, also when nobody is asked
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
ManifestDPIAware true
BrandingText "sopwizard ${VERSION}"

!include MUI2.nsh
!define MUI_ICON "${PICTURE}"
!define MUI_UNICON "${PICTURE}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\sopwizardw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "--training"
!define MUI_FINISHPAGE_RUN_TEXT "Open it in training mode, which touches no environment"

VIProductVersion "${FIGURES}"
VIFileVersion "${FIGURES}"
VIAddVersionKey "ProductName" "sopwizard"
VIAddVersionKey "FileDescription" "sopwizard installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "The sopwizard maintainers"
VIAddVersionKey "LegalCopyright" "MIT licence"

!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"'
!endif

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\sopwizard"
!define BUSY 1618
!define NEW "$INSTDIR.sopwizard-new"
!define OLD "$INSTDIR.sopwizard-old"

Var older
Var name

; A program that runs keeps its file from being written.
!macro StopWhereOpen FOLDER NAME
  !define HERE "${__COUNTER__}"
  again${HERE}:
  IfFileExists "${FOLDER}\${NAME}" 0 closed${HERE}
    ClearErrors
    FileOpen $0 "${FOLDER}\${NAME}" a
    IfErrors 0 free${HERE}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "sopwizard is open. Close it, then press Retry." /SD IDCANCEL IDRETRY again${HERE}
      SetErrorLevel ${BUSY}
      Quit
    free${HERE}:
    FileClose $0
  closed${HERE}:
  !undef HERE
!macroend
!macro StopWhileOpen FOLDER
  !insertmacro StopWhereOpen "${FOLDER}" "sopwizard.exe"
  !insertmacro StopWhereOpen "${FOLDER}" "sopwizardw.exe"
  !insertmacro StopWhereOpen "${FOLDER}" "python.exe"
  !insertmacro StopWhereOpen "${FOLDER}" "pythonw.exe"
!macroend

; The folder is the program's own: removing takes whole folders away, so it must not be one with somebody's things in it.
!macro StopWhereOthersAre
  IfFileExists "$INSTDIR\uninstall.exe" own 0
    FindFirst $0 $name "$INSTDIR\*"
    look:
      StrCmp $name "" empty
      StrCmp $name "." more
      StrCmp $name ".." more
        FindClose $0
        MessageBox MB_OK|MB_ICONEXCLAMATION "There are other files in $INSTDIR. Choose an empty folder." /SD IDOK
        SetErrorLevel 2
        Quit
      more:
      FindNext $0 $name
      Goto look
    empty:
    FindClose $0
  own:
!macroend

!macro Uninstall FOLDER
  !define HERE "${__COUNTER__}"
  IfFileExists "${FOLDER}\uninstall.exe" 0 none${HERE}
    ExecWait '"${FOLDER}\uninstall.exe" /S _?=${FOLDER}' ; so it waits, but cannot remove itself
    Delete "${FOLDER}\uninstall.exe"
    RMDir "${FOLDER}"
  none${HERE}:
  !undef HERE
!macroend

Section
  SetShellVarContext current
  ; What an installation left that was cut off.
  RMDir /r "${NEW}"
  IfFileExists "$INSTDIR\*" whole 0
    IfFileExists "${OLD}\*" 0 whole
      Rename "${OLD}" "$INSTDIR"
  whole:
  ReadRegStr $older HKCU "${KEY}" "InstallLocation"
  StrCmp $older "" 0 known
    StrCpy $older "$INSTDIR"
  known:
  !insertmacro StopWhereOthersAre
  !insertmacro StopWhileOpen "$older"
  !insertmacro StopWhileOpen "$INSTDIR"

  ClearErrors
  SetOutPath "${NEW}"
  File /r "${APP}/*"
  File "${PICTURE}"
  SetOutPath "$TEMP" ; a folder that somebody stands in cannot be renamed
  IfErrors failed
  IfFileExists "$INSTDIR\*" 0 free
    Rename "$INSTDIR" "${OLD}"
    IfErrors failed
  free:
  Rename "${NEW}" "$INSTDIR"
  IfErrors 0 moved
    Rename "${OLD}" "$INSTDIR"
    Goto failed
  moved:

  !insertmacro Uninstall "${OLD}"
  StrCmp $older $INSTDIR same
    !insertmacro Uninstall "$older"
  same:
  ; What somebody else put into the folder stays there.
  FindFirst $0 $name "${OLD}\*"
  keep:
    StrCmp $name "" kept
    StrCmp $name "." another
    StrCmp $name ".." another
      Rename "${OLD}\$name" "$INSTDIR\$name"
    another:
    FindNext $0 $name
    Goto keep
  kept:
  FindClose $0
  RMDir "${OLD}"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS\sopwizard"
  CreateShortcut "$SMPROGRAMS\sopwizard\sopwizard.lnk" "$INSTDIR\sopwizardw.exe" "" "$INSTDIR\sopwizard.ico"
  CreateShortcut "$SMPROGRAMS\sopwizard\Practise.lnk" "$INSTDIR\sopwizardw.exe" "--training" "$INSTDIR\sopwizard.ico"

  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\sopwizard.exe" "" "$INSTDIR\sopwizard.exe"

  ; A saved check opens in the window. A saved plan writes: a double click only lets it be read.
  WriteRegStr HKCU "Software\Classes\.sopcheck" "" "sopwizard.check"
  WriteRegStr HKCU "Software\Classes\sopwizard.check" "" "sopwizard saved check"
  WriteRegStr HKCU "Software\Classes\sopwizard.check\DefaultIcon" "" "$INSTDIR\sopwizard.ico"
  WriteRegStr HKCU "Software\Classes\sopwizard.check\shell\open\command" "" '"$INSTDIR\sopwizardw.exe" --open "%1"'
  WriteRegStr HKCU "Software\Classes\.sopplan" "" "sopwizard.plan"
  WriteRegStr HKCU "Software\Classes\sopwizard.plan" "" "sopwizard saved plan"
  WriteRegStr HKCU "Software\Classes\sopwizard.plan\DefaultIcon" "" "$INSTDIR\sopwizard.ico"
  WriteRegStr HKCU "Software\Classes\sopwizard.plan\shell\open\command" "" '"$SYSDIR\notepad.exe" "%1"'

  WriteRegStr HKCU "${KEY}" "DisplayName" "sopwizard"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "The sopwizard maintainers"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\sopwizard.ico"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  Return

  failed:
  MessageBox MB_OK|MB_ICONSTOP "sopwizard could not be installed. Is the disk full, or a file of $INSTDIR open?" /SD IDOK
  Abort
SectionEnd

Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "${NEW}"
FunctionEnd

Section Uninstall
  SetShellVarContext current
  !insertmacro StopWhileOpen "$INSTDIR"
  !include "${REMOVAL}" ; what the installer brought, by name
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\sopwizard"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\sopwizard.exe"
  DeleteRegKey HKCU "Software\Classes\.sopcheck"
  DeleteRegKey HKCU "Software\Classes\sopwizard.check"
  DeleteRegKey HKCU "Software\Classes\.sopplan"
  DeleteRegKey HKCU "Software\Classes\sopwizard.plan"
SectionEnd
