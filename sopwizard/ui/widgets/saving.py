"""Asks where a file goes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDING = re.compile(r"\*\.(\w+)")


def ask_where(parent: QWidget, name: str, words: tuple[str, str], proposed: str, save: Callable[[Path], None]) -> None:
    """Ask over that widget, and save there. ``words``: the title and the filters.

    A name without an ending gets that of the filter before the question whether a file of that name is to be replaced:
    later, nobody would be asked about the file that is written.
    """
    title, filters = words
    dialog = QFileDialog(parent, title, "", filters)
    dialog.setObjectName(name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(proposed)
    dialog.setDefaultSuffix(Path(proposed).suffix)

    def follow(chosen: str) -> None:
        ending = _ENDING.search(chosen)
        if ending is not None:
            dialog.setDefaultSuffix(ending[1])

    dialog.filterSelected.connect(follow)
    dialog.fileSelected.connect(lambda chosen: save(Path(chosen)))
    dialog.open()
