"""Which environment is meant."""

from dataclasses import dataclass

TRAINING_PREFIX = "training:"
DEFAULT_SCENARIO = "first-setup"
"""The training environment to begin with."""


@dataclass(frozen=True, slots=True)
class Target:
    """Which environment is meant: an origin such as ``https://contoso.crm4.dynamics.com``, or ``training:SCENARIO``."""

    url: str

    @property
    def scenario(self) -> str | None:
        """The training scenario's name, or None for a real address."""
        return self.url.removeprefix(TRAINING_PREFIX) if self.url.startswith(TRAINING_PREFIX) else None

    @property
    def is_training(self) -> bool:
        """Whether the target is a simulated environment on this computer."""
        return self.url.startswith(TRAINING_PREFIX)

    @property
    def host(self) -> str:
        """The name to show beside an environment: its host, or ``training:SCENARIO``."""
        return self.url if self.is_training else self.url.split("://", 1)[-1]
