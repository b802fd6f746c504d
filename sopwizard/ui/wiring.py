"""What the window needs from the rest of the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sopwizard.domain.model.choices import MapId
    from sopwizard.domain.model.draft import Draft
    from sopwizard.domain.model.ids import RunId
    from sopwizard.domain.model.runs import Outcome, Run
    from sopwizard.domain.model.target import Target
    from sopwizard.domain.order_counts import OrderCounts
    from sopwizard.domain.signin import Account, AccountId, Registration, Stored, VaultState, Way
    from sopwizard.domain.undo import UndoPlan
    from sopwizard.services.actions import Action
    from sopwizard.services.job import Job
    from sopwizard.services.ports import Show
    from sopwizard.services.signin import Listed
    from sopwizard.services.undo import UndoReview


class Performer(Protocol):
    """What the window asks of `services.operations.Operations`. It is called from a thread of its own."""

    def perform(self, action: Action, draft: Draft, job: Job) -> Draft:
        """Do it and return the draft as it is then. Raises SopError, or Cancelled where nothing came of it."""

    def count(self, target: Target, map_id: MapId | None, job: Job) -> OrderCounts:
        """Count the orders on the server. Raises SopError, or Cancelled."""


class Runs(Protocol):
    """The runs of this computer. What takes a job may take long and is called from a thread; SopError, Cancelled."""

    def history(self) -> tuple[Run, ...]:
        """Every run, newest first. JOURNAL_UNREADABLE."""

    def damaged(self) -> tuple[RunId, ...]:
        """The runs that history cannot tell."""

    def review_undo(self, run_id: RunId, job: Job) -> UndoReview:
        """What undoing the run would do, as the environment is now."""

    def undo_run(self, run_id: RunId, draft: Draft, job: Job, reviewed: UndoPlan | None = None) -> Draft:
        """Put back what the review shows; the draft is then that of the undo."""


class SignInDesk(Protocol):
    """Where people sign in. What takes a job may take long and is called from a thread; SopError, Cancelled."""

    @property
    def registration(self) -> Registration:
        """The application that asks for sign-ins."""

    @property
    def way(self) -> Way:
        """How to sign in where nobody chose a way: what the program was started with."""

    @property
    def vault_state(self) -> VaultState:
        """Where sign-ins are kept: certain after the first look."""

    def listen(self, show: Show) -> None:
        """Tell that one of codes and pages; it is called from the thread that signs in."""

    def accounts(self, job: Job) -> tuple[Account, ...]:
        """Everybody who is signed in."""

    def sign_in(self, target: Target | None, way: Way, job: Job, *, another: bool = False) -> Account:
        """Sign in for that environment, or to find environments, and use that account from now on."""

    def use(self, account: AccountId | None) -> None:
        """Use that account from now on, or whichever fits."""

    def sign_out(self, account: AccountId, job: Job) -> None:
        """Forget that account on this computer."""

    def environments(self, account: Account | None, job: Job) -> tuple[Listed, ...]:
        """What to choose from, the recent ones first; without an account, those alone, and without the network."""

    def keep(self, registration: Registration) -> None:
        """Have that application sign in from now on. NOT_BY_POLICY, FILE_UNWRITABLE."""

    def stored(self, job: Job) -> tuple[Stored, ...]:
        """Everything that this program keeps on this computer."""

    def remove(self, entries: tuple[Stored, ...], job: Job) -> None:
        """Delete those. The entries of the keyring are one: with one of them, everybody is signed out."""

    def forget_everything(self, job: Job) -> None:
        """Sign everybody out and forget the recent environments."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the composition root gives to the window.

    ``performer``: the verbs. ``understand``: makes a target of what the user typed, as on the command line; raises
    SopError (BAD_URL, NOT_HTTPS, UNKNOWN_SCENARIO). ``scenarios``: (name, title) of every training environment; called
    once, when the first page is built. ``reset_scenario``: puts a training environment back to its beginning; called in
    a thread. ``use_token``: keeps an access token that the user typed, for the environments opened from now on; the
    window forgets it at once; None where tokens cannot be given. ``has_token``: whether a token came from outside (the
    environment variable), so that none need be typed. ``sign_in``: where people sign in, made when it is called; None
    where nobody has to. ``save_report``: writes the document of a run to a file whose
    ending (.pdf, .html, .md, .json) says the format; raises SopError; called in a thread; None hides the button.
    ``report_filter``: the file dialog's filter, such as ``PDF (*.pdf);;JSON (*.json)``. ``target``: the environment
    to start at (nothing is read before the user asks), or None for training. ``now``: the time in UTC, for what
    somebody confirms; None where nothing can be recorded. ``runs``: what was made before; None hides the history.
    ``check``: a saved check to open at once.
    """

    performer: Performer
    understand: Callable[[str], Target]
    scenarios: Callable[[], tuple[tuple[str, str], ...]]
    reset_scenario: Callable[[str], None]
    use_token: Callable[[str], None] | None = None
    has_token: bool = False
    sign_in: Callable[[], SignInDesk] | None = None
    save_report: Callable[[Outcome, Path], None] | None = None
    report_filter: str = "PDF (*.pdf);;HTML (*.html);;Markdown (*.md);;JSON (*.json)"
    target: Target | None = None
    now: Callable[[], datetime] | None = None
    runs: Runs | None = None
    check: Path | None = None
