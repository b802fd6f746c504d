"""What the window needs from the rest of the program."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sopwizard.domain.model import Draft, Outcome, Target
from sopwizard.services.actions import Action
from sopwizard.services.job import Job


class Performer(Protocol):
    """What the window asks of `services.operations.Operations`. It is called from a thread of its own."""

    def perform(self, action: Action, draft: Draft, job: Job) -> Draft:
        """Do it and return the draft as it is then. Raises SopError, or Cancelled where nothing came of it."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the composition root gives to the window.

    ``performer``: the verbs. ``understand``: makes a target of what the user typed, as on the command line; raises
    SopError (BAD_URL, NOT_HTTPS, UNKNOWN_SCENARIO). ``scenarios``: (name, title) of every training environment; called
    once, when the first page is built. ``reset_scenario``: puts a training environment back to its beginning; called in
    a thread. ``use_token``: keeps an access token that the user typed, for the environments opened from now on; the
    window forgets it at once; None where tokens cannot be given. ``has_token``: whether a token came from outside (the
    environment variable), so that none need be typed. ``save_report``: writes the document of a run to a file whose
    ending (.md, .json, …) says the format; raises SopError; called in a thread; None hides the button.
    ``report_filter``: the file dialog's filter, such as ``Markdown (*.md);;JSON (*.json)``. ``target``: the environment
    to start at (nothing is read before the user asks), or None for training.
    """

    performer: Performer
    understand: Callable[[str], Target]
    scenarios: Callable[[], tuple[tuple[str, str], ...]]
    reset_scenario: Callable[[str], None]
    use_token: Callable[[str], None] | None = None
    has_token: bool = False
    save_report: Callable[[Outcome, Path], None] | None = None
    report_filter: str = "Markdown (*.md);;JSON (*.json)"
    target: Target | None = None
