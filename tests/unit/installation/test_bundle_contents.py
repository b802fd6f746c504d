"""What may be inside a bundle: what is used, and no surprise."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[3] / "packaging" / "bundle"


@pytest.fixture(scope="module")
def contents() -> ModuleType:
    """The list, as the recipe and the build use it."""
    spec = importlib.util.spec_from_file_location("contents", FOLDER / "contents.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("_internal/PySide6/Qt/lib/libQt6Qml.so.6", "QML"),
        ("_internal/PySide6/Qt/qml/QtQuick/libqtquick2plugin.so", "QML"),
        ("_internal/PySide6/Qt/lib/libQt6WebEngineCore.so.6", "the web engine"),
        ("_internal/PySide6/Qt/translations/qtbase_de.qm", "languages"),
        ("_internal/libgtk-3.so.0", "GTK"),
        ("_internal/PySide6/Qt/plugins/platformthemes/libqgtk3.so", "GTK"),
        ("_internal/libX11.so.6", "nobody decided"),
        ("_internal/libfontconfig.so.1", "nobody decided"),
        ("_internal/sopwizard/app.py", "sources"),
        ("_internal/PySide6/Qt/plugins/sqldrivers/libqsqlite.so", "nobody decided"),
        ("_internal/PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml", "QML"),
        ("_internal/PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork", "nobody decided"),
        ("_internal/PySide6/Qt/plugins/imageformats/libqpdf.dylib", "nobody decided"),
    ],
)
def test_a_surprise_is_named_with_its_reason(contents: ModuleType, name: str, why: str) -> None:
    found = contents.surprises([name, "sopwizard"])
    assert len(found) == 1
    assert found[0].startswith(f"{name}: ")
    assert why in found[0]


@pytest.mark.parametrize(
    "name",
    [
        "sopwizard",
        "_internal/PySide6/QtWidgets.abi3.so",
        "_internal/PySide6/Qt/lib/libQt6Core.so.6",
        "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",
        "_internal/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
        "_internal/libssl.so.3",
        "_internal/sopwizard/_resources/style.qss",
        "_internal/licences/THIRD-PARTY.txt",
        "_internal/sbom.cdx.json",
        "_internal/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "_internal/PySide6/Qt/lib/QtGui.framework/Versions/A/Resources/Info.plist",
        "_internal/PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "_internal/PySide6/libpyside6.abi3.6.12.dylib",
        "_internal/Python.framework/Versions/3.11/Python",
        "_internal/libssl.3.dylib",
    ],
)
def test_what_is_used_is_no_surprise(contents: ModuleType, name: str) -> None:
    assert contents.surprises([name]) == ()
