"""The address of an environment, what is made of it, and an access token for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sopwizard.domain.errors import Problem, SopError
from sopwizard.text import first_page as words
from sopwizard.ui.names import named, restyle
from sopwizard.ui.widgets.labels import label

if TYPE_CHECKING:
    from sopwizard.domain.model.target import Target
    from sopwizard.ui.wiring import Wiring


class AddressBox(QWidget):
    """It judges an address once that was left, and not while it is typed."""

    edited = Signal()
    """Another address stands there."""
    entered = Signal()
    """Enter was pressed."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__()
        self._understand = wiring.understand
        self.line = named(QLineEdit(), "environmentUrl", more=words.ADDRESS_HELP)
        self.line.setPlaceholderText(words.ADDRESS_PROMPT)
        self.line.setClearButtonEnabled(False)
        self.understood = label("understoodAddress", words.ADDRESS_HELP, "soft")
        self.token = named(QLineEdit(), "accessToken", more=words.TOKEN_HELP)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(_caption("addressLabel", words.ADDRESS, self.line), 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(self.understood, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        self._token_parts: tuple[QWidget, ...] = ()
        if wiring.has_token:
            column.addWidget(label("tokenNote", words.TOKEN_GIVEN, "soft"))
        elif wiring.use_token is not None:
            caption, note = (
                _caption("tokenLabel", words.TOKEN, self.token),
                label("tokenNote", words.TOKEN_HELP, "soft"),
            )
            grid.addWidget(caption, 2, 0)
            grid.addWidget(self.token, 2, 1)
            grid.addWidget(note, 3, 1)
            self._token_parts = caption, self.token, note
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.textChanged.connect(lambda _text: self.edited.emit())
        for each in (self.line, self.token):
            each.returnPressed.connect(self.entered)

    def target(self) -> Target | None:
        """What the address means; None where there is none, or none that can be understood."""
        try:
            return self._understand(self.line.text()) if self.line.text().strip() else None
        except SopError:
            return None

    def show_address(self, url: str) -> None:
        """Have that address, without a signal."""
        self.line.blockSignals(True)  # noqa: FBT003  Qt's own signature
        self.line.setText(url)
        if not self.line.hasFocus():
            self.line.home(False)  # noqa: FBT003  a long address is known by how it begins
        self.line.blockSignals(False)  # noqa: FBT003  Qt's own signature

    def say(self, target: Target | None, more: str = "") -> None:
        """Say what the address was taken for, and more about that place."""
        restyle(self.line, wrong=False)
        restyle(self.understood, kind="soft")
        said = words.understood(target.url) if target is not None else words.ADDRESS_HELP
        self.understood.setText("\n".join(filter(None, (said, more))))

    def judge(self) -> str | None:
        """Say what is wrong with the address, if anything is. Returns it where another spelling would not help."""
        text = self.line.text().strip()
        if not text:
            return None
        try:
            self._understand(text)
        except SopError as error:
            from sopwizard.text.errors import explain  # noqa: PLC0415  most addresses are right

            explanation = explain(error)
            self.understood.setText(f"{explanation.happened} {explanation.todo}")
            restyle(self.understood, kind="problem")
            restyle(self.line, wrong=True)
            return None if error.problem is Problem.BAD_URL else explanation.happened
        return None

    def show_token(self, *, shown: bool) -> None:
        """Show the box for a token, or take it away with what was typed."""
        for each in self._token_parts:
            each.setVisible(shown)
        if shown:
            self.token.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.token.clear()

    def take_token(self) -> str:
        """The token that was typed: it does not stay here."""
        typed = self.token.text()
        self.token.clear()
        return typed


def _caption(name: str, text: str, buddy: QWidget) -> QLabel:
    made = label(name, text, wrap=False)
    made.setBuddy(buddy)
    return made
