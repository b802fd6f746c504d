"""Who shall be in integration user mode: the dual-write users are proposed, people are warned about."""

from dataclasses import replace

from PySide6.QtWidgets import QTableWidgetItem, QWidget

from sopwizard.domain import cells
from sopwizard.domain.model.changes import Change
from sopwizard.domain.model.choices import Choices
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.ids import UserId
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import User
from sopwizard.domain.model.states import Severity, UserRole
from sopwizard.domain.plan import make_plan
from sopwizard.domain.wizard import Page as Step
from sopwizard.text import findings
from sopwizard.text import pages as words
from sopwizard.text.errors import explain
from sopwizard.ui import theme
from sopwizard.ui.colours import Tone
from sopwizard.ui.insight import Insight
from sopwizard.ui.page import Page
from sopwizard.ui.pages.standing import Standing
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.table import Table
from sopwizard.ui.wiring import Wiring

_APPLICATION, _AFTER = 2, 4


def proposal(draft: Draft, insight: Insight) -> frozenset[UserId]:
    """The users that are marked where nobody is named."""
    if draft.snapshot is None:
        return frozenset()
    untouched = replace(draft.choices, mark=None, unmark=frozenset())
    plan = make_plan(draft.snapshot, untouched, insight.rulebook)
    return frozenset(
        UserId(each.cell.row) for each in (*plan.changes, *plan.already_right) if not cells.is_flag(each.cell)
    )


def ticked(choices: Choices, users: tuple[User, ...], ticks: frozenset[UserId], proposed: frozenset[UserId]) -> Choices:
    """The choices by which exactly the ticked users end up marked; the proposal itself stays unnamed."""
    marked = frozenset(user.user_id for user in users if user.marked)
    unmark = marked - ticks
    wanted = frozenset(user_id for user_id in ticks if user_id in proposed or user_id not in marked)
    as_proposed = wanted == proposed - unmark
    return replace(choices, mark=None if as_proposed else wanted, unmark=unmark)


class IntegrationUsersPage(Page):
    """A table with real check boxes; what a tick means is worked out from the plan and shown beside it."""

    step = Step.INTEGRATION_USERS
    name = "integrationUsers"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self._draft = Draft()
        card = Card("usersCard", words.USERS_TABLE)
        self.propose = button("proposeUsersButton", words.PROPOSAL, self._propose)
        card.action(self.propose)
        self.users = Table("usersTable", words.USERS_TABLE, words.USERS_COLUMNS, most_rows=12)
        self.users.widths(5, 4, 0, 0, 0)
        self.users.itemChanged.connect(self._tick)
        card.add(self.users)
        self.nobody = card.line("noUsers", words.NO_USERS)
        self.people = Card("peopleMarked", " ", (words.PEOPLE_CHIP, Tone.WARNING))
        self.people.line("peopleMarkedMore", words.people_marked_more())
        self.unread = Card("usersUnread", words.USERS_UNREAD, (findings.severity(Severity.UNKNOWN), Tone.TRAINING))
        self.unread_more = self.unread.line("usersUnreadMore")
        why = Card("whyThree", words.WHY_THREE, (words.WHY_THREE_CHIP, Tone.ACCENT))
        why.line("whyThreeMore", words.WHY_THREE_MORE)
        self.standing = Standing(self.insight.rulebook.dual_write_applications)
        self.table_card = card
        for part in (self.unread, card, self.people, self.standing, why):
            self.body.addWidget(part)

    def question(self) -> str:
        """The title."""
        return words.USERS

    def first(self) -> QWidget:
        """The table."""
        return self.users

    def show_draft(self, draft: Draft) -> None:
        """Show every user with what will become of the mark."""
        self._draft = draft
        plan = self.insight.plan(draft)
        if draft.snapshot is None or plan is None:
            return
        if isinstance(draft.snapshot.users, Unknown):
            self.unread_more.setText(explain(draft.snapshot.users).happened)
        self.unread.setVisible(isinstance(draft.snapshot.users, Unknown))
        self.table_card.setHidden(isinstance(draft.snapshot.users, Unknown))
        planned = {UserId(each.cell.row): each for each in plan.changes if not cells.is_flag(each.cell)}
        users = self._users(draft)
        self.users.fill([self._row(user, planned) for user in users], [user.user_id for user in users])
        small = theme.scaled("caption")
        for row, user in enumerate(users):
            self.users.tint(row, _APPLICATION, theme.colours().soft, font=small)
            if user.user_id in planned:
                self.users.tint(row, _AFTER, theme.colours().accent, bold=True)
        self.users.setVisible(bool(users))
        self.nobody.setVisible(not users)
        self.soft.setText(words.users_soft(len(planned)))
        self.propose.setEnabled(draft.choices.mark is not None or bool(draft.choices.unmark))
        self._warn(users, planned)
        self.standing.show_snapshot(draft.snapshot)

    def _users(self, draft: Draft) -> tuple[User, ...]:
        """Dual-write users first, then other applications, then people; by name."""
        if draft.snapshot is None or not isinstance(draft.snapshot.users, Known):
            return ()

        known = [each.application_id for each in self.insight.rulebook.dual_write_applications]

        def place(user: User) -> tuple[int, bool, str]:
            rank = known.index(user.application_id) if user.application_id in known else len(known)
            return rank, user.application_id is None, user.name.casefold()

        return tuple(sorted(draft.snapshot.users.value, key=place))

    def _row(self, user: User, planned: dict[UserId, Change]) -> tuple[str | tuple[str, bool], ...]:
        after = planned[user.user_id].after if user.user_id in planned else user.marked
        purpose = words.person() if user.application_id is None else words.role(self._role(user))
        if user.disabled:
            purpose = words.disabled(purpose)
        return (
            (user.name, bool(after)),
            purpose,
            user.application_id or words.no_application(),
            words.marked(user.marked),
            words.marked(after),
        )

    def _role(self, user: User) -> UserRole:
        return self.insight.rulebook.role(user.application_id)

    def _warn(self, users: tuple[User, ...], planned: dict[UserId, Change]) -> None:
        people = [
            user.name
            for user in users
            if user.application_id is None and (planned[user.user_id].after if user.user_id in planned else user.marked)
        ]
        self.people.setVisible(bool(people))
        self.people.say(words.people_marked(", ".join(people)) if people else "")

    def _tick(self, item: QTableWidgetItem) -> None:
        if item.column() != 0:
            return
        ticks = frozenset(UserId(key) for key in self.users.ticked())
        choices = ticked(self._draft.choices, self._users(self._draft), ticks, proposal(self._draft, self.insight))
        self.answered.emit(self._draft.with_choices(choices))

    def _propose(self) -> None:
        choices = replace(self._draft.choices, mark=None, unmark=frozenset())
        self.answered.emit(self._draft.with_choices(choices))
