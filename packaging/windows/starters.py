"""The two programs that people start, with the icon and the version that Windows shows of them.

Each is a launcher of distlib's, which pip uses as well, given resources of its own, with a line and a small archive
behind it: one starts the command line, one the window. The icon is drawn in every size that Windows asks for.
"""

import importlib
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
STARTERS = (("sopwizard", "t64.exe", "python.exe"), ("sopwizardw", "w64.exe", "pythonw.exe"))
MAKER = "The sopwizard maintainers"
_ICON, _GROUP_ICON, _VERSION = 3, 14, 16
_ENGLISH, _UNICODE = 0x0409, 1200
MAIN = "import sys\nfrom sopwizard.__main__ import main\nsys.exit(main())\n"


def icon(target: Path) -> None:
    """The program's picture as an icon file, in all sizes."""
    image: Any = importlib.import_module("PIL.Image")
    with image.open(ROOT / "resources" / "icons" / "sopwizard.png") as picture:
        picture.save(target, format="ICO", sizes=[(size, size) for size in SIZES], bitmap_format="png")


def side(target: Path) -> None:
    """The installer's last page beside its words: the picture on its own colour, in the size that NSIS asks for."""
    image: Any = importlib.import_module("PIL.Image")
    with image.open(ROOT / "resources" / "icons" / "sopwizard.png") as picture:
        middle = picture.convert("RGBA").resize((112, 112))
    page = image.new("RGB", (164, 314), "#2F5BD8")
    page.paste(middle, (26, 40), middle)
    page.save(target, format="BMP")


def starters(folder: Path, version: str, picture: Path) -> list[Path]:
    """Both, in the folder; they are not signed yet."""
    distlib = importlib.import_module("distlib")
    made = []
    for name, launcher, python in STARTERS:
        head = (Path(str(distlib.__file__)).parent / launcher).read_bytes()
        target = folder / f"{name}.exe"
        target.write_bytes(dressed(head, name, version, picture.read_bytes()) + tail(python))
        made.append(target)
    return made


def tail(python: str) -> bytes:
    """What the launcher looks for at its end: which Python beside it, and what that shall run."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(zipfile.ZipInfo("__main__.py", (2020, 1, 1, 0, 0, 0)), MAIN)
    return f"#!<launcher_dir>\\{python}\r\n".encode() + held.getvalue()


def dressed(program: bytes, name: str, version: str, picture: bytes) -> bytes:
    """The program with this icon and version in place of its own; its manifest stays."""
    lief: Any = importlib.import_module("lief")
    parsed = lief.PE.parse(program)
    tree = parsed.resources
    for child in list(tree.childs):
        if child.id in {_ICON, _GROUP_ICON, _VERSION}:
            tree.delete_child(child)
    images = icon_images(picture)
    for number, (_entry, content) in enumerate(images, 1):
        put(lief, tree, (_ICON, number, _ENGLISH), content)
    group = struct.pack("<HHH", 0, 1, len(images))
    group += b"".join(entry + struct.pack("<H", number) for number, (entry, _content) in enumerate(images, 1))
    put(lief, tree, (_GROUP_ICON, 1, _ENGLISH), group)
    put(lief, tree, (_VERSION, 1, _ENGLISH), version_resource(name, version))
    settings = lief.PE.Builder.config_t()
    settings.resources = True
    return bytes(parsed.write_to_bytes(settings))


def put(lief: Any, tree: Any, place: tuple[int, int, int], content: bytes) -> None:  # noqa: ANN401  a library without types
    """Into a tree of resources: kind, number, language."""
    node = tree
    for number in place[:-1]:
        found = next((child for child in node.childs if not child.has_name and child.id == number), None)
        node = found or node.add_child(lief.PE.ResourceDirectory(number))
    leaf = lief.PE.ResourceData(list(content), 0)
    leaf.id = place[-1]
    node.add_child(leaf)


def icon_images(picture: bytes) -> list[tuple[bytes, bytes]]:
    """Of an icon file: each picture's entry without its place, and the picture."""
    count = struct.unpack_from("<H", picture, 4)[0]
    entries = [picture[6 + 16 * at : 22 + 16 * at] for at in range(count)]
    return [
        (entry[:12], picture[offset : offset + size])
        for entry in entries
        for size, offset in [struct.unpack("<II", entry[8:])]
    ]


def version_resource(name: str, version: str) -> bytes:
    """What Windows shows under "Details": a VS_VERSIONINFO, as Windows documents it."""
    numbers = four(version)
    high, low = numbers[0] << 16 | numbers[1], numbers[2] << 16 | numbers[3]
    # signature, form, file and product version, no flags, 32-bit Windows, an application, no time
    fixed = struct.pack("<13I", 0xFEEF04BD, 0x10000, high, low, high, low, 0x3F, 0, 0x40004, 1, 0, 0, 0)
    said = {
        "CompanyName": MAKER,
        "FileDescription": "sopwizard",
        "FileVersion": version,
        "InternalName": name,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "sopwizard",
        "ProductVersion": version,
    }
    words = b"".join(padded(block(key, (value + "\0").encode("utf-16-le"), text=True)) for key, value in said.items())
    strings = block("StringFileInfo", b"", block(f"{_ENGLISH:04X}{_UNICODE:04X}", b"", words, text=True), text=True)
    languages = block("VarFileInfo", b"", block("Translation", struct.pack("<HH", _ENGLISH, _UNICODE)), text=True)
    return block("VS_VERSION_INFO", fixed, padded(strings) + languages)


def block(key: str, value: bytes, children: bytes = b"", *, text: bool = False) -> bytes:
    """One piece of it: lengths, key, value and what belongs to it, each at a multiple of four bytes."""
    named = padded(b"\0" * 6 + (key + "\0").encode("utf-16-le"))[6:]
    body = padded(b"\0" * 6 + named + value)[6:] if children else named + value
    length = len(value) // 2 if text else len(value)
    return struct.pack("<HHH", 6 + len(body) + len(children), length, text) + body + children


def padded(content: bytes) -> bytes:
    """Up to a multiple of four bytes."""
    return content + b"\0" * (-len(content) % 4)


def four(version: str) -> tuple[int, int, int, int]:
    """A version in the four numbers that Windows counts with."""
    numbers = [int(part) for part in version.split(".") if part.isdigit()] + [0] * 4
    return numbers[0], numbers[1], numbers[2], numbers[3]
