"""Where to work: a training environment, or an address."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sopwizard.domain.errors import SopError
from sopwizard.domain.model import TRAINING_PREFIX, Draft, Target
from sopwizard.domain.wizard import Page as Step
from sopwizard.services.actions import Action
from sopwizard.services.job import Job
from sopwizard.text import pages as words
from sopwizard.ui.insight import Insight
from sopwizard.ui.names import named, restyle
from sopwizard.ui.page import Page
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.choice import Choice
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.wiring import Wiring

FIRST_SCENARIO = "first-setup"


class EnvironmentPage(Page):
    """Practise or connect; then read. Nothing happens before the button is pressed."""

    step = Step.ENVIRONMENT
    name = "environment"

    def __init__(self, insight: Insight, wiring: Wiring) -> None:
        super().__init__(insight, wiring)
        self._draft = Draft()
        self.soft.setText(words.ENVIRONMENT_SOFT)
        self.practise = Choice("practiseChoice", words.PRACTISE, words.PRACTISE_MORE)
        self.connect_ = Choice("connectChoice", words.CONNECT, words.CONNECT_MORE)
        group = QButtonGroup(self)
        group.addButton(self.practise.radio)
        group.addButton(self.connect_.radio)
        self._build_practise()
        self._build_connect()
        self.read = button("connectButton", words.READ, self._read, weight="primary")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.read)
        row.addWidget(label("readMore", words.READ_MORE, "soft"), 1)
        self.body.addWidget(self.practise)
        self.body.addWidget(self.connect_)
        self.body.addSpacing(4)
        self.body.addLayout(row)
        self.practise.radio.toggled.connect(self._choose)
        self._show_choice(practise=True)

    def question(self) -> str:
        """The title."""
        return words.ENVIRONMENT

    def _build_practise(self) -> None:
        self.scenarios = named(QListWidget(), "scenarioList")
        self.scenarios.setFixedHeight(190)
        self.scenarios.setTabKeyNavigation(False)
        for name, title in self.wiring.scenarios():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.scenarios.addItem(item)
        caption = label("scenarioLabel", words.SCENARIO, "caption")
        caption.setBuddy(self.scenarios)
        self.reset = button("resetScenarioButton", words.RESET, self._reset)
        self.reset_note = label("resetNote", words.RESET_MORE, "soft")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.reset)
        row.addWidget(self.reset_note, 1)
        self.practise.room.addWidget(caption)
        self.practise.room.addWidget(self.scenarios)
        self.practise.room.addLayout(row)
        self.scenarios.currentItemChanged.connect(self._choose)

    def _build_connect(self) -> None:
        self.address = named(QLineEdit(), "environmentUrl", more=words.ADDRESS_HELP)
        self.address.setPlaceholderText(words.ADDRESS_PROMPT)
        self.address.setClearButtonEnabled(False)
        self.understood = label("understoodAddress", words.ADDRESS_HELP, "soft")
        self.token = named(QLineEdit(), "accessToken", more=words.TOKEN_HELP)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._caption("addressLabel", words.ADDRESS, self.address), 0, 0)
        grid.addWidget(self.address, 0, 1)
        grid.addWidget(self.understood, 1, 1)
        self.connect_.room.addLayout(grid)
        self.sign_in = QVBoxLayout()  # ways to sign in stand here, one below the other
        self.connect_.room.addLayout(self.sign_in)
        if self.wiring.has_token:
            self.sign_in.addWidget(label("tokenNote", words.TOKEN_GIVEN, "soft"))
        elif self.wiring.use_token is not None:
            grid.addWidget(self._caption("tokenLabel", words.TOKEN, self.token), 2, 0)
            grid.addWidget(self.token, 2, 1)
            grid.addWidget(label("tokenNote", words.TOKEN_HELP, "soft"), 3, 1)
        self.address.textEdited.connect(self._choose)
        self.address.textChanged.connect(self._choose)
        self.address.editingFinished.connect(self._judge)
        self.address.returnPressed.connect(self._read)
        self.token.returnPressed.connect(self._read)

    @staticmethod
    def _caption(name: str, text: str, buddy: QWidget) -> QLabel:
        made = label(name, text, wrap=False)
        made.setBuddy(buddy)
        return made

    def show_draft(self, draft: Draft) -> None:
        """Show the target of the draft; what was typed stays as it is where it means the same."""
        self._draft = draft
        if draft.target is None or draft.target == self._chosen():
            return
        scenario = draft.target.scenario
        for control in (self.scenarios, self.address, self.practise.radio):
            control.blockSignals(True)  # noqa: FBT003  Qt's own signature
        if scenario is None:
            self.address.setText(draft.target.url)
        else:
            for row in range(self.scenarios.count()):
                if self.scenarios.item(row).data(Qt.ItemDataRole.UserRole) == scenario:
                    self.scenarios.setCurrentRow(row)
        for control in (self.scenarios, self.address, self.practise.radio):
            control.blockSignals(False)  # noqa: FBT003  Qt's own signature
        self._show_choice(practise=scenario is not None)
        self._say_understood()

    def first(self) -> QWidget:
        """The radio button that is chosen."""
        return self.practise.radio if self.practise.radio.isChecked() else self.connect_.radio

    def missing(self, draft: Draft) -> tuple[str, QWidget | None] | None:
        """Something has to be chosen, and read."""
        if draft.target is None:
            if self.practise.radio.isChecked():
                return words.CHOOSE_SCENARIO, self.scenarios
            self._judge()
            return words.TYPE_ADDRESS, self.address
        return None if draft.snapshot is not None else (words.READ_FIRST, self.read)

    def _show_choice(self, *, practise: bool) -> None:
        for choice, chosen in ((self.practise, practise), (self.connect_, not practise)):
            choice.radio.blockSignals(True)  # noqa: FBT003  Qt's own signature
            choice.radio.setChecked(chosen)
            choice.radio.blockSignals(False)  # noqa: FBT003  Qt's own signature
            restyle(choice, tone="accent" if chosen else "")
            choice.inside.setVisible(chosen)

    def _chosen(self) -> Target | None:
        if self.practise.radio.isChecked():
            item = self.scenarios.currentItem()
            return Target(TRAINING_PREFIX + item.data(Qt.ItemDataRole.UserRole)) if item else None
        try:
            return self.wiring.understand(self.address.text()) if self.address.text().strip() else None
        except SopError:
            return None

    def _choose(self, *_ignored: object) -> None:
        self._show_choice(practise=self.practise.radio.isChecked())
        self._say_understood()
        self.reset_note.setText(words.RESET_MORE)
        target = self._chosen()
        if target != self._draft.target:
            self.answered.emit(self._draft.with_target(target))

    def _say_understood(self) -> None:
        restyle(self.address, wrong=False)
        restyle(self.understood, kind="soft")
        target = self._chosen()
        if target is not None and not self.practise.radio.isChecked():
            self.understood.setText(words.understood(target.url))
        else:
            self.understood.setText(words.ADDRESS_HELP)

    def _judge(self) -> None:
        """Say what is wrong with the address, once it was left: not while it is typed."""
        text = self.address.text().strip()
        if not text or self.practise.radio.isChecked():
            return
        try:
            self.wiring.understand(text)
        except SopError as error:
            from sopwizard.text.errors import explain  # noqa: PLC0415  most addresses are right

            explanation = explain(error)
            self.understood.setText(f"{explanation.happened} {explanation.todo}")
            restyle(self.understood, kind="problem")
            restyle(self.address, wrong=True)

    def _read(self) -> None:
        target = self._chosen()
        if target is None:
            self._judge()
            self.address.selectAll()
        elif self.token.text() and self.wiring.use_token is not None:
            self.wiring.use_token(self.token.text())
            self.token.clear()
        self.asked.emit(Action.SURVEY)

    def _reset(self) -> None:
        target = self._chosen()
        scenario = target.scenario if target else None
        if scenario is None:
            return
        name = scenario

        def work(_job: Job) -> object:
            self.wiring.reset_scenario(name)
            return self._was_reset

        self.task.emit(work)

    def _was_reset(self) -> None:
        self.reset_note.setText(words.RESET_DONE)
        self.answered.emit(Draft(target=self._draft.target))
