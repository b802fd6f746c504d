"""Where to work: a training environment, or an address."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from sopwizard.domain.errors import SopError
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.model.target import Target
from sopwizard.domain.wizard import Page as Step
from sopwizard.services.actions import Action
from sopwizard.services.job import Job
from sopwizard.text import first_page as words
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import restyle
from sopwizard.ui.page import Page
from sopwizard.ui.pages.address import AddressBox
from sopwizard.ui.pages.open_check import OpenCheck
from sopwizard.ui.pages.practise import Practise
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.choice import Choice
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.wiring import SignInDesk, Wiring

if TYPE_CHECKING:
    from collections.abc import Callable

    from sopwizard.domain.model.snapshot import Snapshot
    from sopwizard.ui.signin.panel import SignInPanel


class EnvironmentPage(Page):
    """Practise or connect; then read. Nothing happens before the button is pressed."""

    step = Step.ENVIRONMENT
    name = "environment"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self._draft = Draft()
        self._began = False
        self._seen: Snapshot | None = None
        self._token_for: Target | None = None  # where the token leads that was typed
        self.panel: SignInPanel | None = None
        self.soft.setText(words.ENVIRONMENT_SOFT)
        self.practise = Practise()
        self.connect_ = Choice("connectChoice", words.CONNECT, words.CONNECT_MORE)
        group = QButtonGroup(self)
        group.addButton(self.practise.radio)
        group.addButton(self.connect_.radio)
        self.practise.chosen.connect(self._choose)
        self.practise.reset_asked.connect(self._reset)
        self._build_connect()
        self.read = button("connectButton", words.READ, self._read, weight="primary")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.read)
        row.addWidget(label("readMore", words.READ_MORE, "soft"), 1)
        self.history = button("historyButton", words.HISTORY, self._open_history)
        if wiring.runs is None:  # never shown by hand: without a parent it would be a window of its own
            self.history.hide()
        row.addWidget(self.history)
        self.connected = label("connectedNote", kind="strong")
        self.connected.hide()
        self.body.addWidget(self.connected)
        self.body.addWidget(self.practise)
        self.body.addWidget(self.connect_)
        self.body.addSpacing(4)
        self.body.addLayout(row)
        self.open_check = OpenCheck()
        self.open_check.task.connect(self.task)
        self.open_check.opened.connect(self._show_saved)
        self.body.addWidget(self.open_check)
        self.practise.radio.toggled.connect(self._choose)
        self._show_choice(practise=True)

    def _open_history(self) -> None:
        if self.wiring.runs is not None:
            from sopwizard.ui.history import open_history  # noqa: PLC0415  most sessions never need it

            open_history(self, self.wiring.runs, self.wiring.save_report, self.wiring.report_filter)

    def _show_saved(self, draft: Draft) -> None:
        self.answered.emit(self._draft.with_target(None))  # no page is done for the environment of a file
        self.answered.emit(draft)
        self.wanted.emit(Step.CHECK)

    def question(self) -> str:
        """The title."""
        return words.ENVIRONMENT

    def _build_connect(self) -> None:
        self.address = AddressBox(self.wiring)
        self.sign_in = QVBoxLayout()  # filled when somebody wants to connect
        self.connect_.room.addLayout(self.sign_in)
        self.connect_.room.addWidget(self.address)
        self.address.edited.connect(self._choose)
        self.address.line.editingFinished.connect(self._judge)
        self.address.entered.connect(self._read)

    def _open_panel(self, desk: SignInDesk) -> None:
        """Show who is signed in, and how to: built when somebody wants to connect, and not before."""
        from sopwizard.text import connect  # noqa: PLC0415  see above
        from sopwizard.ui.signin.panel import SignInPanel  # noqa: PLC0415  see above

        def show_token(*, shown: bool) -> None:
            self.address.show_token(shown=shown)
            self._token_for = None
            self.use_token.setText(connect.HIDE_TOKEN if shown else connect.USE_TOKEN)

        self.panel = SignInPanel(desk, self._live_target)
        self.panel.chosen.connect(self.address.line.setText)
        self.panel.failed.connect(self._tell)
        self.panel.began.connect(lambda: self.explain(None))
        self.panel.switched.connect(self._forget_what_was_read)
        self.sign_in.addWidget(self.panel)
        self.sign_in.addWidget(label("byAddress", connect.BY_ADDRESS, "soft"))
        self.use_token = button(
            "useTokenButton", connect.USE_TOKEN, lambda: show_token(shown=self.address.token.isHidden()), weight="quiet"
        )
        self.connect_.room.addWidget(self.use_token)
        before: QWidget = self.connect_.radio
        for stop in (*self.panel.stops(), self.address.line, self.address.token, self.use_token, self.read):
            self.setTabOrder(before, stop)
            before = stop
        show_token(shown=False)
        self._say_understood()

    def _tell(self, error: SopError) -> None:
        from sopwizard.text.errors import explain  # noqa: PLC0415  most sign-ins succeed

        self.explain(explain(error))

    def _forget_what_was_read(self) -> None:
        """What one person read is not what another one changes."""
        self._token_for = None
        snapshot = self._draft.snapshot
        if snapshot is not None and not snapshot.target.is_training and self._draft.saved is None:
            self.answered.emit(Draft(target=self._draft.target))

    def _live_target(self) -> Target | None:
        target = self._chosen()
        return target if target is not None and not target.is_training else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """The list of training environments is read when the window can be seen."""
        super().paintEvent(event)
        if not self.practise.filled:
            QTimer.singleShot(0, self._fill)

    def _fill(self) -> None:
        self.practise.fill(self.wiring.scenarios)
        self.practise.mark(self._draft.target)

    def show_draft(self, draft: Draft) -> None:
        """Show the target of the draft; what was typed stays as it is where it means the same."""
        self._draft = draft
        self._show_connected(draft)
        # An address from a file is shown and never filled in: who connects says where to.
        if draft.target is None or draft.saved is not None or draft.target == self._chosen():
            return
        self._began = True
        scenario = draft.target.scenario
        if scenario is None:
            self.address.show_address(draft.target.url)
        else:
            self.practise.mark(draft.target)
        self._show_choice(practise=scenario is not None)
        self._say_understood()

    def _show_connected(self, draft: Draft) -> None:
        """Said only where the environment itself has answered."""
        snapshot = draft.snapshot
        if snapshot is not None and draft.saved is not None:
            from sopwizard.text import saved_check  # noqa: PLC0415  see above
            from sopwizard.text import window as frame  # noqa: PLC0415  see above

            place = frame.environment_name(snapshot), snapshot.target.host
            self.connected.setText(saved_check.opened(draft.saved, *place))
            self.connected.show()
            return
        live = snapshot is not None and not snapshot.target.is_training and snapshot.target == draft.target
        if live and snapshot is not self._seen and self.panel is not None and self._token_for is None:
            self.panel.look_again()
        self._seen = snapshot
        self.connected.setVisible(live)
        if snapshot is not None and live:
            from sopwizard.text import connect  # noqa: PLC0415  see above
            from sopwizard.text import window as frame  # noqa: PLC0415  see above

            self.connected.setText(
                connect.connected(
                    frame.environment_name(snapshot),
                    snapshot.caller.name or frame.user_unnamed(),
                    snapshot.organization.organization_id,
                )
            )

    def first(self) -> QWidget:
        """The radio button that is chosen."""
        return self.practise.radio if self.practise.radio.isChecked() else self.connect_.radio

    def missing(self, draft: Draft) -> tuple[str, QWidget | None] | None:
        """Something has to be chosen, and read."""
        if draft.target is None:
            return self._not_chosen()
        return None if draft.snapshot is not None else (words.READ_FIRST, self.read)

    def _not_chosen(self) -> tuple[str, QWidget]:
        if self.practise.radio.isChecked():
            return words.CHOOSE_SCENARIO, self.practise.scenarios
        return self.address.judge() or words.TYPE_ADDRESS, self.address.line

    def _show_choice(self, *, practise: bool) -> None:
        for choice, chosen in ((self.practise, practise), (self.connect_, not practise)):
            choice.radio.blockSignals(True)  # noqa: FBT003  Qt's own signature
            choice.radio.setChecked(chosen)
            choice.radio.blockSignals(False)  # noqa: FBT003  Qt's own signature
            restyle(choice, tone="accent" if chosen else "")
            choice.inside.setVisible(chosen)
        if not practise and self.panel is None and self.wiring.sign_in is not None:
            self._open_panel(self.wiring.sign_in())

    def _chosen(self) -> Target | None:
        if self.practise.radio.isChecked():
            target = self._draft.target
            if not self.practise.filled and self._began:  # the list is still to come
                return target if target is not None and target.is_training else None
            return self.practise.target
        return self.address.target()

    def _choose(self, *_ignored: object) -> None:
        self._show_choice(practise=self.practise.radio.isChecked())
        self._say_understood()
        self.practise.remark_beside(words.RESET_MORE)
        target = self._chosen()
        if target != self._draft.target and self._draft.saved is None:
            self.answered.emit(self._draft.with_target(target))

    def _say_understood(self) -> None:
        target = None if self.practise.radio.isChecked() else self._chosen()
        self.address.say(target, self._cloud(target) if target is not None and self.panel is not None else "")

    def _cloud(self, target: Target) -> str:
        from sopwizard.domain.clouds import cloud_of  # noqa: PLC0415  see above
        from sopwizard.text import connect  # noqa: PLC0415  see above

        return connect.cloud(cloud_of(target.host, self.insight.rulebook))

    def _judge(self) -> None:
        if not self.practise.radio.isChecked():
            self.address.judge()

    def _read(self) -> None:
        target = self._chosen()
        read: Callable[[], None] = lambda: self.asked.emit(Action.SURVEY)  # noqa: E731  said in two places
        if self._draft.saved is not None:
            if target is None:
                sentence, control = self._not_chosen()
                self.hint(sentence)
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            self.answered.emit(self._draft.with_target(target))
        if target is None:
            self._judge()
            self.address.line.selectAll()
        elif self.address.token.text() and self.wiring.use_token is not None:
            self.wiring.use_token(self.address.take_token())
            self._token_for = target
            if self.panel is not None:
                self.panel.stand_aside()
        elif self.panel is not None and not target.is_training and target != self._token_for:
            self._token_for = None
            self.panel.prepare(read)
            return
        read()

    def _reset(self) -> None:
        target = self._chosen()
        scenario = target.scenario if target else None
        if scenario is None:
            self.hint(words.CHOOSE_SCENARIO)
            self.practise.scenarios.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        name = scenario

        def work(_job: Job) -> object:
            self.wiring.reset_scenario(name)
            return self._was_reset

        self.task.emit(work)

    def _was_reset(self) -> None:
        self.practise.remark_beside(words.RESET_DONE)
        self.answered.emit(Draft(target=self._draft.target))
