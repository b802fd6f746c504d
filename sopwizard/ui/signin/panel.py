"""Who signs in, how, and what that person reaches: the part of the first page that needs a network."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sopwizard.domain.errors import SopError
from sopwizard.domain.model.target import Target
from sopwizard.domain.signin import Account, Notice, Registration, VaultKind, Way
from sopwizard.services.job import Job, Progress
from sopwizard.services.signin import Listed
from sopwizard.text import connect as words
from sopwizard.text import signin as signin_words
from sopwizard.ui.names import named, restyle
from sopwizard.ui.signin.application import Application
from sopwizard.ui.signin.ear import Ear
from sopwizard.ui.signin.found import FoundList
from sopwizard.ui.signin.people import People
from sopwizard.ui.signin.waiting import Waiting
from sopwizard.ui.tasks import Tasks
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.labels import label
from sopwizard.ui.wiring import SignInDesk

_Then = Callable[[], None]


class SignInPanel(QWidget):
    """Has its own thread: the page stays free while somebody signs in elsewhere, and cancelling is at once."""

    chosen = Signal(str)
    """The address of an environment that was chosen from the list."""
    failed = Signal(object)
    """A SopError."""
    switched = Signal()
    """Somebody else will be asked with from now on."""
    began = Signal()
    """What went wrong before is no longer of interest."""

    def __init__(self, desk: SignInDesk, target: Callable[[], Target | None]) -> None:
        """``target``: the environment whose address is typed, for its tenant."""
        super().__init__()
        named(self, "signInPanel")
        self._desk = desk
        self._target = target
        self._listed_for: Account | None = None
        self._looking = False
        self._ear = Ear()
        self._ear.told.connect(self._noticed)
        desk.listen(self._ear)
        self.tasks = Tasks(self)
        self.tasks.finished.connect(lambda then: then())
        self.tasks.failed.connect(self._failed)
        self.tasks.stopped.connect(self._free)
        self.tasks.broke.connect(self._free)
        self.tasks.progressed.connect(self._progressed)
        self._build()
        self.look()

    def _build(self) -> None:
        self.people = People()
        self.remark = label("signInRemark", words.LOOKING, "soft")
        self.browser = button("signInBrowserButton", words.BY_BROWSER, lambda: self.sign_in(Way.INTERACTIVE))
        self.code = button("signInCodeButton", words.BY_CODE, lambda: self.sign_in(Way.DEVICE_CODE))
        self.code.setAccessibleDescription(words.BY_CODE_MORE)
        self.code.setToolTip(words.BY_CODE_MORE)
        self.sign_out = button("signOutButton", words.SIGN_OUT, self._sign_out)
        self.ways = QWidget()
        row = QHBoxLayout(self.ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for each in (self.browser, self.code, self.sign_out):
            row.addWidget(each)
        row.addStretch(1)
        self.waiting = Waiting()
        self.waiting.cancelled.connect(self.cancel)
        self.found = FoundList()
        self.found.chosen.connect(self.chosen)
        self.vault = label("vaultState", kind="soft")
        self.own = button("ownApplicationButton", words.APPLICATION_OWN, self._show_application, weight="quiet")
        self.stored = button("storedButton", words.STORED, self._show_stored, weight="quiet")
        quiet = QHBoxLayout()
        quiet.setSpacing(8)
        quiet.addWidget(self.own)
        quiet.addWidget(self.stored)
        quiet.addStretch(1)
        self.application: Application | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for widget in (self.people, self.remark, self.ways, self.waiting, self.found, self.vault):
            self._column.addWidget(widget)
        self._column.addLayout(quiet)
        self.people.marked.connect(self._switch)
        self._show_accounts(())
        self.vault.hide()

    def stops(self) -> tuple[QWidget, ...]:
        """Where the keyboard stops, in order."""
        waiting = self.waiting.copy_code, self.waiting.copy_address, self.waiting.cancel
        ways = self.people.list, self.browser, self.code, self.sign_out
        return (*ways, *waiting, self.found.search, self.found.table, self.own, self.stored)

    # ------------------------------------------------------------------------------------------------- what is asked

    def look_again(self) -> None:
        """Look again where nobody is listed: what was read meanwhile may have had somebody sign in."""
        if not self.people and not self.tasks.busy:
            self.look()

    def stand_aside(self) -> None:
        """Something else signs in from now on: do not come back with an account."""
        self.tasks.abandon()
        self._free()
        self.remark.hide()

    def look(self) -> None:
        """Look who is signed in and what was connected to before; no network."""
        desk = self._desk

        def work(job: Job) -> _Then:
            people, recent = desk.accounts(job), desk.environments(None, job)
            return lambda: self._looked(people, recent)

        self._start(work)

    def sign_in(self, way: Way, then: _Then | None = None) -> None:
        """Have somebody sign in. With ``then``, a kept account does; without, somebody is asked."""
        desk, target, another = self._desk, self._target(), then is None and bool(self.people)

        def work(job: Job) -> _Then:
            self._ear.attend(job)
            account = desk.sign_in(target, way, job, another=another)
            people = desk.accounts(job)
            return lambda: self._signed_in(account, people, then)

        self.began.emit()
        self._start(work)
        self.remark.hide()
        self.ways.setEnabled(False)
        self.waiting.begin()

    def cancel(self) -> None:
        """Let go at once of whoever is signing in."""
        self.tasks.abandon()
        self._free()
        self.remark.setText(words.CANCELLED)
        self.remark.show()
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def prepare(self, then: _Then) -> None:
        """Bring it about that a token can be had, then go on: at once with the marked account."""
        account = self.people.account
        if account is None:
            self.sign_in(self._desk.way, then)
            return
        if self.tasks.busy:
            self.tasks.abandon()
            self._free()
        self._desk.use(account.id)
        then()

    def _switch(self) -> None:
        account = self.people.account
        self.sign_out.setVisible(account is not None)
        if account is not None and account != self._listed_for and not self.waiting.isVisibleTo(self):
            self._desk.use(account.id)
            if not self._looking:
                self.switched.emit()
            self._list(account)

    def _list(self, account: Account) -> None:
        """List what that account reaches. Where that cannot be had, the address still leads there."""
        desk = self._desk
        self._listed_for = account

        def work(job: Job) -> _Then:
            try:
                listed = desk.environments(account, job)
            except SopError as error:
                problem = error
                return lambda: self._not_listed(problem)
            return lambda: self._listed(listed)

        self.remark.setText(signin_words.searching())
        self.remark.show()
        self._start(work)

    def _sign_out(self) -> None:
        account, desk = self.people.account, self._desk
        if account is None:
            return
        gone = account

        def work(job: Job) -> _Then:
            desk.sign_out(gone.id, job)
            people, recent = desk.accounts(job), desk.environments(None, job)
            return lambda: self._signed_out(gone, people, recent)

        self._start(work)

    def _start(self, work: Callable[[Job], _Then]) -> None:
        self.tasks.abandon()
        self._free()
        self.tasks.start(work, "sopwizard-sign-in")

    # ------------------------------------------------------------------------------------------------- what came of it

    def _looked(self, people: tuple[Account, ...], recent: tuple[Listed, ...], *, mark: bool = True) -> None:
        self.remark.setText("" if people else words.NOBODY)
        self.remark.setVisible(not people)
        self._show_vault()
        self.found.fill(recent)
        self._show_accounts(people)
        if len(people) == 1 and mark:
            self._looking = True  # nobody was marked before, and whoever read something was the same
            self.people.mark(people[0])
            self._looking = False

    def _signed_in(self, account: Account, people: tuple[Account, ...], then: _Then | None) -> None:
        self._free()
        self.switched.emit()
        self._show_vault()
        self.remark.setText(words.signed_in(account))
        self.remark.show()
        self._listed_for = account
        self._show_accounts(people)
        self.people.mark(account)
        if then is not None:
            self._listed_for = None
            then()
        else:
            self._list(account)

    def _signed_out(self, gone: Account, people: tuple[Account, ...], recent: tuple[Listed, ...]) -> None:
        self._listed_for = None
        self.switched.emit()
        self._looked(people, recent, mark=False)
        self.remark.setText(words.signed_out(gone.account))
        self.remark.show()
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def _listed(self, listed: tuple[Listed, ...]) -> None:
        self.remark.setText("" if listed else words.NONE_LISTED)
        self.remark.setVisible(not listed)
        self.found.fill(listed)

    def _not_listed(self, error: SopError) -> None:
        from sopwizard.text.errors import explain  # noqa: PLC0415  most lists arrive

        self.remark.setText(words.not_listed(explain(error).happened))
        self.remark.show()

    def _noticed(self, job: object, notice: Notice) -> None:
        if self.tasks.is_current(job):
            self.waiting.show_notice(notice)

    def _progressed(self, progress: Progress) -> None:
        if self.waiting.isVisibleTo(self):
            self.waiting.progress(progress.what)

    def _failed(self, error: SopError) -> None:
        self._free()
        self.remark.hide()
        self._show_vault()
        self.failed.emit(error)

    def _free(self) -> None:
        self.waiting.hide()
        self.ways.setEnabled(True)

    # ------------------------------------------------------------------------------------------------- what is shown

    def _show_accounts(self, people: tuple[Account, ...]) -> None:
        self.people.show_accounts(people)
        self.sign_out.setVisible(self.people.account is not None)

    def _show_vault(self) -> None:
        state = self._desk.vault_state
        self.vault.setText(signin_words.vault(state))
        restyle(self.vault, kind="soft" if state.kind is VaultKind.KEYRING else "strong")
        self.vault.show()

    def _show_application(self) -> None:
        if self.application is None:
            self.application = Application(self._desk.registration)
            self.application.wanted.connect(self._keep)
            self.application.hide()
            self._column.addWidget(self.application)
            before: QWidget = self.stored
            for stop in self.application.stops():
                self.setTabOrder(before, stop)
                before = stop
        shown = self.application.isHidden()
        self.application.setVisible(shown)
        self.own.setText(words.APPLICATION_HIDE if shown else words.APPLICATION_OWN)
        if shown:
            self.application.client_id.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, registration: Registration) -> None:
        try:
            self._desk.keep(registration)
        except SopError as error:
            self.failed.emit(error)
            return
        if self.application is not None:
            self.application.show_kept(registration)
        self.began.emit()
        self.switched.emit()
        self.look()

    def _show_stored(self) -> None:
        from sopwizard.ui.signin.stored import StoredBox  # noqa: PLC0415  built only when it is asked for

        box = StoredBox(self.window(), self._desk)
        box.changed.connect(self.switched)
        box.changed.connect(self.look)
        box.open()
