"""What a reading command reads: an environment, or a saved check in its place."""

from collections.abc import Iterable
from pathlib import Path

from sopwizard import files
from sopwizard.cli.session import Session
from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.errors import SopError
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.order_counts import OrderCounts
from sopwizard.domain.saved import SavedCheck, redacted
from sopwizard.services import saved_checks
from sopwizard.text import order_counts


def is_file(typed: str) -> bool:
    """Whether a file is meant: where there is one, or where the text ends like one. An address does neither."""
    return "://" not in typed and (typed.lower().endswith((".sopcheck", ".json")) or Path(typed).is_file())


def saved(typed: str) -> SavedCheck | None:
    """The saved check of that name; None where an environment is meant. BAD_FILE where the file cannot be used."""
    if not is_file(typed):
        return None
    return saved_checks.read(Path(typed))


def confirmed(typed: str) -> tuple[Confirmation, ...]:
    """What people confirmed, where a saved check is meant; an environment holds nothing of that kind."""
    kept = saved(typed)
    return () if kept is None else kept.confirmations


def look(session: Session, typed: str, also: Iterable[str] = ()) -> Snapshot:
    """What is read: of a saved check what it holds, without a connection."""
    kept = saved(typed)
    if kept is not None:
        return kept.snapshot
    return session.operations().look(session.target(typed), session.job(), also)


def save(session: Session, snapshot: Snapshot, typed: str, to: str, *, without_names: bool) -> SavedCheck:
    """Write the check to a file, with the orders counted, and say where they were not. FILE_UNWRITABLE."""
    kept, remarks = saved(typed), tuple[str, ...]()
    if kept is None:
        counted = _counted(session, typed)
        remarks = order_counts.lacking(counted)
        kept = SavedCheck(snapshot, counted if isinstance(counted, OrderCounts) else None)
    if without_names:
        kept = redacted(kept, session.world.rulebook().public_words)
    files.write(saved_checks.dump(kept), Path(to))
    session.console.note(remarks)
    return kept


def _counted(session: Session, typed: str) -> OrderCounts | SopError:
    """The orders, or why they cannot be counted, which loses nothing else."""
    try:
        return session.operations().count(session.world.understand(typed), None, session.job())
    except SopError as error:
        return error
