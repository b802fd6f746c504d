"""The place for a certificate, tried with one that is made on the spot and thrown away."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import fetch  # type: ignore[import-not-found]  # beside this file, which is no package
import msi  # type: ignore[import-not-found]  # as above
import nsis  # type: ignore[import-not-found]  # as above
from signing import sign  # type: ignore[import-not-found]  # as above
from wine import LOCAL, Program, Windows, expect  # type: ignore[import-not-found]  # as above

FOLDER = rf"{LOCAL}\Programs\sopwizard"
STARTERS = ("sopwizard.exe", "sopwizardw.exe")


def prove(windows: Windows, app: Path, proof: Path) -> None:
    """Starters, uninstaller, installer and package are signed, say so to who asks, and work as before."""
    signed = proof / "signed"
    shutil.rmtree(signed, ignore_errors=True)
    shutil.copytree(app, signed / "app", copy_function=os.link)
    with tempfile.TemporaryDirectory() as safe:
        key, certificate = certify(Path(safe))
        os.environ["SOPWIZARD_SIGN"] = str(signer(Path(safe), key, certificate))
        try:
            for name in STARTERS:
                own = signed / "app" / name
                copy = shutil.copyfile(own, signed / name)
                own.unlink()  # not written into: it is a file of both folders
                sign(shutil.move(copy, own))
            picture = fetch.BUILD / "sopwizard.ico"
            setup = nsis.installer(signed / "app", "1.2.3", picture, signed / "sopwizard-setup.exe", quick=True)
            package = msi.package(signed / "app", "1.2.3", picture, signed / "sopwizard.msi")
        finally:
            del os.environ["SOPWIZARD_SIGN"]
        windows.run(str(setup), "/S", f"/D={FOLDER}")
        installed = windows.at(FOLDER)
        for path in (setup, package, *(installed / name for name in (*STARTERS, "uninstall.exe"))):
            expect(holds(path, certificate), f"{path.name} is signed, and its signature holds")
        expect(not holds(app / STARTERS[0], certificate), "what is not signed does not pass")
        broken = signed / "broken.exe"
        broken.write_bytes((installed / STARTERS[0]).read_bytes().replace(b"This program", b"This progran", 1))
        expect(not holds(broken, certificate), "nor does what was changed since")
    expect(Program(windows, FOLDER).version(), "a signed starter starts")
    windows.run(rf"{FOLDER}\uninstall.exe", "/S", f"_?={FOLDER}")
    expect(not (installed / "lib").exists(), "and a signed uninstaller removes")
    shutil.rmtree(signed)


def certify(safe: Path) -> tuple[Path, Path]:
    """A key and its own certificate for signing programs."""
    key, certificate = safe / "key.pem", safe / "certificate.pem"
    words = ["-newkey", "rsa:3072", "-nodes", "-days", "2", "-subj", "/CN=sopwizard proof"]
    usage = ["-addext", "keyUsage=digitalSignature", "-addext", "extendedKeyUsage=codeSigning"]
    command: list[str | Path] = ["openssl", "req", "-x509", *words, *usage, "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


def signer(safe: Path, key: Path, certificate: Path) -> Path:
    """The program that SOPWIZARD_SIGN would name."""
    program = safe / "sign"
    program.write_text(
        "#!/bin/sh\nset -e\n"
        f'osslsigncode sign -h sha256 -n sopwizard -certs "{certificate}" -key "{key}" -in "$1" -out "$1.signed" >&2\n'
        'mv "$1.signed" "$1"\n',
        "utf-8",
    )
    program.chmod(0o700)
    return program


def holds(path: Path, certificate: Path) -> bool:
    """Whether `osslsigncode` finds it signed by that certificate, and unchanged."""
    done = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", certificate, "-in", path], capture_output=True, text=True, check=False
    )
    return done.returncode == 0 and "Signature verification: ok" in done.stdout
