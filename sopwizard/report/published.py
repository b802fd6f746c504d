"""The published JSON objects, as plain dicts, lists and texts. Their keys stay; new ones may be added.

Ids are lower-case GUIDs, times UTC ISO 8601 with ``Z``, and what is unknown is None.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sopwizard.domain.confirmations import Confirmation
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.evidence import running_map
from sopwizard.domain.groups import group_of
from sopwizard.domain.model.changes import Cell, Change, Plan, Verdict
from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.runs import ChangeResult, Failure, Outcome, Run
from sopwizard.domain.model.snapshot import Snapshot, User
from sopwizard.domain.model.states import ChangeState
from sopwizard.domain.pricing import PriceCell, Situation
from sopwizard.domain.rulebook import Rulebook, StatusTable
from sopwizard.domain.statements import ChecklistItem
from sopwizard.text import changes as change_text
from sopwizard.text import errors, findings, pricing, status

Json = dict[str, Any]

# What a run that was cut off has not settled: what was only planned was not done, what was begun nobody knows.
_UNSETTLED = {ChangeState.PLANNED: ChangeState.SKIPPED, ChangeState.INTENDED: ChangeState.UNKNOWN}


def moment(at: datetime | None) -> str | None:
    """A time."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def error(problem: SopError | Failure | Unknown) -> Json:
    """A failure: its kind, what happened, the server's request id, and what to do."""
    words = errors.explain(problem)
    return {
        "kind": problem.problem.value,
        "message": words.happened,
        "request_id": words.request_id,
        "hint": words.todo,
    }


def finding(found: Finding) -> Json:
    """A finding with its sentences."""
    return {
        "id": found.id,
        "severity": found.severity.value,
        "group": group_of(found.id).value,
        "title": findings.title(found),
        "detail": findings.detail(found),
        "fix": findings.fix(found),
        "source": found.source,
        "confidence": found.confidence.value,
        "evidence": list(found.evidence),
    }


def check(
    snapshot: Snapshot,
    found: Iterable[Finding],
    rulebook: Rulebook,
    checklist: Iterable[ChecklistItem] = (),
    confirmations: Iterable[Confirmation] = (),
) -> Json:
    """What was read, and what it means, with what people confirmed of the rest."""
    organization = snapshot.organization
    given = {each.item: each for each in confirmations}
    return {
        "environment": environment(snapshot),
        "taken": moment(snapshot.taken),
        "caller": {"user_id": snapshot.caller.user_id, "name": snapshot.caller.name},
        "sop_enabled": organization.sop_enabled,
        "integration_users": None
        if isinstance(snapshot.users, Unknown)
        else [_user(user, rulebook) for user in snapshot.users.value],
        "map": running(snapshot, rulebook),
        "settings": {
            "system_pricing": organization.system_pricing,
            "discount_method": organization.discount_method,
        },
        "solutions": None
        if not isinstance(snapshot.solutions, Known)
        else [{"name": each.unique_name, "version": each.version} for each in snapshot.solutions.value],
        "findings": [finding(each) for each in found],
        "checklist": [checklist_item(each, given.get(each.id)) for each in checklist],
    }


def checklist_item(item: ChecklistItem, answered: Confirmation | None) -> Json:
    """A question that Dataverse cannot answer, and who answered it when."""
    return {
        "id": item.id,
        "question": item.question,
        "place": item.place,
        "maps": list(item.maps),
        "answer": None if answered is None else answered.answer.value,
        "by": None if answered is None else answered.by,
        "at": None if answered is None else moment(answered.at),
        "note": None if answered is None else answered.note or None,
    }


def environment(snapshot: Snapshot) -> Json:
    """Which environment it is."""
    organization = snapshot.organization
    return {
        "url": snapshot.target.url,
        "organization_id": organization.organization_id,
        "name": organization.name,
        "version": organization.version,
        "type": organization.kind,
    }


def _user(user: User, rulebook: Rulebook) -> Json:
    return {
        "user_id": user.user_id,
        "application_id": user.application_id,
        "name": user.name,
        "role": rulebook.role(user.application_id).value,
        "disabled": user.disabled,
        "marked": user.marked,
    }


def running(snapshot: Snapshot, rulebook: Rulebook) -> Json:
    """Which order-header map runs, and the rows that say so."""
    seen = running_map(snapshot, rulebook)
    return {
        "running": None if seen.running is None else seen.running.value,
        "state": seen.state.value,
        "evidence": findings.evidence(seen),
        "variant_rows": [
            {
                "id": row.row_id,
                "table": row.table,
                "entity": row.entity,
                "version": row.version,
                "state": row.state,
                "modified": row.modified,
            }
            for row in seen.rows
        ],
    }


def cell(where: Cell) -> Json:
    """One column of one row."""
    return {"table": where.table, "id": where.row, "column": where.column}


