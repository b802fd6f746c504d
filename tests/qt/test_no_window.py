"""Who starts the program from a menu is told why there is no window, and nobody is told twice."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from sopwizard.adapters import display, policy
from sopwizard.app.start import main
from sopwizard.text.errors import Explanation
from sopwizard.ui import start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its policy in the registry")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What the box says, on a computer with a display and a broken policy."""
    file = tmp_path / "policy.json"
    file.write_text("{", "utf-8")
    said: list[str] = []
    monkeypatch.setattr(policy, "FILES", {sys.platform: file, "linux": file})
    monkeypatch.setattr(display, "has_display", lambda: True)
    monkeypatch.setattr(start, "tell", lambda error: said.append(error.happened))
    monkeypatch.delenv("QT_QPA_PLATFORM")
    return said


@pytest.mark.parametrize("words", [[], ["--training"], ["--environment", "https://contoso.crm4.dynamics.com"]])
def test_a_start_from_a_menu_shows_why_not(told: list[str], words: list[str]) -> None:
    assert main(words) == 4
    assert len(told) == 1
    assert "cannot be read or holds something unknown" in told[0]


def test_a_window_that_nobody_sees_is_not_waited_for(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main([]) == 4
    assert not told


@pytest.mark.usefixtures("qtbot")
def test_the_box_says_what_happened_and_what_to_do() -> None:
    said: list[str] = []

    def close() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.extend([box.text(), box.informativeText()])
        box.accept()

    QTimer.singleShot(0, close)
    start.tell(Explanation("title", "This happened.", "Do that."))
    assert said == ["This happened.", "Do that."]
