"""Two number sequences in; the first number that both give out comes out, or why there is none."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from sopwizard.domain.errors import SopError
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.parts import Known
from sopwizard.domain.number_formats import parse
from sopwizard.domain.numbers import Meeting, Sequence, collide
from sopwizard.text import explore as why_words
from sopwizard.text import laboratories as words
from sopwizard.text import numbers as number_words
from sopwizard.ui.colours import Tone
from sopwizard.ui.explore.parts import field, flow
from sopwizard.ui.explore.why import explain
from sopwizard.ui.names import restyle
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import Chip, label, selectable

_TONES = {Meeting.COLLIDES: Tone.BLOCKER, Meeting.NEVER: Tone.OK, Meeting.UNKNOWN: Tone.TRAINING}
_RULES = ("numbers-not-connected", "numbers-must-differ", "auto-numbering-columns")


class Side:
    """The three fields of one system."""

    def __init__(self, name: str, caption: str, pattern: str) -> None:
        whole, self.pattern = field(f"{name}Pattern", caption, pattern, width=30)
        start, self.start = field(f"{name}Start", words.STARTS_AT, "1", width=8)
        step, self.step = field(f"{name}Step", words.STEP_BY, "1", width=8)
        self.row = flow(f"{name}Fields", (whole, start, step), 16)
        self.flaw = label(f"{name}Flaw", "", "problem")

    @property
    def edits(self) -> tuple[QLineEdit, ...]:
        """What can be typed into."""
        return self.pattern, self.start, self.step

    def sequence(self) -> Sequence | None:
        """The sequence that is meant, or None where the problem is shown."""
        problem = ""
        made = None
        try:
            made = parse(self.pattern.text(), int(self.start.text()), int(self.step.text()))
        except ValueError:
            problem = words.WHOLE_NUMBERS
        except SopError as error:
            problem = number_words.flaw(str(error.details.get("flaw", "empty")))
        self.flaw.setText(problem)
        self.flaw.setVisible(bool(problem))
        restyle(self.pattern, wrong=bool(problem))
        return made


class NumbersLab(QWidget):
    """It works while one types; nothing is read from anywhere unless the button says so."""

    def __init__(self) -> None:
        super().__init__()
        self._format: str | None = None
        card = Card("numbersCard", words.NUMBERS_HEADING)
        card.action(button("numbersWhy", why_words.WHY, lambda: explain(self, words.NUMBERS_HEADING, _RULES)))
        card.line("numbersHelp", words.NUMBERS_SOFT)
        self.scm = Side("numbersScm", words.SCM_PATTERN, "1, 2, 3")
        self.sales = Side("numbersSales", words.SALES_PATTERN, "100, 99, 98")
        for side in (self.scm, self.sales):
            card.add(side.row)
            card.add(side.flaw)
            for edit in side.edits:
                edit.textEdited.connect(lambda _text: self._work_out())
        self.take = button("numbersTake", words.FROM_ENVIRONMENT, self._take)
        card.add(self.take)
        self.chip = Chip("numbersVerdict")
        card.add(self.chip)
        self.why = selectable(card.line("numbersReason", kind="body"))
        card.line("numbersNote", number_words.case_note(), "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self._work_out()

    def show_draft(self, draft: Draft) -> None:
        """Offer the environment's own format where it was read."""
        found = draft.snapshot.order_format if draft.snapshot else None
        self._format = found.value if isinstance(found, Known) else None
        self.take.setVisible(bool(self._format))

    def _take(self) -> None:
        self.sales.pattern.setText(self._format or "")
        self._work_out()

    def _work_out(self) -> None:
        scm, sales = self.scm.sequence(), self.sales.sequence()
        readable = scm is not None and sales is not None
        self.chip.setVisible(readable)
        self.why.setVisible(readable)
        if scm is None or sales is None:
            return
        found = collide(scm, sales)
        self.chip.say(number_words.verdict(found), _TONES[found.meeting])
        self.why.setText(number_words.why(found))