def change(each: Change) -> Json:
    """One change, or one cell that is right already."""
    return {
        "id": each.id,
        "target": cell(each.cell),
        "label": change_text.label(each),
        "before": each.before,
        "after": each.after,
        "reason": change_text.reason(each),
    }


def plan(made: Plan) -> Json:
    """What apply would do."""
    return {
        "environment": {"url": made.target.url, "organization_id": made.organization_id},
        "map": None if made.choices.map_id is None else made.choices.map_id.value,
        "findings": [finding(each) for each in made.findings],
        "changes": [change(each) for each in made.changes],
        "already_right": [change(each) for each in made.already_right],
        "blocked_by": list(made.blocked_by),
        "consequences": list(change_text.consequences(made)),
    }


def result(each: ChangeResult, *, going_on: bool = False) -> Json:
    """One change and how it went. ``note`` says what else was seen; ``error`` why it did not go as planned.
    ``going_on``: of a run that has not ended, so that what is not settled may still be made.
    """
    state = ChangeState.UNKNOWN if going_on and each.state in _UNSETTLED else _UNSETTLED.get(each.state, each.state)
    noted = each.failure is not None and each.failure.problem is Problem.SWITCHED_ON_BY_ITSELF
    told = None if each.failure is None else error(each.failure)
    return {
        **change(each.change),
        "state": state.value,
        "error": None if noted else told,
        "note": told if noted else None,
    }


def outcome(done: Outcome) -> Json:
    """What apply or undo did."""
    run = done.run
    return {
        "run_id": run.run_id,
        "outcome": None if run.outcome is None else run.outcome.value,
        "environment": {"url": run.target.url, "organization_id": run.organization_id, "name": run.organization_name},
        "undoes": run.undoes,
        "changes": [result(each) for each in run.results],
        "already_right": [change(each) for each in run.already_right],
        "verified": None if done.verdicts is None else all(verdict.ok for verdict in done.verdicts),
        "differences": None if done.verdicts is None else differences(done.verdicts),
    }


def differences(verdicts: Iterable[Verdict]) -> list[Json]:
    """The cells that do not hold what they should."""
    return [
        {
            "target": cell(verdict.cell),
            "label": change_text.cell_label(verdict.cell, verdict.row_name),
            "expected": verdict.expected,
            "actual": verdict.actual,
        }
        for verdict in verdicts
        if not verdict.ok
    ]


def verification(snapshot: Snapshot, found: Iterable[Finding], verdicts: tuple[Verdict, ...]) -> Json:
    """Whether the environment holds what the choices need."""
    return {
        "ok": all(verdict.ok for verdict in verdicts),
        "environment": environment(snapshot),
        "findings": [finding(each) for each in found],
        "differences": differences(verdicts),
    }


def history(runs: Iterable[Run], damaged: Iterable[str] = ()) -> Json:
    """The journalled runs, newest first, and the ids of those whose records are damaged."""
    return {"runs": [history_entry(run) for run in runs], "damaged": list(damaged)}


def history_entry(run: Run) -> Json:
    """One run in the list of runs."""
    return {
        "run_id": run.run_id,
        "kind": run.kind.value,
        "environment": {"url": run.target.url, "organization_id": run.organization_id, "name": run.organization_name},
        "map": None if run.choices.map_id is None else run.choices.map_id.value,
        "started": moment(run.started),
        "finished": moment(run.finished),
        "outcome": None if run.outcome is None else run.outcome.value,
        "going_on": run.going_on,
        "undoes": run.undoes,
    }


def status_maps(rulebook: Rulebook) -> Json:
    """The maps there are."""
    return {"maps": [{"id": table.id.value, "title": status.title(table)} for table in rulebook.status_maps]}


def status_map(table: StatusTable) -> Json:
    """One map's table, cell for cell as published."""
    return {
        "id": table.id.value,
        "title": status.title(table),
        "columns": list(table.columns),
        "rows": [
            {
                "processing_status": row.processing_status,
                "scm_status": row.scm_status,
                "scm_document_status": row.scm_document_status,
                "sales_status": row.sales_status,
            }
            for row in table.rows
        ],
        "notes": list(status.notes(table)),
        "source": table.source,
        "date": table.date,
        "confidence": table.confidence.value,
    }


def prices(situation: Situation, price_cells: Iterable[PriceCell]) -> Json:
    """Who calculates prices in that situation."""
    return {
        "situation": {
            "sop": "on" if situation.sop else "off",
            "user": "integration" if situation.integration_user else "regular",
            "order_state": "submitted" if situation.submitted else "active",
            "title": pricing.situation_name(situation),
        },
        "cells": [
            {
                "table": each.table,
                "operation": each.operation.value,
                "outcome": each.outcome.value,
                "reason": pricing.reason(each),
            }
            for each in price_cells
        ],
    }
