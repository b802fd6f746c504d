"""The installer for one user: everything that happens to it, in the order in which it happens."""

import re
import shutil
from pathlib import Path

import fetch  # type: ignore[import-not-found]  # beside this file, which is no package
import nsis  # type: ignore[import-not-found]  # as above
from older import GONE, NUMBER, older  # type: ignore[import-not-found]  # as above
from parts import file_version  # type: ignore[import-not-found]  # as above
from starters import SIZES, icon_images  # type: ignore[import-not-found]  # as above
from wine import LOCAL, Program, Windows, expect  # type: ignore[import-not-found]  # as above

FOLDER = rf"{LOCAL}\Programs\sopwizard"
ELSEWHERE = r"C:\users\tester\Büro Süd\so p"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\sopwizard"
BUSY, STOPPED = 1618, 2


def prove(windows: Windows, app: Path, setup: Path, number: str) -> None:
    """From the first installation of an older version to a disk with nothing left on it."""
    before = windows.files()
    shown(app, setup, number)
    with older(app) as folder:
        first = nsis.installer(folder, NUMBER, fetch.BUILD / "sopwizard.ico", folder.with_name("older.exe"), quick=True)
    windows.run(str(first), "/S", f"/D={FOLDER}")
    first.unlink()
    program = Program(windows, FOLDER)
    gone = windows.at(FOLDER) / "lib" / "sopwizard" / GONE
    expect(program.version() == NUMBER, f"an older version, {NUMBER}, is installed without a question, for one user")
    run = program.job()
    kept = windows.kept()

    whole = windows.files(FOLDER)
    disturbed(windows, setup, whole)
    windows.run(str(setup), "/S")
    expect(program.version() == number, f"upgraded to {number}, in the folder that the older one was in")
    expect(number in windows.knows(UNINSTALL, "DisplayVersion"), "which Windows knows")
    expect(not gone.exists(), "what is no more is gone")
    own = frozenset({"uninstall.exe", "sopwizard.ico"})
    expect(windows.holds(FOLDER, app, besides=own), "every file is the new one's, and there is no other")
    expect(windows.kept() == kept, "journal, settings and training environments are as they were")
    expect(program.told("history")["runs"][0]["run_id"] == run, "the older version's run is in the history")
    expect(program.told("undo", run, "--yes")["outcome"] == "done", "and can be undone")
    whole = windows.files()
    windows.run(str(setup), "/S")
    expect(windows.files() == whole and program.version() == number, "installed once more, nothing is different")

    expect(any(name.endswith("Programs/sopwizard/sopwizard.lnk") for name in whole), "it is in the Start menu")
    expect("sopwizard.check" in windows.knows(r"HKCU\Software\Classes\.sopcheck"), "checks are its")
    opens = windows.knows(r"HKCU\Software\Classes\sopwizard.check\shell\open\command")
    expect('sopwizardw.exe" --open "%1"' in opens, "and open in it")
    works(windows, program)
    removed(windows, before)
    elsewhere(windows, setup, before)


def shown(app: Path, setup: Path, number: str) -> None:
    """Version and icon that Windows shows, read back with another library than the one that wrote them."""
    for path in (setup, app / "sopwizard.exe", app / "sopwizardw.exe"):
        expect(file_version(path) == number, f"{path.name} says that it is {number}")
    sizes = [entry[0] or 256 for entry, _picture in icon_images((fetch.BUILD / "sopwizard.ico").read_bytes())]
    expect(sizes == list(SIZES), f"the icon has {len(SIZES)} sizes")


