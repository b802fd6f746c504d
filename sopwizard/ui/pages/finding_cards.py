"""The cards of the check page: one for each finding, and one for several parts that could not be read alike."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from sopwizard.domain.findings import UNREAD
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.states import Severity
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import findings
from sopwizard.text import pages as words
from sopwizard.text import window as frame
from sopwizard.ui.colours import Tone
from sopwizard.ui.page import Page
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label, selectable

TONES = {
    Severity.BLOCKER: Tone.BLOCKER,
    Severity.WARNING: Tone.WARNING,
    Severity.UNKNOWN: Tone.TRAINING,
    Severity.ADVICE: Tone.ACCENT,
    Severity.OK: Tone.OK,
}
ORDER = (Severity.BLOCKER, Severity.WARNING, Severity.UNKNOWN, Severity.ADVICE)
NOT_READ = "part: not read"
_SEVERAL = 3  # parts, from which on one card says more than many that are the same
LEADS_TO = {
    "dual-write-users": Step.INTEGRATION_USERS,
    "marked-others": Step.INTEGRATION_USERS,
    "named-users": Step.INTEGRATION_USERS,
    "running-map": Step.TABLE_MAP,
    "map-mismatch": Step.TABLE_MAP,
    "sop-flag": Step.ORDER_PROCESSING,
}


def proof(found: Finding) -> Iterator[tuple[str, str]]:
    """What stands under Details: the rows that prove a finding, and the rule's source."""
    if found.evidence:
        yield words.EVIDENCE, "\n".join(found.evidence)
    yield words.SOURCE, findings.source(found)


class FindingCard(Card):
    """One finding: what was seen, what it means, what to do; its proof on request."""

    def __init__(self, found: Finding, page: Page) -> None:
        name = f"finding-{found.id}"
        super().__init__(name, findings.title(found), (findings.severity(found.severity), TONES[found.severity]))
        step = LEADS_TO.get(found.id)
        if step is not None:
            lead = button(f"{name}-open", words.go_to(frame.step_name(step)), lambda: page.wanted.emit(step))
            self.action(lead)
        self.details = button(f"{name}-details", words.DETAILS, lambda: unfold(self.proof, self.details))
        self.details.setAccessibleName(f"{words.DETAILS}: {findings.title(found)}")
        self.action(self.details)
        selectable(self.line(f"{name}-detail", findings.detail(found)))
        if found.severity is not Severity.OK:
            self.line(f"{name}-todo", findings.fix(found), "body")
        self.proof = QWidget()
        grid = QGridLayout(self.proof)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        for row, (heading, text) in enumerate(proof(found)):
            grid.addWidget(label(f"{name}-proofName{row}", heading, "caption"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(selectable(label(f"{name}-proof{row}", text, "caption")), row, 1)
        self.body.addWidget(self.proof)
        self.proof.hide()


def unread_alike(found: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Parts that could not be read and need the same to be done, by that; only where there are several."""
    alike: dict[str, list[Finding]] = {}
    for each in found:
        if each.fact("case") == UNREAD:
            alike.setdefault(findings.fix(each), []).append(each)
    return {fix: parts for fix, parts in alike.items() if len(parts) >= _SEVERAL}


class UnreadCard(Card):
    """Several parts that could not be read, and what to do about all of them; each by itself on request."""

    def __init__(self, fix: str, parts: Sequence[Finding]) -> None:
        name = f"unread-{parts[0].id}"
        title = words.parts_unread(len(parts))
        super().__init__(name, title, (findings.severity(Severity.UNKNOWN), TONES[Severity.UNKNOWN]))
        self.details = button(f"{name}-details", words.DETAILS, lambda: unfold(self.proof, self.details))
        self.details.setAccessibleName(f"{words.DETAILS}: {title}")
        self.action(self.details)
        self.line(f"{name}-parts", ", ".join(findings.subject(each.id) for each in parts))
        self.line(f"{name}-todo", fix, "body")
        self.proof = QWidget()
        column = QVBoxLayout(self.proof)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        for each in parts:
            column.addWidget(selectable(label(f"{name}-detail-{each.id}", findings.detail(each), "soft")))
            for row, (heading, text) in enumerate(proof(each)):
                column.addWidget(selectable(label(f"{name}-proof-{each.id}-{row}", f"{heading}: {text}", "caption")))
        self.body.addWidget(self.proof)
        self.proof.hide()


def unfold(inside: QWidget, pressed: QPushButton) -> None:
    """Show the proof, or hide it again."""
    shown = inside.isHidden()
    inside.setVisible(shown)
    pressed.setText(words.HIDE_DETAILS if shown else words.DETAILS)


def cards(found: Sequence[Finding], page: Page) -> Iterator[Card]:
    """The cards of what is not in order, the gravest first."""
    alike = unread_alike(found)
    for severity in ORDER:
        if severity is Severity.UNKNOWN:
            for fix, parts in alike.items():
                yield UnreadCard(fix, parts)
        for each in found:
            if each.severity is severity and not any(each in parts for parts in alike.values()):
                yield FindingCard(each, page)
