"""How dual-write's users and the teams that own its rows stand, one sentence each."""

from sopwizard.domain.model.snapshot import User
from sopwizard.domain.surroundings import Team
from sopwizard.text import _

HEADING = _("How dual-write's users stand")


def absent(name: str) -> str:
    """An application that is no user here."""
    return _("{name}: not a user of this environment.").format(name=name)


def standing(user: User, roles: tuple[str, ...] | None) -> str:
    """A dual-write user; ``roles`` is None where they could not be read."""
    enabled = {True: _("disabled"), False: _("enabled"), None: _("enabled or not: not known")}[user.disabled]
    mark = {True: _("marked"), False: _("not marked"), None: _("marked or not: not known")}[user.marked]
    return _("{name}: present, {enabled}, {mark}. {roles}").format(
        name=user.name, enabled=enabled, mark=mark, roles=_roles(roles)
    )


def _roles(roles: tuple[str, ...] | None) -> str:
    if roles is None:
        return _("Its roles could not be read.")
    return _("Roles: {roles}.").format(roles=", ".join(roles)) if roles else _("It has no role of its own.")


def owner_team(team: Team) -> str:
    """The default team of the root business unit, which owns what has no other owner."""
    return _("Default team of the root business unit: {name}. {roles}").format(name=team.name, roles=_roles(team.roles))


def owner_team_unknown() -> str:
    """Where no team could be found."""
    return _("Default team of the root business unit: not known.")