def disturbed(windows: Windows, setup: Path, whole: frozenset[str]) -> None:
    """Where it cannot install, nothing changes."""
    there = "Z:" + str(setup).replace("/", "\\")
    running = windows.start(rf"{FOLDER}\sopwizard.exe", "simulator")
    expect(windows.code(f'"{there}" /S') == BUSY, f"while the program runs, installing ends with {BUSY}")
    expect(windows.code(rf'"{FOLDER}\uninstall.exe" /S _?={FOLDER}') == BUSY, "and so does removing")
    windows.run("taskkill", "/f", "/im", "python.exe")
    running.wait(20)
    for rows in windows.at(r"C:\users\tester\Temp").glob(
        "sopwizard-simulator-*"
    ):  # it was killed, and could not tidy up
        shutil.rmtree(rows)
    expect(windows.files(FOLDER) == whole, "both have changed nothing")
    expect(windows.code(f'"{there}" /S', full=True) == STOPPED, f"on a full disk, installing ends with {STOPPED}")
    expect(windows.files(FOLDER) == whole, "and has changed nothing")
    somebody = windows.at(LOCAL) / "Documents" / "lib" / "mine.txt"
    somebody.parent.mkdir(parents=True)
    somebody.write_text("mine", "utf-8")
    refused = windows.code(rf'"{there}" /S /D={LOCAL}\Documents')
    expect(refused == STOPPED and somebody.exists(), "a folder with other things in it is refused")
    shutil.rmtree(somebody.parent.parent)
    beside = {path.name for path in windows.at(FOLDER).parent.iterdir()}
    expect(beside == {"sopwizard"}, "nothing half is left")


def works(windows: Windows, program: Program) -> None:
    """What of the program can be tried here."""
    found = program.told("--self-test", codes=(0, 1))
    for part in found["parts"]:
        print(f"    {part['state']:8} {part['id']}: {part['message'][:110]}")
    states = {part["id"]: part["state"] for part in found["parts"]}
    needed = ("resources", "journal", "policy", "training", "keyring")
    expect(all(states.get(each) == "ok" for each in needed), f"the self-test passes: {', '.join(needed)}")
    key = r"HKLM\Software\Policies\sopwizard"
    windows.run("reg", "add", key, "/v", "live", "/t", "REG_DWORD", "/d", "0", "/f")
    refused = program.told("check", "https://contoso.crm4.dynamics.com", codes=(4,))
    expect(refused["error"]["kind"] == "not-by-policy", "the registry's policy is obeyed")
    windows.run("reg", "delete", key, "/f")


def removed(windows: Windows, before: frozenset[str]) -> None:
    """Uninstalled; what is somebody else's stays, and what is the user's."""
    mine = windows.at(FOLDER) / "somebody's.txt"
    mine.write_text("mine", "utf-8")
    kept = windows.kept()
    windows.run(rf"{FOLDER}\uninstall.exe", "/S", f"_?={FOLDER}")
    stays = {each.name for each in windows.at(FOLDER).iterdir()} - {"uninstall.exe"}  # in place, it stays itself
    expect(stays == {mine.name}, "uninstalled; a file of somebody else's in its folder stays")
    expect(windows.kept() == kept, "and so does what belongs to the user")
    shutil.rmtree(windows.at(FOLDER))
    nothing_left(windows, before)


def elsewhere(windows: Windows, setup: Path, before: frozenset[str]) -> None:
    """A folder with spaces and letters of other languages in its name; and from there to the usual one."""
    there = "Z:" + str(setup).replace("/", "\\")
    windows.code(f'"{there}" /S /D={ELSEWHERE}')  # as a line: /D= stands last and unquoted, whatever is in it
    program = Program(windows, ELSEWHERE)
    expect(re.fullmatch(r"\d+\.\d+\.\d+", program.version()), f"installed into {ELSEWHERE}")
    program.job()
    windows.run(str(setup), "/S", f"/D={FOLDER}")
    expect(not windows.at(ELSEWHERE).exists(), "installed into another folder, it is no more in the first")
    windows.run(rf"{FOLDER}\uninstall.exe", "/S", f"_?={FOLDER}")
    shutil.rmtree(windows.at(FOLDER))
    windows.at(ELSEWHERE).parent.rmdir()
    nothing_left(windows, before)


def nothing_left(windows: Windows, before: frozenset[str]) -> None:
    """But for the journal, which is the user's."""
    left = {name for name in windows.files() - before if "sopwizard" in name.lower()}
    left = {name for name in left if "/AppData/Local/sopwizard" not in name}
    expect(not left, f"nothing else is left{': ' + ', '.join(sorted(left)[:5]) if left else ''}")
    known = windows.knows(UNINSTALL) + windows.knows(r"HKCU\Software\Classes\.sopcheck")
    expect("sopwizard" not in known, "and nothing in the registry")
