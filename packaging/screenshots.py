"""Takes pictures of the wizard's eight pages, so that anybody can look at them after a change.

    python3 packaging/dev.py screenshots [FOLDER] [--scenario NAME] [--look LOOK ...]

A LOOK is light, dark, contrast, double (200 %) or small; all of them unless said otherwise. The pages are those of a
whole run against a training environment of its own, from the first question to the verified result. Every look is a
process of its own, because Qt takes its scale when it starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOOKS = ("light", "dark", "contrast", "double", "small")
SIZES = {"small": (900, 600)}
USUAL = (1120, 760)
PATIENCE = 60_000  # milliseconds for one piece of work against the training environment


def main() -> int:
    """Start one process a look."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots", description="Takes pictures of the wizard's pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--scenario", default="first-setup")
    parser.add_argument("--look", action="append", choices=LOOKS)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        Photographer(given.folder, given.scenario, given.look[0]).walk()
        return 0
    for look in given.look or LOOKS:
        environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        if look == "double":
            environment["QT_SCALE_FACTOR"] = "2"
        with tempfile.TemporaryDirectory() as data:
            environment["SOPWIZARD_DATA_DIR"] = data
            environment.pop("SOPWIZARD_ACCESS_TOKEN", None)  # whoever takes the pictures may have one; readers do not
            command = [sys.executable, __file__, given.folder, "--scenario", given.scenario, "--look", look, "--here"]
            code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if code:
            return code
    sys.stdout.write(f"{given.folder}\n")
    return 0


class Photographer:
    """Goes through the wizard and takes a picture of every page. Only this needs Qt, so only this imports it."""

    def __init__(self, folder: Path, scenario: str, look: str) -> None:
        sys.path.insert(0, str(ROOT))
        from sopwizard.app.windowed import wiring  # noqa: PLC0415  see above
        from sopwizard.cli.connection import Connection  # noqa: PLC0415
        from sopwizard.domain.model.target import Target  # noqa: PLC0415
        from sopwizard.ui import start, theme  # noqa: PLC0415
        from sopwizard.ui.window import Window  # noqa: PLC0415

        application = start.application()
        if look in {"dark", "contrast"}:
            theme.wear(application, theme.Scheme(look))
        self.folder, self.look = folder, look
        self.window = Window(wiring(Connection(), Target(f"training:{scenario}")))
        self.window.resize(*SIZES.get(look, USUAL))
        self.window.show()
        self.dismiss = start.dismiss
        folder.mkdir(parents=True, exist_ok=True)

    def walk(self) -> None:
        """From the first page to the result, or to the page that stands in the way."""
        self.picture("environment")
        self.press("connectButton")
        self.explore()
        while self.window.page != "apply":
            here = self.window.page.value
            self.picture(here)
            if here == "check":  # it stands below what fits into the window
                page: Any = self.window.stack.currentWidget()
                self.picture("check-list", page.checklist)
            if here == "preview":
                self.tabs()
            self.press("nextButton")
            if self.window.page.value == here:  # a question is open: show how it is asked, and answer it
                self.picture(f"{here}-asked")
                self.press("mapDynamics365")
                self.press("nextButton")
        self.picture("apply")
        typed = self.child("confirmName")
        if typed is not None and typed.isVisible():
            self.press("commitButton")
            self.picture("apply-asked")
            snapshot = self.window.draft.snapshot
            typed.setText(snapshot.organization.name if snapshot else "")
        self.window.commit.click()
        self.wait(10)
        self.picture("apply-under-way")
        self.finish()
        if self.window.page == "result":
            self.picture("result")
        self.history()
        self.window.close()
        self.dismiss(self.window)

    def explore(self) -> None:
        """A picture of every topic beside the wizard."""
        from sopwizard.ui.explore.area import Topic  # noqa: PLC0415  see above

        self.press("exploreButton")
        self.picture("explore")
        for topic in Topic:
            self.press("exploreButton")
            self.press(f"open-{topic.value}")
            self.picture(f"explore-{topic.value}")
        self.press("leaveExploreButton")

    def tabs(self) -> None:
        """A picture of every tab."""
        bar = self.child("previewTabsBar")
        for at, name in enumerate(("status", "life", "prices", "buttons", "orders")):
            bar.setCurrentIndex(at)
            self.picture(f"preview-{name}")
        self.press("ordersCount")
        self.picture("preview-orders-counted")

    def history(self) -> None:
        """A picture of the runs, over the first page: by now there is one."""
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415  see above

        from sopwizard.domain.wizard import Page  # noqa: PLC0415

        self.window.go(Page.ENVIRONMENT)
        self.press("historyButton")
        box = QApplication.activeModalWidget()
        if box is None:
            raise LookupError("history")
        self.picture("history", box)
        box.close()

    def picture(self, name: str, shown: Any = None) -> None:  # noqa: ANN401  only this class knows Qt
        """Save what the window shows, or that box of it."""
        self.wait(30)
        number = [*type(self.window.page)].index(self.window.page) + 1
        (shown or self.window).grab().save(str(self.folder / f"{self.look}-{number}-{name}.png"))

    def press(self, name: str) -> None:
        """Press a button and wait for what it begins."""
        button = self.child(name)
        if button is None:
            raise LookupError(name)
        button.click()
        self.wait(30)
        self.finish()

    def child(self, name: str) -> Any:  # noqa: ANN401  pages are told apart by their names only
        """The widget of that name on this page, or else in the window; None where there is none."""
        from PySide6.QtWidgets import QWidget  # noqa: PLC0415  see above

        page = self.window.stack.currentWidget()
        return (page and page.findChild(QWidget, name)) or self.window.findChild(QWidget, name)

    def wait(self, milliseconds: int) -> None:
        """Let the window draw."""
        from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415  see above

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def finish(self) -> None:
        """Wait for what is under way."""
        from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415  see above

        if not self.window.tasks.busy:
            return
        loop = QEventLoop()
        tasks = self.window.tasks
        for signal in (tasks.finished, tasks.failed, tasks.stopped, tasks.broke):
            signal.connect(loop.quit)
        QTimer.singleShot(PATIENCE, loop.quit)
        loop.exec()


if __name__ == "__main__":
    sys.exit(main())
