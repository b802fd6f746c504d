"""What both shells are made of: rules, environments, the administrator's policy, who signs in."""

from __future__ import annotations

# ruff: noqa: PLC0415  late imports are what this package is for
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from sopwizard import resources
from sopwizard.adapters.late import training_folder
from sopwizard.domain.errors import Problem, SopError

if TYPE_CHECKING:
    from sopwizard.cli.connection import Connection
    from sopwizard.domain.model.target import Target
    from sopwizard.domain.rulebook import Rulebook
    from sopwizard.domain.signin import Registration
    from sopwizard.services.ports import Tokens

TOKEN_VARIABLE = "SOPWIZARD_ACCESS_TOKEN"  # noqa: S105  a variable's name


def rules() -> Rulebook:
    """The published rules."""
    from sopwizard.services import rulebook

    return rulebook.load()


def governed(connection: Connection) -> Connection:
    """The connection, as the administrator decided. BROKEN_POLICY."""
    from sopwizard.adapters import policy

    decided = policy.load()
    return replace(
        connection,
        client_id=decided.client_id or connection.client_id,
        tenant=decided.tenant or connection.tenant,
        authority=decided.authority or connection.authority,
    )


def pipeline_tokens(connection: Connection) -> Tokens | None:
    """Tokens that need nobody: one from outside, or an application's own. None where a person signs in."""
    from sopwizard.domain.signin import Way

    match connection.auth:
        case Way.TOKEN:
            from sopwizard.adapters.signin.ready_made import TokenBox

            return TokenBox(os.environ.get(TOKEN_VARIABLE))
        case Way.CLIENT_CREDENTIALS:
            from sopwizard.adapters.signin.accounts import SECONDS
            from sopwizard.adapters.signin.desk import pipeline

            options = connection.client_id, connection.tenant, connection.authority
            return pipeline(os.environ, rules(), *options, seconds=connection.timeout or SECONDS)
        case _:
            return None


def registration(connection: Connection) -> Registration:
    """The application that signs people in: the kept one, with what the options say in its place."""
    from sopwizard.adapters.signin.desk import registration_of

    return registration_of(resources.data_dir(), connection.client_id, connection.tenant, connection.authority)


def understand(typed: str) -> Target:
    """The environment that is meant. BAD_URL, NOT_HTTPS, UNKNOWN_SCENARIO, NOT_BY_POLICY."""
    from sopwizard.adapters import policy
    from sopwizard.adapters.dataverse.address import understand as understand_address

    target = understand_address(typed)
    policy.check(target)
    if target.scenario is not None and not resources.path("training", f"{target.scenario}.json").is_file():
        raise SopError(Problem.UNKNOWN_SCENARIO, scenario=target.scenario)
    return target


def scenarios() -> tuple[tuple[str, str], ...]:
    """Names and titles of the training environments."""
    from sopwizard.adapters import simulator

    return tuple((each.name, each.title) for each in simulator.scenarios())


def reset(name: str) -> None:
    """Put a training environment back to its beginning. UNKNOWN_SCENARIO."""
    from sopwizard.adapters.gateways import Training

    known = name.removeprefix("training:")
    if known not in {each for each, _title in scenarios()}:
        raise SopError(Problem.UNKNOWN_SCENARIO, scenario=known)
    Training(training_folder()).reset(known)
