"""Who is signed in on this computer: a list of which one is marked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sopwizard.domain.signin import Account
from sopwizard.text import connect as words
from sopwizard.ui.names import named
from sopwizard.ui.widgets.labels import label

_ROWS_SHOWN = 3


class People(QWidget):
    """Hidden while nobody is signed in."""

    marked = Signal()
    """Another account was marked."""

    def __init__(self) -> None:
        super().__init__()
        self._accounts: tuple[Account, ...] = ()
        self.list = named(QListWidget(), "accountList")
        self.list.setTabKeyNavigation(False)
        caption = label("accountLabel", words.ACCOUNT, "caption")
        caption.setBuddy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(caption)
        column.addWidget(self.list)
        self.list.currentRowChanged.connect(lambda _row: self.marked.emit())
        self.hide()

    def __bool__(self) -> bool:
        """Whether anybody is signed in."""
        return bool(self._accounts)

    @property
    def account(self) -> Account | None:
        """The account that is marked."""
        row = self.list.currentRow()
        return self._accounts[row] if 0 <= row < len(self._accounts) else None

    def show_accounts(self, people: Sequence[Account]) -> None:
        """List them; none is marked, and no signal says so."""
        self._accounts = tuple(people)
        self.list.blockSignals(True)  # noqa: FBT003  Qt's own signature
        self.list.clear()
        for one in people:
            self.list.addItem(QListWidgetItem(words.account(one)))
        self.list.setCurrentRow(-1)
        self.list.blockSignals(False)  # noqa: FBT003  Qt's own signature
        self.setVisible(bool(people))
        if people:
            shown = min(len(people), _ROWS_SHOWN)
            self.list.setFixedHeight(self.list.sizeHintForRow(0) * shown + 2 * self.list.frameWidth() + 10)

    def mark(self, account: Account) -> None:
        """Mark that one, if it is there."""
        for row, one in enumerate(self._accounts):
            if one.id == account.id:
                self.list.setCurrentRow(row)
