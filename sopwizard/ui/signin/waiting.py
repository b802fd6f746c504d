"""What is shown while somebody signs in elsewhere: the code or the page, and a way out that always works."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from sopwizard.domain.signin import BrowserPage, DeviceCode, Notice
from sopwizard.text import connect as words
from sopwizard.ui import theme
from sopwizard.ui.colours import Tone
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label, selectable


class Waiting(Card):
    """Hidden while nobody signs in."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__("signInWaiting", words.WAITING)
        self._address = ""
        self.say(words.WAITING, Tone.ACCENT)
        self.doing = self.line("signInProgress")
        self.todo = self.line("signInTodo", kind="body")
        self.address = selectable(self.line("signInAddress", kind="strong"))
        self.code = selectable(label("deviceCode", wrap=False))
        self.code.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.add(self.code)
        self.copy_code = button("copyCodeButton", words.COPY_CODE, lambda: _copy(self.code.text()), weight="primary")
        self.copy_address = button("copyAddressButton", words.COPY_ADDRESS, lambda: _copy(self._address))
        self.cancel = button("cancelSignInButton", words.CANCEL_SIGN_IN, self.cancelled.emit)
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (self.copy_code, self.copy_address, self.cancel):
            row.addWidget(each)
        row.addStretch(1)
        self.body.addLayout(row)
        self.hide()

    def begin(self) -> None:
        """Somebody begins to sign in; what there is to do is not known yet."""
        self._address = ""
        self.doing.setText("")
        for each in (self.todo, self.address, self.code, self.copy_code, self.copy_address):
            each.hide()
        self.show()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def progress(self, sentence: str) -> None:
        """Say where the work is, unless the page says more."""
        self.doing.setText(sentence)
        self.doing.setVisible(not self.todo.isVisibleTo(self))

    def show_notice(self, notice: Notice) -> None:
        """Show a code to type, or the page that was opened."""
        self.doing.hide()
        if isinstance(notice, DeviceCode):
            self._address = notice.address
            self.todo.setText(words.WAIT_CODE)
            self.address.setText(notice.address)
            self.address.show()
            font = theme.scaled("title", bold=True)
            font.setPointSizeF(font.pointSizeF() * 1.5)
            self.code.setStyleSheet(f"font-size: {font.pointSizeF():.1f}pt; font-weight: 600;")
            self.code.setText(notice.code)
            self.code.show()
            self.copy_code.show()
            self.copy_code.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(notice, BrowserPage):
            self._address = notice.address
            self.todo.setText(words.waiting(notice))
        self.todo.show()
        self.copy_address.show()


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
