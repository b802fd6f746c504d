"""What may be inside the Windows folder: what is used, and no surprise."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[3] / "packaging" / "windows" / "allowed.py"


@pytest.fixture(scope="module")
def allowed() -> ModuleType:
    """The list, as the assembling uses it."""
    spec = importlib.util.spec_from_file_location("allowed", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    [
        "lib/PySide6/Qt6Qml.dll",
        "lib/PySide6/Qt6Network.dll",
        "lib/PySide6/opengl32sw.dll",
        "lib/PySide6/QtWebEngineCore.pyd",
        "lib/PySide6/translations/qtbase_de.qm",
        "lib/PySide6/plugins/imageformats/qpdf.dll",
        "lib/numpy/__init__.py",
        "lib/keyring/helper.exe",
        "lib/requests/__pycache__/api.cpython-311.pyc",
        "lib/sopwizard/_resources/training/other/deep.json",
        "lib/msal/token_cache.bin",
        "python311.dll",
        "_wmi.pyd",
        "cp313",
        "setup.exe",
    ],
)
def test_a_surprise_in_the_windows_folder_is_named(allowed: ModuleType, name: str) -> None:
    assert allowed.surprises([name, "sopwizard.exe"]) == (name,)


@pytest.mark.parametrize(
    "name",
    [
        "sopwizardw.exe",
        "python313._pth",
        "_ssl.pyd",
        "sbom.cdx.json",
        "licences/visual-c-runtime.txt",
        "lib/six.py",
        "lib/PySide6/Qt6Core.dll",
        "lib/PySide6/plugins/platforms/qwindows.dll",
        "lib/shiboken6/msvcp140_codecvt_ids.dll",
        "lib/sopwizard/domain/model.py",
        "lib/sopwizard/domain/__pycache__/model.cpython-313.pyc",
        "lib/sopwizard/_resources/fonts/Inter.ttf",
        "lib/cryptography-50.0.2.dist-info/licenses/LICENSE.APACHE",
        "lib/charset_normalizer/md.cp313-win_amd64.pyd",
    ],
)
def test_what_the_windows_folder_needs_is_no_surprise(allowed: ModuleType, name: str) -> None:
    assert allowed.surprises([name]) == ()
