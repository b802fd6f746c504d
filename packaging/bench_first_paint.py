"""Start one window, tell when it was painted first, and end: `empty` (nothing but Qt) or `wizard` (the program).

Both are watched from outside in the same way, by a filter on the application's events.
"""

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class FirstPaint(QObject):
    """Waits for the first paint of any window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """When a window has been painted and Qt has time again, the user sees it."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # one is running
            QTimer.singleShot(0, tell)
        return False


def tell() -> None:
    """Say when, and how much memory is in use; then end at once."""
    painted = time.monotonic()
    status = Path("/proc/self/status")
    held = (
        [line.split()[1] for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS")]
        if status.exists()
        else [0]
    )
    print(json.dumps({"painted": painted, "kilobytes": int(held[0])}), flush=True)
    os._exit(0)


watch = FirstPaint()
begin = QApplication.__init__


def watched(self: QApplication, *arguments: object) -> None:
    """An application whose first paint is seen."""
    begin(self, *arguments)
    self.installEventFilter(watch)


QApplication.__init__ = watched  # type: ignore[method-assign,assignment]  # the only place before every window

if sys.argv[1] == "empty":
    app = QApplication([])
    window = QWidget()
    window.resize(1000, 700)
    window.show()
    sys.exit(app.exec())

from sopwizard.__main__ import main  # noqa: E402  the program's own imports count as its start

sys.argv = ["sopwizard", "--training"]
sys.exit(main())
