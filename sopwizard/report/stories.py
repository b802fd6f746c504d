"""The published JSON object of a story. What is unknown is None."""

from collections.abc import Iterable
from typing import Any

from sopwizard.domain.orders import SalesOrder, ScmOrder
from sopwizard.domain.pricing import PriceCell
from sopwizard.domain.story import Life, Step, Story, encode
from sopwizard.text import orders, pricing
from sopwizard.text import story as text

Json = dict[str, Any]


def told(story: Story, lives: Iterable[Life], ready: Iterable[Story] = ()) -> Json:
    """A story under one or more maps, and the names of the ready ones."""
    return {
        "story": {**encode(story), "title": text.title(story)},
        "maps": [_life(life) for life in lives],
        "stories": [{"name": each.name, "title": text.title(each)} for each in ready],
    }


def _life(life: Life) -> Json:
    setting = life.setting
    return {
        "map": setting.map_id.value,
        "sop": setting.sop,
        "actor": setting.actor.value,
        "writer_marked": setting.writer_marked,
        "steps": [_step(step) for step in life.steps],
    }


def _step(step: Step) -> Json:
    return {
        "event": step.event.value,
        "side": step.event.side.value,
        "possible": step.refusal is None,
        "refusal": None if step.refusal is None else step.refusal.value,
        "why": None if step.refusal is None else orders.refusal(step.refusal),
        "scm": _scm(step.scm),
        "sales": _sales(step.sales),
        "invoice": None
        if step.invoice is None
        else {"made_in": step.invoice.made_in.value, "blank": step.invoice.blank},
        "buttons": [
            {"button": state.button.value, "shown": state.shown, "rule": state.rule, "doubt": state.doubt}
            for state in step.buttons
        ],
        "may_edit": [
            {"actor": state.actor.value, "allowed": state.allowed, "rule": state.rule, "doubt": state.doubt}
            for state in step.editors
        ],
        "prices": [_price(cell) for cell in step.prices],
        "remarks": [{"id": remark.value, "text": orders.remark(remark)} for remark in step.remarks],
    }


def _scm(order: ScmOrder | None) -> Json | None:
    return None if order is None else {"status": order.status, "document_status": order.document}


def _sales(order: SalesOrder | None) -> Json | None:
    if order is None:
        return None
    return {"processing_status": order.processing_status, "status": order.status, "founded": order.founded.value}


def _price(cell: PriceCell) -> Json:
    return {
        "table": cell.table,
        "operation": cell.operation.value,
        "outcome": cell.outcome.value,
        "reason": pricing.reason(cell),
    }
