"""The details of a problem, as sentences need them."""

from collections.abc import Mapping

from sopwizard.text import _

Words = tuple[str, str, str]
"""Title, what happened, and what to do."""


class Facts:
    """The details of a problem, with something to say where one was not recorded."""

    def __init__(self, details: Mapping[str, str | int | None]) -> None:
        self.all = {name: str(value) for name, value in details.items() if value not in {None, ""}}

    def get(self, name: str, otherwise: str = "") -> str:
        """The detail of that name."""
        return self.all.get(name, otherwise)

    @property
    def host(self) -> str:
        """The environment's host, as the problem names it."""
        return self.get("host", _("the environment"))

    @property
    def as_given(self) -> tuple[str, ...]:
        """What is spelled as it is, even where a sentence begins with it."""
        names = ("host", "text", "map", "user", "path", "file")
        return tuple(self.all[name] for name in names if name in self.all)
