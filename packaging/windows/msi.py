"""Makes the package for all users, with Debian's `wixl`: for companies that roll programs out by themselves.

Windows' own installer does the rest: it puts back what was there when an installation fails, and takes an older version
away. Names are made of paths, so that a file has the same one in every version, as it wants.
"""

import hashlib
import os
import subprocess
import uuid
from pathlib import Path
from xml.etree import ElementTree as ET  # it only writes here

from signing import sign  # type: ignore[import-not-found]  # beside this file, which is no package
from starters import MAKER  # type: ignore[import-not-found]  # as above

FAMILY = uuid.UUID("6b1f4d0e-6c55-4f0c-9d31-2f4a8f6f2c11")
"""The upgrade code: never to be changed, it is what makes two versions one program."""
FILE_TYPES = {
    "check": ("saved check", '"[INSTALLFOLDER]sopwizardw.exe" --open "%1"'),
    "plan": ("saved plan", '"[System64Folder]notepad.exe" "%1"'),
}


def package(app: Path, version: str, picture: Path, target: Path) -> Path:
    """The package of that folder, as that version."""
    source = target.with_suffix(".wxs")
    ET.ElementTree(recipe(app, version, picture)).write(source, "utf-8", xml_declaration=True)
    try:
        subprocess.run(["wixl", "--arch", "x64", "--output", target, source], check=True, cwd=app)
    finally:
        source.unlink()
    sign(target)
    return target


def recipe(app: Path, version: str, picture: Path) -> ET.Element:
    """What `wixl` reads: WiX 3."""
    wix = ET.Element("Wix", xmlns="http://schemas.microsoft.com/wix/2006/wi")
    product = add(
        wix, "Product", Id=code(f"product {version}"), Name="sopwizard", Language="1033", Version=version,
        Manufacturer=MAKER, UpgradeCode=guid(FAMILY),
    )  # fmt: skip
    add(
        product, "Package", InstallerVersion="500", Compressed="yes", InstallScope="perMachine", Description="sopwizard"
    )
    add(product, "MajorUpgrade", DowngradeErrorMessage="A newer version of sopwizard is installed.")
    # Within the transaction: when the new version fails, the older one is put back.
    add(add(product, "InstallExecuteSequence"), "RemoveExistingProducts", After="InstallInitialize")
    add(product, "Media", Id="1", Cabinet="sopwizard.cab", EmbedCab="yes")
    add(product, "Icon", Id="sopwizard.ico", SourceFile=os.path.relpath(picture, app))  # it finds no absolute ones
    add(product, "Property", Id="ARPPRODUCTICON", Value="sopwizard.ico")
    # wixl writes no versions of files. Without them Windows would keep an older version's, and then take them away.
    add(product, "Property", Id="REINSTALLMODE", Value="amus")
    top = add(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = add(top, "Directory", Id="ProgramFiles64Folder")
    menu = add(add(top, "Directory", Id="ProgramMenuFolder"), "Directory", Id="MENU", Name="sopwizard")
    add(top, "Directory", Id="System64Folder")
    feature = add(product, "Feature", Id="Main", Level="1")
    folder(add(programs, "Directory", Id="INSTALLFOLDER", Name="sopwizard"), app, app, feature)
    entries(menu, feature)
    return wix


def folder(here: ET.Element, place: Path, app: Path, feature: ET.Element) -> None:
    """One folder with its files, each a component of its own, and the folders in it."""
    for path in sorted(place.iterdir()):
        inside = path.relative_to(app).as_posix()
        name = hashlib.sha256(inside.encode()).hexdigest()[:32]
        if path.is_dir():
            folder(add(here, "Directory", Id=f"d{name}", Name=path.name), path, app, feature)
            continue
        part = add(here, "Component", Id=f"c{name}", Guid=code(inside), Win64="yes")
        add(part, "File", Id=f"f{name}", Source=inside, KeyPath="yes")
        add(feature, "ComponentRef", Id=f"c{name}")


def entries(menu: ET.Element, feature: ET.Element) -> None:
    """What Windows knows of the program: entries in the Start menu, its command, its types of files."""
    part = add(menu, "Component", Id="Entries", Guid=code("entries"), Win64="yes")
    add(feature, "ComponentRef", Id="Entries")
    for key, name, words in (("Start", "sopwizard", ""), ("Practise", "Practise", "--training")):
        shortcut = add(
            part, "Shortcut", Id=key, Name=name, Target="[INSTALLFOLDER]sopwizardw.exe", Icon="sopwizard.ico",
            WorkingDirectory="INSTALLFOLDER",
        )  # fmt: skip
        shortcut.attrib |= {"Arguments": words} if words else {}
    add(part, "RemoveFolder", Id="RemoveMenu", On="uninstall")
    value(part, r"Software\sopwizard", "installed", name="installed").set("KeyPath", "yes")
    value(part, r"Software\Microsoft\Windows\CurrentVersion\App Paths\sopwizard.exe", "[INSTALLFOLDER]sopwizard.exe")
    for kind, (title, command) in FILE_TYPES.items():
        value(part, rf"Software\Classes\.sop{kind}", f"sopwizard.{kind}")
        value(part, rf"Software\Classes\sopwizard.{kind}", f"sopwizard {title}")
        value(part, rf"Software\Classes\sopwizard.{kind}\DefaultIcon", "[INSTALLFOLDER]sopwizard.exe")
        value(part, rf"Software\Classes\sopwizard.{kind}\shell\open\command", command)


def value(part: ET.Element, key: str, said: str, name: str = "") -> ET.Element:
    """A value in the registry of the computer."""
    made = add(part, "RegistryValue", Root="HKLM", Key=key, Type="string", Value=said)
    made.attrib |= {"Name": name} if name else {}
    return made


def add(parent: ET.Element, kind: str, **attributes: str) -> ET.Element:
    """A child."""
    return ET.SubElement(parent, kind, attributes)


def code(name: str) -> str:
    """The same code for the same name, always."""
    return guid(uuid.uuid5(FAMILY, name))


def guid(number: uuid.UUID) -> str:
    """As Windows writes it."""
    return f"{{{str(number).upper()}}}"
