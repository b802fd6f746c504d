"""Small parts that several of these pages need: answers in a row, buttons that wrap, fields with their buddies."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sopwizard.ui.names import named
from sopwizard.ui.widgets.labels import label


class Flow(QWidget):
    """Widgets in lines, as many a line as fit. It is as wide as it is given, and as high as that makes it.

    A widget and no layout: a layout of one's own has to hand None to Qt, which PySide counts wrongly.
    """

    def __init__(self, name: str, gap: int = 8) -> None:
        super().__init__()
        named(self, name)
        self._gap = gap
        self._inside: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Take one more."""
        widget.setParent(self)
        widget.show()
        self._inside.append(widget)
        self._place(self.width(), move=True)
        self.updateGeometry()

    def clear(self) -> None:
        """Let everything go."""
        for widget in self._inside:
            widget.hide()
            widget.deleteLater()
        self._inside = []

    def hasHeightForWidth(self) -> bool:  # noqa: N802  Qt's name
        """It does."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802  Qt's name
        """How high it is at that width."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Everything in one line."""
        hints = [each.sizeHint() for each in self._inside if not each.isHidden()]
        width = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As much as the widest needs, at the height that its width makes."""
        widest = max((each.sizeHint().width() for each in self._inside if not each.isHidden()), default=0)
        return QSize(widest, self._place(self.width(), move=False))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Put everything in its place."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """A widget inside has other words now, or is hidden."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place(self.width(), move=True)
            self.updateGeometry()
        return super().event(event)

    def _place(self, width: int, *, move: bool) -> int:
        x, y, line = 0, 0, 0
        for widget in self._inside:
            if widget.isHidden():
                continue
            hint = widget.sizeHint()
            if x and x + hint.width() > width:
                x, y, line = 0, y + line + self._gap, 0
            if move:
                widget.setGeometry(x, y, min(hint.width(), max(width, 1)), hint.height())
            x, line = x + hint.width() + self._gap, max(line, hint.height())
        return y + line


def flow(name: str, widgets: Sequence[QWidget], gap: int = 8) -> QWidget:
    """Those widgets in lines."""
    made = Flow(name, gap)
    for widget in widgets:
        made.add(widget)
    return made


class Pick(Flow):
    """A question with a few answers in one line, or in more where they do not fit."""

    picked = Signal(int)
    """The user chose the answer at that place."""

    def __init__(self, name: str, caption: str, answers: Sequence[str]) -> None:
        super().__init__(name, 16)
        self.setAccessibleName(caption)
        self.group = QButtonGroup(self)
        for at, answer in enumerate(answers):
            radio = named(QRadioButton(answer), f"{name}{at}", f"{caption}: {answer}")
            self.group.addButton(radio, at)
            self.add(radio)
        self.choose(0)
        self.group.idClicked.connect(self.picked)

    @property
    def at(self) -> int:
        """The place of the chosen answer."""
        return self.group.checkedId()

    def choose(self, at: int) -> None:
        """Choose an answer, without a signal."""
        self.group.button(at).setChecked(True)

    def offer(self, offered: Sequence[bool]) -> None:
        """Show only some of the answers."""
        for at, shown in enumerate(offered):
            self.group.button(at).setVisible(shown)
        self._place(self.width(), move=True)
        self.updateGeometry()


class Grid(QWidget):
    """Captions at the left, what they name at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(24)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 3)

    def add(self, name: str, caption: str, widget: QWidget) -> QLabel:
        """Add a line; the caption is the widget's buddy."""
        row = self.grid.rowCount()
        made = label(name, caption, "soft")
        made.setBuddy(widget)
        self.grid.addWidget(made, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self.grid.addWidget(widget, row, 1)
        return made


def field(name: str, caption: str, text: str, *, width: int = 0) -> tuple[QWidget, QLineEdit]:
    """A line to type in, under its caption."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    edit = named(QLineEdit(text), name, caption.replace("&", ""))
    edit.setMaxLength(240)
    if width:
        edit.setFixedWidth(edit.fontMetrics().averageCharWidth() * width + 24)
    head = label(f"{name}Caption", caption, "soft", wrap=False)
    head.setBuddy(edit)
    column.addWidget(head)
    column.addWidget(edit)
    return whole, edit
