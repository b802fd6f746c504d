"""How an environment is reached, as the common options say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach an environment, as the common options say. ``timeout``: seconds for one whole answer.

    ``attended``: somebody is there to sign in.
    """

    auth: str | None = None
    client_id: str | None = None
    tenant: str | None = None
    authority: str | None = None
    timeout: float | None = None
    attended: bool = False
