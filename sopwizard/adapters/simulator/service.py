"""A request in, an answer out: authentication, faults, transactions, and the parts of the Web API by path."""

import itertools
import sqlite3
import uuid
from dataclasses import replace
from datetime import UTC, datetime

from sopwizard.adapters.simulator import mischief, privileges
from sopwizard.adapters.simulator.errors import (
    DataverseError,
    bad_query,
    disabled_user,
    not_a_member,
    unauthorized,
)
from sopwizard.adapters.simulator.faults import Switchboard
from sopwizard.adapters.simulator.messages import (
    Answer,
    Context,
    Headers,
    Preferences,
    Request,
    error_answer,
    preferences,
)
from sopwizard.adapters.simulator.model import Model
from sopwizard.adapters.simulator.routes import route
from sopwizard.adapters.simulator.session import Environment, Session
from sopwizard.adapters.simulator.store import Json, Store
from sopwizard.adapters.simulator.urls import Address, parse

_READS = frozenset({"GET", "HEAD"})
_BURST = 6000


class Service:
    """The Web API of one environment."""

    def __init__(self, environment: Json, model: Model, store: Store, switchboard: Switchboard) -> None:
        self.environment = Environment(
            name=environment["name"],
            model=model,
            caller=environment["caller"],
            facts=environment["facts"],
        )
        self.store = store
        self.switchboard = switchboard
        self.lost: set[str] = set()
        self._numbers = itertools.count(1)

    def handle(self, request: Request) -> Answer:
        """Answer one request from the wire. Cut passes through where a fault cuts the connection."""
        rules = self.switchboard.due(request)
        early = mischief.before(rules, request, self)
        answer = early if early is not None else self._answered(request)
        answer = mischief.after(rules, request, answer, self.switchboard)
        return self._stamped(request, answer)

    def _answered(self, request: Request) -> Answer:
        from sopwizard.adapters.simulator import batch  # noqa: PLC0415  a batch answers its parts through this module

        try:
            address = parse(request.target, request.origin)
            with self.store.connection() as connection:
                caller = self.authenticate(request, connection)
                if len(address.segments) == 1 and address.segments[0].name == "$batch":
                    return batch.answer(self, connection, caller, request, address)
                return self.within(request, address, connection, caller)
        except DataverseError as error:
            return error_answer(error, preferences(request.headers), str(uuid.uuid4()))

    def within(
        self, request: Request, address: Address, connection: sqlite3.Connection, caller: privileges.Caller
    ) -> Answer:
        """Answer in a transaction of its own, unless one is open already (a change set)."""
        prefers = preferences(request.headers)
        context = Context(address.root, prefers, _metadata_level(request))
        session = Session(self.environment, connection, caller, context, datetime.now(UTC))
        outer = connection.in_transaction
        if not outer:
            connection.execute("BEGIN" if request.method in _READS else "BEGIN IMMEDIATE")
        try:
            answer = _routed(session, request, address)
        except BaseException:
            if not outer:
                connection.rollback()
            raise
        if not outer:
            connection.commit()
        return _preferred(answer, prefers)

    def authenticate(self, request: Request, connection: sqlite3.Connection) -> privileges.Caller:
        """Who the bearer token is; 401 without one. ``as:<id>`` is that user, anything else the scenario's caller."""
        scheme, _, token = (request.headers.get("Authorization") or "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise self.refusal(request, expired=False)
        user = token[3:].lower() if token.startswith("as:") else self.environment.caller["user"]
        caller = self._caller(connection, user)
        acted = request.headers.get("MSCRMCallerID")
        if acted:
            if "prvActOnBehalfOfAnotherUser" in caller.lacks:
                raise not_a_member()
            caller = self._caller(connection, acted.strip("{} ").lower())
        return caller

    def _caller(self, connection: sqlite3.Connection, user: str) -> privileges.Caller:
        mine = self.environment.caller
        lacks = frozenset(mine["lacks"]) | self.lost if user == mine["user"] else frozenset()
        caller = privileges.caller(connection, self.environment.model, user, lacks)
        if caller is None:
            raise not_a_member()
        if caller.user["isdisabled"]:
            raise disabled_user(caller.id)
        if user != mine["user"]:
            by_role = self.environment.facts.get("role_lacks", {})
            named = [frozenset(by_role.get(role, ())) for role in caller.roles]
            caller = replace(caller, lacks=frozenset.intersection(*named) if named else frozenset())
        return caller

    def refusal(self, request: Request, *, expired: bool) -> DataverseError:
        """The 401 of this environment, which tells the tenant and the authority."""
        tenant = self.environment.facts["TenantId"]
        return unauthorized(
            f"https://login.microsoftonline.com/{tenant}/oauth2/authorize", f"{request.origin}/", expired=expired
        )

    def refuse(self, error: DataverseError) -> Answer:
        """The answer to what is no request, or to one that met a bug."""
        nothing = Request("", "", Headers())
        return self._stamped(nothing, error_answer(error, Preferences(), str(uuid.uuid4())))

    def _stamped(self, request: Request, answer: Answer) -> Answer:
        """The headers that every answer carries."""
        number = next(self._numbers)
        ids = f"{uuid.uuid4()},{uuid.uuid4()}"
        headers = [
            ("Cache-Control", "no-cache"),
            ("Expires", "-1"),
            ("OData-Version", "4.0"),
            ("REQ_ID", ids.split(",", 1)[0]),
            ("x-ms-service-request-id", ids),
            ("x-ms-ratelimit-burst-remaining-xrm-requests", str(max(_BURST - number, 0))),
            ("x-ms-ratelimit-time-remaining-xrm-requests", "1200.00"),
        ]
        client_id = request.headers.get("x-ms-client-request-id")
        if client_id:
            headers.append(("x-ms-client-request-id", client_id))
        given = {name.lower() for name, _ in answer.headers}
        return replace(answer, headers=(*answer.headers, *(pair for pair in headers if pair[0].lower() not in given)))


def _routed(session: Session, request: Request, address: Address) -> Answer:
    try:
        return route(session, request, address)
    except RecursionError as error:  # nothing here is deep but what a client makes so
        raise bad_query("Recursion limit reached.") from error


def _metadata_level(request: Request) -> str:
    accept = (request.headers.get("Accept") or "").replace(" ", "").lower()
    for level in ("none", "full"):
        if f"odata.metadata={level}" in accept:
            return level
    return "minimal"


def _preferred(answer: Answer, prefers: Preferences) -> Answer:
    """Say which preferences were honoured, as far as they touch the answer."""
    applied = []
    if prefers.annotations and answer.body:
        applied.append(f'odata.include-annotations="{",".join(prefers.annotations)}"')
    if prefers.page and ("x-paged", "1") in answer.headers:
        applied.append(f"odata.maxpagesize={prefers.page}")
    if prefers.representation and ("x-represented", "1") in answer.headers:
        applied.append("return=representation")
    headers = tuple(pair for pair in answer.headers if pair[0] not in {"x-paged", "x-represented"})
    if applied:
        headers = (*headers, ("Preference-Applied", ",".join(applied)))
    return replace(answer, headers=headers)
