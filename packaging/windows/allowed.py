"""What may be inside the Windows folder, and nothing else: assembling ends at a file that nobody decided on."""

import re
from collections.abc import Iterable
from typing import Final

PACKAGES: Final = (
    *("PySide6", "shiboken6", "sopwizard", "attr", "attrs", "cattr", "cattrs", "certifi", "cffi"),
    *("charset_normalizer", "cryptography", "dateutil", "defusedxml", "filelock", "idna"),
    *("jaraco", "jinja2", "jwt", "keyring", "markupsafe", "more_itertools", "msal", "odata_query"),
    *("platformdirs", "pycparser", "requests", "sly", "truststore", "urllib3", "win32ctypes"),
)
MODULES: Final = ("six", "typing_extensions")
RUNTIME: Final = (
    *("asyncio", "bz2", "ctypes", "decimal", "elementtree", "hashlib", "lzma", "multiprocessing", "overlapped"),
    *("queue", "socket", "sqlite3", "ssl", "uuid", "zoneinfo"),
)
"""Python's own compiled modules; each name has an underscore before it."""

_ALL: Final = "|".join(PACKAGES)
_ALONE: Final = "|".join(MODULES)
_MICROSOFT: Final = r"(msvcp140(_1|_2|_codecvt_ids)?|vcruntime140(_1)?)\.dll"
_ALLOWED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(sopwizardw?|pythonw?)\.exe",
        r"python3(13)?\.dll|python313\.(zip|_pth)|(libcrypto-3|libssl-3|libffi-8|sqlite3)\.dll|vcruntime140(_1)?\.dll",
        rf"_({'|'.join(RUNTIME)})\.pyd|(pyexpat|select|unicodedata)\.pyd",
        r"LICENSE\.txt|sbom\.cdx\.json|licences/[\w.-]+\.txt",
        rf"lib/({_ALL})/(\w+/)*\w+\.py|lib/({_ALL})/(\w+/)*__pycache__/\w+\.cpython-313\.pyc",
        rf"lib/({_ALONE})\.py|lib/__pycache__/({_ALONE})\.cpython-313\.pyc",
        rf"lib/({_ALL})/(\w+/)*py\.typed",
        r"lib/[\w.]+-[\w.]+\.dist-info/(METADATA|RECORD|WHEEL|(entry_points|top_level)\.txt)",
        r"lib/[\w.]+-[\w.]+\.dist-info/(licenses/)?(LICENSE[\w.-]*|NOTICE|AUTHORS\.rst)",
        r"lib/[\w.]+-[\w.]+\.dist-info/sboms/[\w.-]+\.json",
        r"lib/sopwizard/_resources/((fonts|icons|report|rulebook|training(/base)?)/)?[\w.-]+",
        r"lib/PySide6/(Qt(Core|Gui|Widgets|Svg)\.pyd|Qt6(Core|Gui|Widgets|Svg)\.dll|pyside6\.abi3\.dll)",
        r"lib/PySide6/plugins/(platforms/(qwindows|qoffscreen)|styles/qmodernwindowsstyle)\.dll",
        r"lib/shiboken6/(Shiboken\.pyd|shiboken6\.abi3\.dll)",
        rf"lib/(PySide6|shiboken6)/{_MICROSOFT}",
        r"lib/(_cffi_backend|charset_normalizer/(cd|md)|markupsafe/_speedups)\.cp313-win_amd64\.pyd",
        r"lib/cryptography/hazmat/bindings/_rust\.pyd",
        r"lib/certifi/cacert\.pem|lib/pycparser/_c_ast\.cfg|lib/dateutil/zoneinfo/dateutil-zoneinfo\.tar\.gz",
    )
)


def surprises(names: Iterable[str]) -> tuple[str, ...]:
    """What must not be there, of files named from the folder's top with ``/`` between."""
    return tuple(name for name in sorted(names) if not any(pattern.fullmatch(name) for pattern in _ALLOWED))
