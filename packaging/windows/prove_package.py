"""The package for all users: installed, upgraded and removed by Windows' own installer."""

import re
import shutil
from pathlib import Path

import fetch  # type: ignore[import-not-found]  # beside this file, which is no package
import msi  # type: ignore[import-not-found]  # as above
from older import GONE, NUMBER, older  # type: ignore[import-not-found]  # as above
from wine import Program, Windows, expect  # type: ignore[import-not-found]  # as above

FOLDER = r"C:\Program Files\sopwizard"
UNINSTALL = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
TYPE = r"HKLM\Software\Classes\sopwizard.check\shell\open\command"


def prove(windows: Windows, app: Path, package: Path, number: str) -> None:
    """An older version, a run, the new version, undo, removed."""
    before = windows.files()
    with older(app) as folder:
        first = msi.package(folder, NUMBER, fetch.BUILD / "sopwizard.ico", folder.with_name("older.msi"))
    windows.run("msiexec", "/i", str(first), "/qn")
    program = Program(windows, FOLDER)
    expect(program.version() == NUMBER, f"an older version, {NUMBER}, is installed without a question, for all users")
    run = program.job()
    kept = windows.kept()

    windows.run("msiexec", "/i", str(package), "/qn")
    expect(program.version() == number, f"upgraded to {number}")
    expect(
        len(re.findall(r"DisplayName .*sopwizard", windows.run("reg", "query", UNINSTALL, "/s"))) == 1,
        "it is there once",
    )
    expect(not (windows.at(FOLDER) / "lib" / "sopwizard" / GONE).exists(), "what is no more is gone")
    expect(windows.holds(FOLDER, app), "every file is the new one's, and there is no other")
    expect(windows.kept() == kept, "journal, settings and training environments are as they were")
    expect(program.told("undo", run, "--yes")["outcome"] == "done", "the older version's run can be undone")
    expect('sopwizardw.exe" --open "%1"' in windows.knows(TYPE), "saved checks open in it")
    expect(
        any(name.endswith("Programs/sopwizard/sopwizard.lnk") for name in windows.files()), "it is in the Start menu"
    )
    refused = windows.code(f'msiexec /i "Z:{first}" /qn')
    expect(refused != 0 and program.version() == number, f"an older version is refused over it, with {refused}")
    first.unlink()

    windows.run("msiexec", "/x", str(package), "/qn")
    left = {name for name in windows.files() - before if "sopwizard" in name.lower()}
    left = {name for name in left if "/AppData/Local/sopwizard" not in name}
    expect(not left, f"removed: nothing is left{': ' + ', '.join(sorted(left)[:5]) if left else ''}")
    expect("sopwizard" not in windows.knows(TYPE) + windows.run("reg", "query", UNINSTALL, "/s"), "nor in the registry")
    expect(windows.kept(), "what belongs to the user stays")
    shutil.rmtree(windows.prefix)
