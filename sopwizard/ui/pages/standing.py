"""How dual-write's own users stand: present or not, enabled, marked, with which roles, and who owns its rows."""

from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import Snapshot
from sopwizard.domain.rulebook import Application
from sopwizard.text import integration_users as words
from sopwizard.ui.widgets.card import Card


class Standing(Card):
    """One line for each application, and one for the owner team; hidden where users could not be read."""

    def __init__(self, applications: tuple[Application, ...]) -> None:
        super().__init__("dualWriteStanding", words.HEADING)
        self._applications = applications
        self._lines = [self.line(f"dualWriteStanding-{each.role}") for each in applications]
        self._team = self.line("dualWriteStanding-team")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say what was read."""
        self.setHidden(isinstance(snapshot.users, Unknown))
        if isinstance(snapshot.users, Unknown):
            return
        present = {user.application_id: user for user in snapshot.users.value}
        known = snapshot.user_roles.value if isinstance(snapshot.user_roles, Known) else ()
        roles = {each.user_id: each.roles for each in known}
        for line, each in zip(self._lines, self._applications, strict=True):
            user = present.get(each.application_id)
            line.setText(words.absent(each.name) if user is None else words.standing(user, roles.get(user.user_id)))
        teams = snapshot.owner_teams.value if isinstance(snapshot.owner_teams, Known) else ()
        root = next((team for team in teams if team.root), None)
        self._team.setText(words.owner_team_unknown() if root is None else words.owner_team(root))
