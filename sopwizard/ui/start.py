"""Opens the window. Everything that it needs from the rest of the program comes in through `Wiring`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from sopwizard import resources
from sopwizard.text import window as words
from sopwizard.ui import garbage, theme
from sopwizard.ui.signals import close_on_signals
from sopwizard.ui.window import Window
from sopwizard.ui.wiring import Performer, Wiring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sopwizard.text.errors import Explanation

__all__ = ["Performer", "Wiring", "application", "dismiss", "run"]


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication of the process, with name, icon and look."""
    known = QApplication.instance()
    if isinstance(known, QApplication):
        app = known
        app.setStyle(theme.STYLE)
    else:  # as an argument: a style that Python holds costs the start as much as a page does
        app = QApplication([sys.argv[0], "-style", theme.STYLE, *arguments])
        garbage.collect_here(app)
    app.setApplicationName("sopwizard")
    app.setApplicationDisplayName(words.TASK_NAME)
    app.setWindowIcon(QIcon(str(resources.path("icons", "sopwizard.png"))))
    theme.install(app)
    return app


def run(wiring: Wiring, arguments: Sequence[str] = ()) -> int:
    """Show the window until it is closed; the process's exit code."""
    app = application(arguments)
    window = Window(wiring)
    with close_on_signals(window):
        window.show()
        if wiring.check is not None:
            window.open_check(wiring.check)
        code = app.exec()
    dismiss(window)
    return code


def tell(error: Explanation) -> None:
    """Say why there will be no window, to somebody who looks at no terminal."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415  almost never

    app = application()
    box = QMessageBox(QMessageBox.Icon.Critical, app.applicationDisplayName(), error.happened)
    box.setInformativeText(error.todo)
    box.exec()
    dismiss(box)


def dismiss(window: QWidget) -> None:
    """Take the window down before Python takes the application down: the other order crashes at exit."""
    delete(window)
