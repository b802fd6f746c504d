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

ROOT = Path(__file__).resolve().parent.parent
LOOKS = ("light", "dark", "contrast", "double", "small")
SMALL = (900, 600)
USUAL = (1120, 760)
PATIENCE = 60_000  # milliseconds for a run against the training environment


def main() -> int:
    """Start one process a look."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots", description="Takes pictures of the wizard's pages.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--scenario", default="first-setup")
    parser.add_argument("--look", action="append", choices=LOOKS)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        return take(given.folder, given.scenario, given.look[0])
    for look in given.look or LOOKS:
        environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        if look == "double":
            environment["QT_SCALE_FACTOR"] = "2"
        with tempfile.TemporaryDirectory() as data:
            environment["SOPWIZARD_DATA_DIR"] = data
            command = [sys.executable, __file__, str(given.folder), "--scenario", given.scenario, "--look", look, "--here"]
            code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603  ourselves
        if code:
            return code
    sys.stdout.write(f"{given.folder}\n")
    return 0


def take(folder: Path, scenario: str, look: str) -> int:
    """Go through the wizard and take a picture of every page, in this process."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415  the parent process needs no Qt
    from PySide6.QtWidgets import QLineEdit  # noqa: PLC0415

    from sopwizard import app as root  # noqa: PLC0415
    from sopwizard.cli.world import Connection  # noqa: PLC0415
    from sopwizard.domain.model import Target  # noqa: PLC0415
    from sopwizard.domain.wizard import Page  # noqa: PLC0415
    from sopwizard.ui import start, theme  # noqa: PLC0415
    from sopwizard.ui.window import Window  # noqa: PLC0415

    application = start.application()
    if look in {"dark", "contrast"}:
        theme.wear(application, theme.Scheme(look))
    wiring = start.Wiring(
        performer=root.operations(Connection()),
        understand=root.understand,
        scenarios=root.scenarios,
        reset_scenario=root.reset,
        use_token=lambda _token: None,
        save_report=lambda _outcome, _path: None,
        target=Target(f"training:{scenario}"),
    )
    window = Window(wiring)
    window.resize(*(SMALL if look == "small" else USUAL))
    window.show()
    folder.mkdir(parents=True, exist_ok=True)

    def settle(milliseconds: int = 30) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def finish() -> None:
        if not window.tasks.busy:
            return
        loop = QEventLoop()
        for signal in (window.tasks.finished, window.tasks.failed, window.tasks.stopped):
            signal.connect(loop.quit)
        QTimer.singleShot(PATIENCE, loop.quit)
        loop.exec()

    def picture(name: str) -> None:
        settle()
        number = list(Page).index(window.page) + 1
        window.grab().save(str(folder / f"{look}-{number}-{name}.png"))

    def press(name: str) -> None:
        page = window.stack.currentWidget()
        button = page.findChild(type(window.next), name) or window.findChild(type(window.next), name)
        if button is None:
            raise LookupError(name)
        button.click()
        settle()
        finish()

    picture("environment")
    press("connectButton")
    while window.page is not Page.APPLY:
        before = window.page
        picture(before.value)
        if before is Page.PREVIEW:
            _tabs(window.stack.currentWidget(), picture)
        press("nextButton")
        if window.page is before:  # a question is open: show how it is asked, and answer it
            picture(f"{before.value}-asked")
            window.stack.currentWidget().findChild(type(None) or object, "mapDynamics365").click()
            press("nextButton")
    picture("apply")
    if look != "small":
        window.commit.click()
        settle(10)
        picture("apply-under-way")
        if (typed := window.stack.currentWidget().findChild(QLineEdit, "confirmName")) and typed.isVisible():
            typed.setText(window.draft.snapshot.organization.name)
            window.commit.click()
            settle()
        finish()
    else:
        press("commitButton")
    if window.page is Page.RESULT:
        picture("result")
    window.close()
    return 0


def _tabs(page: object, picture: object) -> None:
    tabs = page.tabs
    for at, name in enumerate(("status", "prices", "buttons")):
        tabs.setCurrentIndex(at)
        picture(f"preview-{name}")
    tabs.setCurrentIndex(0)


if __name__ == "__main__":
    sys.exit(main())
