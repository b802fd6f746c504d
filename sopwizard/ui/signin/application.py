"""The application that signs people in: the sample for trying out, or one's own, with a short guide."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from sopwizard.domain import registrations
from sopwizard.domain.signin import DEFAULT_REDIRECT, Registration
from sopwizard.text import connect as words
from sopwizard.ui.colours import Tone
from sopwizard.ui.names import named, restyle
from sopwizard.ui.widgets.buttons import button
from sopwizard.ui.widgets.card import Card
from sopwizard.ui.widgets.labels import label


class Application(Card):
    """A settings card. Nothing is kept before the button is pressed."""

    wanted = Signal(object)
    """The Registration to keep, and to use from now on."""

    def __init__(self, registration: Registration) -> None:
        super().__init__("application", words.APPLICATION, (words.TRYING_OUT, Tone.WARNING))
        self._registration = registration
        self.now = self.line("applicationNow")
        self.sample = self.line("applicationSample", words.SAMPLE_MORE)
        self.remark = self.line("applicationRemark")
        self.remark.hide()
        self.client_id = named(QLineEdit(), "clientId")
        self.tenant = named(QLineEdit(), "tenantId")
        self.tenant.setPlaceholderText(words.TENANT_PROMPT)
        self.redirect = named(QLineEdit(), "redirectAddress")
        self.redirect.setPlaceholderText(DEFAULT_REDIRECT)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows = (
            ("clientIdLabel", words.CLIENT_ID, self.client_id),
            ("tenantLabel", words.TENANT, self.tenant),
            ("redirectLabel", words.REDIRECT, self.redirect),
        )
        for row, (name, text, field) in enumerate(rows):
            caption = label(name, text, wrap=False)
            caption.setBuddy(field)
            grid.addWidget(caption, row, 0)
            grid.addWidget(field, row, 1)
        self.body.addLayout(grid)
        self.keep = button("keepApplicationButton", words.KEEP_APPLICATION, self._keep)
        self.back = button("sampleApplicationButton", words.SAMPLE_AGAIN, lambda: self._ask(Registration()))
        row_of_buttons = QHBoxLayout()
        row_of_buttons.setSpacing(8)
        row_of_buttons.addWidget(self.keep)
        row_of_buttons.addWidget(self.back)
        row_of_buttons.addStretch(1)
        self.body.addLayout(row_of_buttons)
        self.line("guideHeading", words.GUIDE, "strong")
        self.line("guide", words.guide())
        self.show_registration(registration)

    def show_registration(self, registration: Registration) -> None:
        """Show which application is used."""
        self._registration = registration
        if self.chip is not None:
            said = (words.TRYING_OUT, Tone.WARNING) if registration.is_sample else (words.OWN, Tone.OK)
            self.chip.say(*said)
        self.now.setText(words.application_now(registration))
        self.sample.setVisible(registration.is_sample)
        self.client_id.setText("" if registration.is_sample else registration.client_id)
        self.tenant.setText(registration.tenant or "")
        self.redirect.setText("" if registration.redirect == DEFAULT_REDIRECT else registration.redirect)
        self.back.setVisible(not registration.is_sample)

    def _keep(self) -> None:
        found = registrations.registration(self.client_id.text(), self.tenant.text(), self.redirect.text())
        fields: dict[str, tuple[QLineEdit, str]] = {
            registrations.CLIENT_ID: (self.client_id, words.WRONG_CLIENT_ID),
            registrations.TENANT: (self.tenant, words.WRONG_TENANT),
            registrations.REDIRECT: (self.redirect, words.WRONG_REDIRECT),
        }
        for field, _sentence in fields.values():
            restyle(field, wrong=False)
        if isinstance(found, str):
            field, sentence = fields[found]
            restyle(field, wrong=True)
            self._remark(sentence, "problem")
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.selectAll()
        else:
            now = self._registration
            same = found.client_id == now.client_id.lower()  # the rest of it has no field here
            self._ask(replace(found, authority=now.authority, broker=now.broker) if same else found)

    def _ask(self, registration: Registration) -> None:
        self.remark.hide()
        self.wanted.emit(registration)

    def show_kept(self, registration: Registration) -> None:
        """Say that it is kept, once it is: the computer's policy may not allow it, or its file not be writable."""
        self.show_registration(registration)
        self._remark(words.APPLICATION_KEPT, "soft")

    def _remark(self, sentence: str, kind: str) -> None:
        restyle(self.remark, kind=kind)
        self.remark.setText(sentence)
        self.remark.show()

    def stops(self) -> tuple[QWidget, ...]:
        """Where the keyboard stops, in order."""
        return self.client_id, self.tenant, self.redirect, self.keep, self.back
