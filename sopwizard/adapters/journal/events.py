"""A run as the events that were appended for it, and the run that they add up to. No files here.

Events are chained: each carries the digest of itself and of the one before, so that a damaged, missing or exchanged
event makes exactly its own run unreadable.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sopwizard.domain.model.runs import ChangeResult, Failure, Run
from sopwizard.domain.model.states import ChangeState, RunOutcome
from sopwizard.services.codec import DecodeError, decode, encode

BEGIN = "begin"
INTEND = "intend"
SETTLE = "settle"
FINISH = "finish"


class DamagedError(Exception):
    """The events are not a run that this program wrote."""


@dataclass(frozen=True, slots=True)
class Event:
    """One appended row. ``number`` counts all events of the journal from 1, ``seq`` those of the run from 0."""

    number: int
    run: str
    seq: int
    at: str
    kind: str
    payload: str
    digest: str


def digest(previous: str, row: tuple[str, int, str, str, str]) -> str:
    """The event's link of the chain, from that of the event before (empty for the first) and from its own columns run,
    seq, at, kind and payload.
    """
    return hashlib.sha256(json.dumps([previous, *row]).encode()).hexdigest()


def began(run: Run) -> str:
    """The payload for the beginning of a run: all of it, as planned. That it goes on is no record: it passes."""
    return _dump({name: value for name, value in encode(run).items() if name != "going_on"})


def intended(change_id: str) -> str:
    """The payload for a change that is about to be sent."""
    return _dump({"change": change_id})


def settled(change_id: str, state: ChangeState, failure: Failure | None) -> str:
    """The payload for how a change went."""
    return _dump({"change": change_id, "state": state.value, "failure": None if failure is None else encode(failure)})


def finished(outcome: RunOutcome, at: datetime) -> str:
    """The payload for the end of a run."""
    return _dump({"outcome": outcome.value, "at": encode(at)})


def fold(events: Sequence[Event]) -> Run:
    """The run that the events add up to, in their order; DamagedError where they do not."""
    _check_chain(events)
    try:
        run = decode(Run, json.loads(events[0].payload))
        if events[0].kind != BEGIN or run.run_id != events[0].run:
            raise DamagedError("the beginning is missing")
        for event in events[1:]:
            run = _after(run, event)
    except (DecodeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise DamagedError("an event cannot be read") from error
    return run


def _after(run: Run, event: Event) -> Run:
    data = json.loads(event.payload)
    match event.kind:
        case "intend":
            return _with(run, data["change"], ChangeState.INTENDED, None)
        case "settle":
            failure = None if data["failure"] is None else decode(Failure, data["failure"])
            return _with(run, data["change"], ChangeState(data["state"]), failure)
        case "finish":
            return replace(run, outcome=RunOutcome(data["outcome"]), finished=decode(datetime, data["at"]))
        case _:
            raise DamagedError("an event of an unknown kind")


def _with(run: Run, change_id: str, state: ChangeState, failure: Failure | None) -> Run:
    if all(result.change.id != change_id for result in run.results):
        raise DamagedError("an event of a change that was not planned")
    return replace(
        run,
        results=tuple(
            ChangeResult(result.change, state, failure) if result.change.id == change_id else result
            for result in run.results
        ),
    )


def _check_chain(events: Sequence[Event]) -> None:
    previous = ""
    for seq, event in enumerate(events):
        expected = digest(previous, (event.run, seq, event.at, event.kind, event.payload))
        if event.seq != seq or event.digest != expected:
            raise DamagedError("the chain of events is broken")
        previous = event.digest
    if not events:
        raise DamagedError("no event")


def _dump(data: object) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))
