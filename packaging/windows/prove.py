"""Tries the installer under Wine: silent install, command line, keyring, file types, uninstall, nothing left.

    python3 packaging/windows/prove.py      needs wine64 (Debian: apt-get install wine wine64)

What Wine 8 cannot tell: the window, because Qt of today needs Windows' ICU (icuuc.dll), and anything that needs the
cryptography library, because that needs bcryptprimitives.dll: secure connections and signing in. The self-test says so
there, and both count as not tried. Nothing here replaces a look on Windows itself.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PREFIX = ROOT / "build" / "wine"
PROGRAM = r"C:\users\tester\AppData\Local\Programs\sopwizard"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\sopwizard"


def main() -> None:
    """Prove everything that can be."""
    installers = sorted((ROOT / "build" / "packages").glob("sopwizard-*-setup.exe"))
    if not installers:
        sys.exit("There is no installer yet: python3 packaging/windows/assemble.py")
    shutil.rmtree(PREFIX, ignore_errors=True)
    PREFIX.mkdir(parents=True)
    wine("wineboot", "--init", seconds=180)
    before = files()

    wine(str(installers[-1]), "/S", rf"/D={PROGRAM}")
    expect(at(PROGRAM).joinpath("sopwizard.exe").is_file(), "installed without a question, for one user")
    expect(any(PREFIX.rglob("sopwizard.lnk")), "there is an entry in the Start menu")
    expect("sopwizard" in wine("reg", "query", UNINSTALL, "/v", "DisplayName"), "Windows knows how to remove it")
    opened = wine("reg", "query", r"HKCU\Software\Classes\.sopcheck", "/ve")
    expect("sopwizard.check" in opened, "saved checks belong to it")

    program = rf"{PROGRAM}\sopwizard.exe"
    expect(re.search(r"sopwizard \d", wine(program, "--version")), "the command line starts")
    found = json.loads(wine(program, "--self-test", "--format", "json", codes=(0, 1)))
    for part in found["parts"]:
        print(f"    {part['state']:8} {part['id']}: {part['message'][:110]}")
    states = {part["id"]: part["state"] for part in found["parts"]}
    needed = ("resources", "journal", "policy", "training", "keyring")
    expect(
        all(states.get(each) == "ok" for each in needed), "files, journal, policy, training and Windows' keyring work"
    )
    job = ["training:first-setup", "--map", "dynamics365", "--format", "json"]
    expect(json.loads(wine(program, "apply", *job, "--yes"))["outcome"] == "done", "a training run is applied")
    expect(json.loads(wine(program, "verify", *job))["ok"] is True, "and verified")
    key = r"HKLM\Software\Policies\sopwizard"
    wine("reg", "add", key, "/v", "live", "/t", "REG_DWORD", "/d", "0", "/f")
    refused = wine(program, "check", "https://contoso.crm4.dynamics.com", "--format", "json", codes=(4,))
    expect(json.loads(refused)["error"]["kind"] == "not-by-policy", "the registry's policy is obeyed")
    wine("reg", "delete", key, "/f")

    kept = at(PROGRAM) / "somebody's.txt"
    kept.write_text("mine", "utf-8")
    wine(rf"{PROGRAM}\uninstall.exe", "/S", rf"_?={PROGRAM}")
    stays = {each.name for each in at(PROGRAM).iterdir()} - {"uninstall.exe"}  # run in place, it cannot remove itself
    expect(stays == {kept.name}, "uninstalled; a file of somebody else's in its folder stays")
    shutil.rmtree(at(PROGRAM))
    left = {name for name in files() - before if "sopwizard" in name.lower() and "/AppData/Local/sopwizard" not in name}
    expect(not left, f"nothing else is left{': ' + ', '.join(sorted(left)[:5]) if left else ''}")
    expect("sopwizard" not in wine("reg", "query", UNINSTALL, codes=(0, 1)), "and nothing in the registry")
    subprocess.run(["wineserver", "-k"], env=environment(), check=False)


def environment() -> dict[str, str]:
    """Wine with a Windows of its own, and no window."""
    return {**os.environ, "WINEPREFIX": str(PREFIX), "WINEARCH": "win64", "WINEDEBUG": "-all", "USER": "tester",
            "LOGNAME": "tester", "WINEDLLOVERRIDES": "mscoree,mshtml="} | {"DISPLAY": ""}  # fmt: skip


def wine(*words: str, codes: tuple[int, ...] = (0,), seconds: int = 240) -> str:
    """Run it there; what it says. Through a pipe: Wine has no handle for a file as standard output."""
    tool = shutil.which("wine64") or shutil.which("wine") or "/usr/lib/wine/wine64"
    done = subprocess.run(
        [tool, *words], env=environment(), capture_output=True, text=True, errors="replace", timeout=seconds,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode not in codes:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def at(path: str) -> Path:
    """Where a path of that Windows is here; its user is whoever runs Wine."""
    return PREFIX / "drive_c" / path.removeprefix("C:\\").replace("\\", "/")


def files() -> set[str]:
    """Everything on its disk."""
    return {path.relative_to(PREFIX).as_posix() for path in (PREFIX / "drive_c").rglob("*")}


def expect(true: object, sentence: str) -> None:
    """Say what was proved, or end."""
    if not true:
        sys.exit(f"NOT TRUE: {sentence}")
    print(f"  {sentence}")


if __name__ == "__main__":
    main()
