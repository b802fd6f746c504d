"""Opens the window. Everything that it needs from the rest of the program comes in through `Wiring`."""

import sys
from collections.abc import Sequence

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from sopwizard import resources
from sopwizard.text import window as words
from sopwizard.ui import theme
from sopwizard.ui.window import Window
from sopwizard.ui.wiring import Performer, Wiring

__all__ = ["Performer", "Wiring", "application", "dismiss", "run"]


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication of the process, with name, icon and look."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication([sys.argv[0], *arguments])
    app.setApplicationName("sopwizard")
    app.setApplicationDisplayName(words.TASK_NAME)
    app.setWindowIcon(QIcon(str(resources.path("icons", "sopwizard.png"))))
    theme.install(app)
    return app


def run(wiring: Wiring, arguments: Sequence[str] = ()) -> int:
    """Show the window until it is closed; the process's exit code."""
    app = application(arguments)
    window = Window(wiring)
    window.show()
    code = app.exec()
    dismiss(window)
    return code


def dismiss(window: QWidget) -> None:
    """Take the window down before Python takes the application down: the other order crashes at exit."""
    delete(window)
