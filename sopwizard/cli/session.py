"""One call of the command line: the world, the terminal, and how to stop."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sopwizard.services.job import Job
from sopwizard.text import commands as text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from sopwizard.cli.connection import Connection
    from sopwizard.cli.console import Console
    from sopwizard.cli.world import Signing, World
    from sopwizard.domain.model.target import Target
    from sopwizard.services.operations import Operations


@dataclass(frozen=True, slots=True)
class Session:
    """What a command works with. ``until_told`` ends when its result is printed."""

    world: World
    console: Console
    connection: Connection
    until_told: ExitStack = field(default_factory=ExitStack)

    def target(self, typed: str) -> Target:
        """The environment that is meant; where that is not what was typed, it is shown."""
        target = self.world.understand(typed)
        if target.url != typed:
            self.console.note([text.understood(target.url)])
        return target

    def operations(self) -> Operations:
        """The verbs."""
        return self.world.operations(self.connection)

    def signing(self) -> Signing:
        """Signing in and out."""
        return self.world.signing(self.connection)

    def job(self) -> Job:
        """A job that tells its progress on standard error."""
        return Job(self.console.progress)

    def stop_between_changes(self, job: Job) -> None:
        """From here on something may be written: Ctrl-C and SIGTERM ask to stop, the change under way is finished
        first, and what was done is told.
        """
        self.until_told.enter_context(self._stopping(job))

    @contextmanager
    def _stopping(self, job: Job) -> Iterator[None]:
        asked: list[threading.Thread] = []

        def ask() -> None:
            job.cancel()
            self.console.note([text.stopping()])

        def stop(_signal: int, _frame: FrameType | None) -> None:
            # A handler runs in the middle of whatever the main thread does, also of a line that it prints and of a lock
            # that it holds: asking from a thread of its own can wait for either, asking from here would break on both.
            asked.append(threading.Thread(target=ask, daemon=True))
            asked[-1].start()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            for thread in asked:
                thread.join()
