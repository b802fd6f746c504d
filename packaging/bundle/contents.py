"""What may be inside a bundle, and nothing else: the recipe trims by it, and the build is held against it."""

import re
from collections.abc import Iterable
from typing import Final

EXCLUDED_MODULES: Final = (
    # of the standard library: nobody edits, tests, installs or draws turtles in an installed program
    *("tkinter", "unittest", "pydoc", "doctest", "lib2to3", "idlelib", "distutils", "ensurepip", "venv", "test"),
    *("curses", "readline", "turtle", "turtledemo", "pdb", "xmlrpc"),
    # libraries that come with the building environment
    *("pip", "setuptools", "pkg_resources", "wheel", "_pytest", "pytest", "PyInstaller"),
    # of Qt: the window needs Core, Gui and Widgets, and its pictures are saved by Svg
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtPdf", "PySide6.QtOpenGL"),
    *("PySide6.QtOpenGLWidgets", "PySide6.QtDBus", "PySide6.QtPrintSupport", "PySide6.QtSql", "PySide6.QtTest"),
    # sqlite's and requests' optional companions
    *("numpy", "chardet", "simplejson", "IPython", "yaml"),
    # parts of libraries that only other programs ask for; a bundle would load the first of them at every start
    *("multiprocessing", "concurrent.futures.process", "cgi", "ftplib", "_pydecimal", "tracemalloc"),
    *("urllib3.contrib.emscripten", "urllib3.contrib.pyopenssl", "urllib3.contrib.socks", "urllib3.http2.connection"),
    *("dateutil.easter", "dateutil.rrule", "dateutil.zoneinfo", "jinja2.ext", "jinja2.sandbox"),
    *("xml.dom", "defusedxml.minidom", "defusedxml.pulldom", "defusedxml.sax", "defusedxml.expatbuilder"),
)

LANGUAGES: Final[tuple[str, ...]] = ()
"""Languages of `resources/locale` beside English: Qt's own words are kept for these only."""

QT_LIBRARIES: Final = ("Core", "Gui", "Widgets", "Svg", "DBus", "XcbQpa")
"""DBus is what Gui links to, for accessibility and themes; XcbQpa is the window system plugin's."""

QT_PLUGINS: Final = (
    *("platforms/libqxcb", "platforms/libqoffscreen", "xcbglintegrations/libqxcb-glx-integration"),
    *("platforminputcontexts/libcomposeplatforminputcontext", "platforminputcontexts/libibusplatforminputcontext"),
    "platformthemes/libqxdgdesktopportal",
    *("platforms/qwindows", "platforms/qoffscreen", "styles/qmodernwindowsstyle"),
    *("platforms/libqcocoa", "styles/libqmacstyle"),
)

# Of the system that builds, only what Python and its libraries link to and no window does. A window's own libraries
# (X11, fontconfig, glib) have to fit the user's system, so the package asks for them and brings none.
SYSTEM_LIBRARIES: Final = (*("ssl", "crypto", "ffi", "sqlite3", "lzma", "bz2", "z", "expat", "uuid", "mpdec"),)

_QT: Final = "|".join(QT_LIBRARIES)
_MAC_QT: Final = rf"Qt({_QT})|Resources/(Info\.plist|PrivacyInfo\.xcprivacy)"
_ALLOWED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(sopwizard|empty)(\.exe)?",
        r"_internal/base_library\.zip",
        r"_internal/libpython3\.\d+\.so(\.1\.0)?",
        r"_internal/(python3\.\d+/)?lib-dynload/[\w.-]+\.so",
        rf"_internal/lib({'|'.join(SYSTEM_LIBRARIES)})[-.0-9]*\.so[.0-9]*",
        r"_internal/sopwizard/_resources/.*",
        r"_internal/licences/.*",
        r"_internal/sbom\.cdx\.json",
        r"_internal/PySide6/Qt(Core|Gui|Widgets|Svg)\.(abi3\.so|pyd)",
        r"_internal/PySide6/libpyside6\.abi3\.so[.0-9]*",
        r"_internal/shiboken6/(Shiboken\.abi3\.so|libshiboken6\.abi3\.so[.0-9]*)",
        r"_internal/(libpyside6|libshiboken6)\.abi3\.so[.0-9]*",
        rf"_internal/(PySide6/Qt/lib/)?libQt6({_QT})\.so[.0-9]*",
        r"_internal/(PySide6/Qt/lib/)?libicu(data|i18n|uc)\.so[.0-9]*",
        rf"_internal/PySide6/Qt/plugins/({'|'.join(map(re.escape, QT_PLUGINS))})\.so",
        r"_internal/(cryptography/hazmat/bindings/_rust|_cffi_backend|markupsafe/_speedups)\.[\w.-]*so",
        r"_internal/charset_normalizer/\w+\.[\w.-]*so",
        r"_internal/\w+__mypyc\.[\w.-]+\.so",
        r"_internal/certifi/(cacert\.pem|py\.typed)",
        r"_internal/[\w.]+-[\w.]+\.dist-info/(METADATA|RECORD|WHEEL|INSTALLER|REQUESTED|\w+\.txt|licenses/.*|LICENSE.*)",
        *(rf"_internal/PySide6/Qt/translations/qtbase_{language}\.qm" for language in LANGUAGES),
        # macOS; nobody has built there yet
        r"_internal/(libpython3\.\d+\.dylib|Python)",
        r"_internal/Python\.framework/(Python|Resources|Versions/(Current|[\d.]+(/(Python|Resources/Info\.plist))?))",
        rf"_internal/lib({'|'.join(SYSTEM_LIBRARIES)})[-.0-9]*\.dylib",
        r"_internal/(PySide6/|shiboken6/)?lib(pyside6|shiboken6)\.abi3[.0-9]*\.dylib",
        rf"_internal/(PySide6/Qt/lib/)?Qt({_QT})",
        rf"_internal/PySide6/Qt/lib/Qt({_QT})\.framework/(Qt({_QT})|Resources|Versions/(Current|A/({_MAC_QT})))",
        rf"_internal/PySide6/Qt/plugins/({'|'.join(map(re.escape, QT_PLUGINS))})\.dylib",
    )
)

# Named apart, so that what is found says itself why it must not be there.
_NEVER: Final = (
    (re.compile(r"Qt6?(Qml|Quick)|/qml/"), "QML"),
    (re.compile(r"WebEngine"), "the web engine"),
    (re.compile(r"/translations/"), "translations of languages that the program does not speak"),
    (re.compile(r"libg(tk|dk)-|libqgtk3"), "GTK of the computer that built it"),
    (re.compile(r"\.py$|__pycache__"), "sources that are in the archive already"),
)


def is_wanted(name: str) -> bool:
    """Whether a file of that name in the bundle (from its top, ``/`` between) may be there."""
    return any(pattern.fullmatch(name) for pattern in _ALLOWED)


def surprises(names: Iterable[str]) -> tuple[str, ...]:
    """What must not be there, each with the reason."""
    return tuple(f"{name}: {_why(name)}" for name in sorted(names) if not is_wanted(name))


def _why(name: str) -> str:
    return next((why for pattern, why in _NEVER if pattern.search(name)), "nobody decided that it belongs there")
