"""Where a file goes: what stands at the name that will be written is never replaced unasked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from sopwizard.ui.widgets.saving import ask_where


@pytest.fixture
def asked(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[QFileDialog, list[Path]]]:
    """The dialog, in an empty folder, and where was saved."""
    parent, saved = QWidget(), list[Path]()
    qtbot.addWidget(parent)
    ask_where(parent, "dialog", ("Save", "PDF (*.pdf);;HTML (*.html)"), "report.pdf", saved.append)
    dialog = parent.findChild(QFileDialog, "dialog")
    assert dialog is not None
    dialog.setDirectory(str(tmp_path))
    yield dialog, saved
    parent.close()


def type_and_save(dialog: QFileDialog, name: str) -> None:
    line, buttons = dialog.findChild(QLineEdit, "fileNameEdit"), dialog.findChild(QDialogButtonBox)
    assert line is not None
    assert buttons is not None
    line.setText(name)
    buttons.button(QDialogButtonBox.StandardButton.Save).click()


def test_a_name_without_ending_gets_that_of_the_chosen_format(
    asked: tuple[QFileDialog, list[Path]], tmp_path: Path
) -> None:
    dialog, saved = asked
    dialog.filterSelected.emit("HTML (*.html)")
    type_and_save(dialog, "mine")
    assert saved == [tmp_path / "mine.html"]


def test_a_file_that_would_be_replaced_is_asked_about_also_where_its_ending_was_not_typed(
    asked: tuple[QFileDialog, list[Path]], tmp_path: Path
) -> None:
    dialog, saved = asked
    (tmp_path / "mine.pdf").write_text("somebody's work", "utf-8")
    questions: list[str] = []

    def decline() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            questions.append(box.text())
            box.reject()

    QTimer.singleShot(0, dialog, decline)
    type_and_save(dialog, "mine")
    assert "mine.pdf already exists" in " ".join(questions)
    assert saved == []
