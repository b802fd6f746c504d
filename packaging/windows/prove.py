"""Tries what `assemble.py` made under Wine: installed, used, upgraded, disturbed, removed, with nothing left.

    python3 packaging/windows/prove.py      needs wine64, osslsigncode and openssl; five to ten minutes

What Wine 8 cannot tell: the window, because Qt of today needs Windows' ICU (icuuc.dll), and anything that needs the
cryptography library, because that needs bcryptprimitives.dll: secure connections and signing in. The self-test says so
there, and both count as not tried. Nothing here replaces a look on Windows itself.
"""

import sys

import fetch  # type: ignore[import-not-found]  # beside this file, which is no package
import parts  # type: ignore[import-not-found]  # as above
import prove_installer  # type: ignore[import-not-found]  # as above
import prove_package  # type: ignore[import-not-found]  # as above
import prove_signing  # type: ignore[import-not-found]  # as above
from wine import Windows  # type: ignore[import-not-found]  # as above

PROOF = parts.ROOT / "build" / "proof-windows"


def main() -> None:
    """Prove everything, or what is named: installer, package, signing."""
    number = parts.inventory.version()
    made = parts.ROOT / "build" / "packages" / f"sopwizard-{number}"
    setup, package = made.with_name(f"{made.name}-setup.exe"), made.with_name(f"{made.name}-windows.msi")
    app = fetch.BUILD / "app"
    if not (setup.exists() and package.exists() and app.exists()):
        sys.exit("There is no installer yet: python3 packaging/windows/assemble.py")
    fetch.tools()
    PROOF.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:] or ["installer", "package", "signing"]
    if "installer" in wanted:
        print("The installer for one user:")
        with Windows(PROOF / "installer") as windows:
            prove_installer.prove(windows, app, setup, number)
    if "package" in wanted:
        print("The package for all users:")
        with Windows(PROOF / "package") as windows:
            prove_package.prove(windows, app, package, number)
    if "signing" in wanted:
        print("Signing, with a certificate made for this once:")
        with Windows(PROOF / "signing") as windows:
            prove_signing.prove(windows, app, PROOF)


if __name__ == "__main__":
    main()
