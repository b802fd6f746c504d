"""What a bundle starts."""

import os
import sys
from zipimport import zipimporter


def hold_on() -> None:
    """Go on reading modules from the files that were started, also after a package manager replaced or removed them.

    Both readers of a bundle, PyInstaller's and Python's own of zip files, open them by name for every module:
    in another version's file they would find rubbish, and without one PyInstaller ends the process. On Windows, the
    installer waits for the program to end.
    """
    reader = sys.modules["pyimod02_importers"].pyz_archive
    reader._filename = held(reader._filename)  # noqa: SLF001  PyInstaller has no other name for it
    for importer in sys.path_importer_cache.values():
        if isinstance(importer, zipimporter):
            importer.archive = held(importer.archive)


def held(name: str) -> str:
    """Another name of that file, which is this process's own as long as it runs."""
    number = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
    own = f"/proc/self/fd/{number}"
    return own if os.path.exists(own) else name  # noqa: PTH110  pathlib would cost the start more than all of this


if sys.platform == "linux":
    hold_on()

from sopwizard.__main__ import main  # noqa: E402  the first module that may be needed late

sys.exit(main())
