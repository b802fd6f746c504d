"""The published JSON of signing in: who is signed in, where that is kept, and which environment proved it."""

from typing import Any

from sopwizard.domain.signin import Account, Connection, VaultState


def account(one: Account) -> dict[str, Any]:
    """Somebody who is signed in; what is not known is null."""
    return {"account": one.account, "tenant": one.tenant, "cloud": one.cloud}


def accounts(all_of_them: tuple[Account, ...], state: VaultState) -> dict[str, Any]:
    """Everybody who is signed in on this computer."""
    return {"accounts": [account(one) for one in all_of_them], "vault": state.kind.value}


def signed_in(one: Account | None, proved: Connection | None, state: VaultState) -> dict[str, Any]:
    """A sign-in, and the environment that proved it where one was named."""
    return {
        "account": None if one is None else account(one),
        "environment": None if proved is None else _environment(proved),
        "user": None if proved is None else {"user_id": proved.caller.user_id, "name": proved.caller.name},
        "vault": state.kind.value,
    }


def signed_out(all_of_them: tuple[Account, ...], state: VaultState) -> dict[str, Any]:
    """Who was signed out."""
    return {"signed_out": [account(one) for one in all_of_them], "vault": state.kind.value}


def _environment(proved: Connection) -> dict[str, Any]:
    organization = proved.organization
    return {
        "url": proved.target.url,
        "organization_id": organization.organization_id,
        "name": organization.name,
        "version": organization.version,
    }
