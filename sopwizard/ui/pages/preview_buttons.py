"""What an order's page shows and locks, now and afterwards."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.model.draft import Draft
from sopwizard.domain.plan import flag_afterwards
from sopwizard.text import pages
from sopwizard.text import preview_page as words
from sopwizard.ui import theme
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.table import Table


class ButtonsTab(QWidget):
    """Two columns: the flag as it is, the flag as it will be. What changes is bold."""

    def __init__(self) -> None:
        super().__init__()
        card = Card("buttonsCard", words.BUTTONS_HEADING)
        self.table = Table("buttonsTable", words.BUTTONS_HEADING, words.BUTTONS_COLUMNS)
        card.add(self.table)
        self.source = card.line("buttonsSource", pages.EFFECTS_SOURCE, "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def show_draft(self, draft: Draft) -> None:
        """Show both."""
        now = draft.snapshot.organization.sop_enabled if draft.snapshot else None
        legacy = draft.choices.map_id is MapId.DATA_INTEGRATOR
        before = words.buttons(now, legacy=legacy)
        after = words.buttons(flag_afterwards(draft.choices, now), legacy=legacy)
        rows = [(subject, old, new) for (subject, old), (_subject, new) in zip(before, after, strict=True)]
        self.table.fill(rows)
        self.source.setText(words.LEGACY_SOURCE if legacy else pages.EFFECTS_SOURCE)
        for at, (_subject, old, new) in enumerate(rows):
            if old != new:
                self.table.tint(at, 2, theme.colours().accent, bold=True)
