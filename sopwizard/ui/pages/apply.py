"""The review: every value that will be written, what it means, and the one button that writes."""

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from sopwizard.domain import cells
from sopwizard.domain.model.changes import Plan
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.states import Severity
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import changes, findings, saved_check, status
from sopwizard.text import result_pages as words
from sopwizard.text import window as frame
from sopwizard.ui.colours import Tone
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import lead_through, named
from sopwizard.ui.page import Commit, Page
from sopwizard.ui.pages.finding_cards import LEADS_TO
from sopwizard.ui.place import is_production
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card, empty
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.wiring import Wiring


class ApplyPage(Page):
    """It commits nothing itself: it tells the window what the committing button says and whether it may be pressed."""

    step = Step.APPLY
    name = "apply"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self._draft = Draft()
        self._blocking: tuple[Finding, ...] = ()
        self._said: tuple[str, ...] = ()
        self.blockers = QVBoxLayout()
        self.blockers.setSpacing(12)
        self.plan_card = Card("planCard")
        self.plan_card.heading.hide()
        self.plan = Table("planTable", words.PLAN_TABLE, words.PLAN_COLUMNS)
        self.plan.widths(1, 0, 0, 1)
        self.plan_card.add(self.plan)
        self.nothing = Card("nothingToDo", words.NO_CHANGES)
        self.nothing.line("nothingToDoMore", words.NO_CHANGES_MORE)
        self.confirm = Card("confirmCard", " ", (frame.banner_production()[0], Tone.BLOCKER))
        self.typed = named(QLineEdit(), "confirmName", frame.NAME_BOX)
        self.typed.textChanged.connect(lambda _text: self.touched.emit())
        self.confirm.add(self.typed)
        self.unconnected = Card("savedCheckCard", saved_check.title(), (saved_check.banner_word(), Tone.WARNING))
        self.refused = self.unconnected.line("savedCheckMore")
        self.lead = button("savedCheckConnect", saved_check.GO_CONNECT, lambda: self.wanted.emit(Step.ENVIRONMENT))
        self.unconnected.action(self.lead)
        self.consequences = Card("consequences", words.CONSEQUENCES)
        self.consequence_lines = QVBoxLayout()
        self.consequence_lines.setSpacing(6)
        self.consequences.body.addLayout(self.consequence_lines)
        self.right = Card("alreadyRight", words.ALREADY_RIGHT)
        self.right_lines = self.right.line("alreadyRightText")
        self.warnings = Card("planWarnings", words.WARNINGS, (findings.severity(Severity.WARNING), Tone.WARNING))
        self.warning_lines = self.warnings.line("planWarningsText", kind="body")
        self.open_check = button("openCheckButton", self._open(Step.CHECK), lambda: self.wanted.emit(Step.CHECK))
        self.warnings.action(self.open_check)
        safety = Card("safety", words.SAFETY)
        safety.line("safetyMore", words.SAFETY_MORE)
        self.body.addLayout(self.blockers)
        for card in (
            self.unconnected,
            self.plan_card,
            self.nothing,
            self.confirm,
            self.consequences,
            self.warnings,
            self.right,
            safety,
        ):
            self.body.addWidget(card)

    def question(self) -> str:
        """The title before there is a plan."""
        return frame.step_name(Step.APPLY)

    def first(self) -> QWidget:
        """The field in production, the table elsewhere."""
        return self.typed if self.confirm.isVisible() else self.plan

    def show_draft(self, draft: Draft) -> None:
        """Show the plan."""
        plan = self.insight.plan(draft)
        if draft.snapshot is None or plan is None:
            return
        if draft.snapshot is not self._draft.snapshot:
            self.typed.clear()
        self._draft = draft
        environment = frame.environment_name(draft.snapshot)
        self.title.setText(words.apply_title(len(plan.changes), environment))
        user = draft.snapshot.caller.name or frame.user_unnamed()
        soft = words.apply_soft(draft.snapshot.target.host, user)
        self.unconnected.setVisible(draft.saved is not None)
        if draft.saved is not None:
            soft = saved_check.shown(draft.saved)
            self.refused.setText(saved_check.refused(draft.saved))
        if plan.choices.map_id:
            soft = f"{soft} {words.map_for(status.map_name(plan.choices.map_id))}"
        self.soft.setText(soft)
        self.plan.fill(
            [
                (changes.label(each), changes.value(each.before), changes.value(each.after), changes.reason(each))
                for each in plan.changes
            ],
            [each.id for each in plan.changes],
        )
        self._show_parts(plan)
        production = is_production(draft.snapshot) and bool(plan.changes) and not plan.blocked_by
        self.confirm.setVisible(production and draft.saved is None)
        self.confirm.say(words.confirm_more(environment))

    def _show_parts(self, plan: Plan) -> None:
        self.plan_card.setVisible(bool(plan.changes))
        self.nothing.setVisible(not plan.changes and not plan.blocked_by)
        said = changes.consequences(plan)
        if said != self._said:
            self._said = said
            empty(self.consequence_lines)
            for number, sentence in enumerate(said):
                self.consequence_lines.addWidget(label(f"consequence{number}", sentence))
        self.consequences.setVisible(bool(said) and bool(plan.changes))
        self.right_lines.setText("\n".join(changes.label(each) for each in plan.already_right))
        self.right.setVisible(bool(plan.already_right))
        warned = [
            each for each in plan.findings if each.severity is Severity.WARNING and each.id not in plan.blocked_by
        ]
        self.warning_lines.setText("\n".join(findings.title(each) for each in warned))
        self.warnings.setVisible(bool(warned))
        blocking = tuple(each for each in plan.findings if each.id in plan.blocked_by)
        if blocking != self._blocking:
            self._blocking = blocking
            empty(self.blockers)
            cards = [self._blocker(each) for each in blocking]
            for card in cards:
                self.blockers.addWidget(card)
            buttons = [each for card in cards for each in card.findChildren(QPushButton)]
            lead_through(*buttons, self.lead, self.plan, self.typed, self.open_check)

    def _blocker(self, found: Finding) -> Card:
        name = f"blocked-{found.id}"
        card = Card(name, findings.title(found), (words.BLOCKED, Tone.BLOCKER))
        step = LEADS_TO.get(found.id, Step.CHECK)
        card.action(button(f"{name}-open", self._open(step), lambda: self.wanted.emit(step)))
        card.add(label(f"{name}-detail", findings.detail(found), "soft"))
        card.add(label(f"{name}-todo", findings.fix(found)))
        return card

    @staticmethod
    def _open(step: Step) -> str:
        return words.go_to(frame.step_name(step))

    def commit(self, draft: Draft) -> Commit | None:
        """The committing button for this plan."""
        plan = self.insight.plan(draft)
        if draft.snapshot is None or plan is None:
            return None
        if draft.saved is not None:
            return Commit(saved_check.CONNECT, held_back=(saved_check.refused(draft.saved), self.lead))
        environment = frame.environment_name(draft.snapshot)
        flag = next((each.after for each in plan.changes if cells.is_flag(each.cell)), None)
        production = is_production(draft.snapshot) and bool(plan.changes)
        return Commit(
            words.commit(flag, len(plan.changes), environment.replace("&", "&&")),
            danger=production,
            held_back=self._held_back(plan, environment if production else None),
        )

    def _held_back(self, plan: Plan, name: str | None) -> tuple[str, QWidget | None] | None:
        if plan.blocked_by:
            return words.BLOCKED_HINT, None
        if name is not None and self.typed.text().strip() != name:
            return words.TYPE_NAME_HINT, self.typed
        return None
