"""The folder as if it were an older version, with a file that the newer one has no more."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NUMBER = "0.0.9"
GONE = "gone-later.txt"


@contextmanager
def older(app: Path) -> Iterator[Path]:
    """That folder, beside the other; its files are the other's, but for those that differ."""
    made = app.with_name("older")
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(app, made, copy_function=os.link)
    (made / "lib" / "sopwizard" / GONE).write_text("", "utf-8")
    own = made / "lib" / "sopwizard" / "__init__.py"
    text = re.sub(r'(?m)^__version__ = ".*"$', f'__version__ = "{NUMBER}"', own.read_text("utf-8"))
    own.unlink()  # not written into: it is a file of both folders
    own.write_text(text, "utf-8")
    for compiled in (own.parent / "__pycache__").glob("__init__.*.pyc"):
        compiled.unlink()
    try:
        yield made
    finally:
        shutil.rmtree(made)
