"""Every run of this computer, in one SQLite file that can only be appended to."""

from sopwizard.adapters.journal.store import SqliteJournal

__all__ = ["SqliteJournal"]
