"""What the window loads before it can be seen: what only a later page needs would make everybody wait."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from sopwizard.app.start import main
from sopwizard.ui import start

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.objectName() == "window":
            sys.stdout.write(json.dumps(sorted(sys.modules)))
            sys.stdout.flush()
            QApplication.quit()
            QApplication.instance().removeEventFilter(self)
        return False

watch = FirstPaint()
made = start.application

def watched(*given):
    found = made(*given)
    found.installEventFilter(watch)
    return found

start.application = watched
sys.exit(main(sys.argv[1:]))
"""


def loaded(folder: Path, *words: str) -> set[str]:
    """The modules that are loaded when the window is painted first."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "SOPWIZARD_DATA_DIR": str(folder)}
    environment.pop("SOPWIZARD_ACCESS_TOKEN", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("words", [[], ["--training"], ["--training", "production"]])
def test_the_window_is_painted_before_anything_is_loaded_that_a_later_page_needs(
    tmp_path: Path, words: list[str]
) -> None:
    found = loaded(tmp_path, *words)
    assert "sopwizard.ui.pages.environment" in found
    libraries = {"requests", "urllib3", "msal", "keyring", "cattrs", "cryptography", "sqlite3", "http.server", "ssl"}
    assert not found & libraries
    late = {
        *("sopwizard.services.operations", "sopwizard.services.rulebook", "sopwizard.services.ports"),
        *("sopwizard.domain.rulebook", "sopwizard.domain.signin", "sopwizard.domain.plan", "sopwizard.domain.checks"),
        *("sopwizard.text.explore", "sopwizard.text.connect", "sopwizard.text.errors"),
        *("sopwizard.adapters.simulator", "sopwizard.adapters.dataverse.api", "sopwizard.adapters.journal"),
        *("sopwizard.adapters.signin.desk", "sopwizard.report", "sopwizard.cli.reading", "sopwizard.cli.writing"),
    }
    assert not found & late
    pages = {name for name in found if name.startswith("sopwizard.ui.pages.")}
    first = ("address", "environment", "open_check", "practise")  # the first page and its parts
    assert pages == {f"sopwizard.ui.pages.{part}" for part in first}
    assert not {name for name in found if name.startswith(("sopwizard.ui.explore", "sopwizard.ui.signin"))}


def test_nothing_is_written_by_opening_the_window(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    loaded(folder)
    assert not folder.exists()
