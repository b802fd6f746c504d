; The installer for one user: no administrator, silent with /S, another folder with /D=.
Target amd64-unicode
Name "sopwizard"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\sopwizard"
InstallDirRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\sopwizard" "InstallLocation"
RequestExecutionLevel user
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
ManifestDPIAware true
Icon "${BUILD}\sopwizard.ico"
UninstallIcon "${BUILD}\sopwizard.ico"

VIProductVersion "${FIGURES}"
VIAddVersionKey "ProductName" "sopwizard"
VIAddVersionKey "FileDescription" "sopwizard installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "The sopwizard maintainers"
VIAddVersionKey "LegalCopyright" "MIT licence"

; Signing: -DSIGN=program makes it sign the uninstaller as well; assemble.py signs the finished file.
!ifdef SIGN
  !uninstfinalize '"${SIGN}" "%1"'
!endif

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\sopwizard"

Section
  SetShellVarContext current
  ; An older version goes first: a file that the new one has no more must not stay.
  IfFileExists "$INSTDIR\uninstall.exe" 0 fresh
    ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
  fresh:
  SetOutPath "$INSTDIR"
  File /r "${APP}/*"
  File "${BUILD}\sopwizard.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS\sopwizard"
  CreateShortcut "$SMPROGRAMS\sopwizard\sopwizard.lnk" "$INSTDIR\sopwizardw.exe" "" "$INSTDIR\sopwizard.ico"
  CreateShortcut "$SMPROGRAMS\sopwizard\Practise.lnk" "$INSTDIR\sopwizardw.exe" "--training" "$INSTDIR\sopwizard.ico"

  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\sopwizard.exe" "" "$INSTDIR\sopwizard.exe"

  ; A saved check is shown in a console. A saved plan writes: a double click only lets it be read.
  WriteRegStr HKCU "Software\Classes\.sopcheck" "" "sopwizard.check"
  WriteRegStr HKCU "Software\Classes\sopwizard.check" "" "sopwizard saved check"
  WriteRegStr HKCU "Software\Classes\sopwizard.check\DefaultIcon" "" "$INSTDIR\sopwizard.ico"
  WriteRegStr HKCU "Software\Classes\sopwizard.check\shell\open\command" "" '"$SYSDIR\cmd.exe" /k ""$INSTDIR\sopwizard.exe" check "%1""'
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
SectionEnd

Section Uninstall
  SetShellVarContext current
  !include "${BUILD}/removal.nsh"
  Delete "$INSTDIR\sopwizard.ico"
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
