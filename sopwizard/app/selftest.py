"""The self-test: which parts of the installation are tried, and with what."""

from __future__ import annotations

# ruff: noqa: PLC0415  late imports are what this package is for
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sopwizard import resources
from sopwizard.adapters.clock import SystemClock
from sopwizard.app.shared import rules, scenarios, understand
from sopwizard.domain.model.target import DEFAULT_SCENARIO, TRAINING_PREFIX, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sopwizard.domain.selftest import Part, Piece
    from sopwizard.services.job import Job
    from sopwizard.services.ports import Gateways
    from sopwizard.services.selftest import Probe

_SELF_TEST_SECONDS = 60.0


def self_test() -> Iterator[Part]:
    """Each part of the installation as it was tried. The user's own runs and environments are not touched."""
    from sopwizard.adapters import selftest as computer
    from sopwizard.domain.selftest import Piece
    from sopwizard.services import selftest
    from sopwizard.services.job import Job

    with TemporaryDirectory(prefix="sopwizard-self-test-", ignore_cleanup_errors=True) as folder:

        def training(job: Job) -> Part:
            return computer.training(_gateways(Path(folder)), DEFAULT_SCENARIO)(job)

        parts: list[tuple[Piece, selftest.Probe]] = [
            (Piece.RESOURCES, selftest.shipped),
            (Piece.JOURNAL, computer.journal(resources.data_dir())),
            (Piece.POLICY, computer.policy),
            (Piece.TLS, computer.tls),
            (Piece.KEYRING, computer.keyring),
            (Piece.TRAINING, training),
        ]
        yield from selftest.examine(parts, Job())
        yield from selftest.examine(_window_parts(Path(folder)), Job())


def _gateways(folder: Path) -> Gateways:
    """The environments, loaded inside the tries that need them: without a library of theirs, no other try fails."""
    from sopwizard.adapters.gateways import Environments, Live, Training
    from sopwizard.adapters.signin.ready_made import TokenBox

    return Environments(Live(TokenBox(None), _SELF_TEST_SECONDS), Training(folder, _SELF_TEST_SECONDS))


def _window_parts(folder: Path) -> list[tuple[Piece, Probe]]:
    """What to try of the window. Qt is loaded inside the tries: where it cannot be, that is a part that failed."""
    from sopwizard.adapters.display import has_display
    from sopwizard.domain.selftest import Piece

    display = has_display() and os.environ.get("QT_QPA_PLATFORM") != "offscreen"
    if not display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"

    def pages(job: Job) -> Part:
        from sopwizard.adapters.journal import SqliteJournal
        from sopwizard.services.operations import Operations
        from sopwizard.ui import selftest, start

        journal = SqliteJournal(folder / "journal.sqlite")
        wiring = start.Wiring(
            performer=Operations(_gateways(folder), journal, SystemClock(), rules()),
            understand=understand,
            scenarios=scenarios,
            reset_scenario=lambda _name: None,
            target=Target(TRAINING_PREFIX + DEFAULT_SCENARIO),
        )
        return selftest.pages(wiring)(job)

    def platform(job: Job) -> Part:
        from sopwizard.ui import selftest

        return selftest.platform(display=display)(job)

    def fonts(job: Job) -> Part:
        from sopwizard.ui import selftest

        return selftest.fonts(job)

    return [(Piece.PLATFORM, platform), (Piece.FONTS, fonts), (Piece.PAGES, pages)]
