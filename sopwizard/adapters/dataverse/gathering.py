"""The answers of the second and the third batch as parts of a snapshot, each of which fails alone."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from sopwizard.adapters.dataverse import answers, readings, surroundings
from sopwizard.adapters.dataverse.answers import Json
from sopwizard.adapters.dataverse.wire import Answer
from sopwizard.domain.errors import SopError
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.domain.model.snapshot import User
from sopwizard.domain.surroundings import OrderNumbers, UserOrders

T = TypeVar("T")
K = TypeVar("K")


class Reader(Protocol):
    """What a survey lends: a list with all its pages, and a reading whose failure is a value."""

    def rows(self, answer: Answer) -> tuple[Json, ...]:
        """All rows of a list."""

    def part(self, read: Callable[[], T]) -> Known[T] | Unknown:
        """What the part says, or why it cannot be read."""


class Missing(Mapping[str, Answer]):
    """Answers that never came: each of them fails with what stopped the batch."""

    def __init__(self, why: SopError) -> None:
        self._why = why

    def __getitem__(self, name: str) -> Answer:
        raise self._why

    def __iter__(self) -> Any:  # noqa: ANN401  an iterator of nothing
        return iter(())

    def __len__(self) -> int:
        return 0


def gather(reader: Reader, found: Mapping[str, Answer]) -> dict[str, Any]:
    """Parts of the second batch, by their names in the snapshot."""

    def listed(name: str, read: Callable[[tuple[Json, ...]], K]) -> Known[K] | Unknown:
        return reader.part(lambda: read(reader.rows(found[name])))

    def single(name: str, read: Callable[[Json], K]) -> Known[K] | Unknown:
        return reader.part(lambda: read(answers.content(found[name])))

    units = listed("units-of-business", lambda rows: rows)
    base = listed("base-currency", readings.base_currency)
    known_units = units.value if isinstance(units, Known) else None
    known_base = base.value if isinstance(base, Known) else None
    return {
        "definitions": listed("definitions", readings.definitions),
        "header_mappings": listed("mappings", readings.mappings),
        "features": listed("features", readings.features),
        "user_roles": listed("roles", readings.roles),
        "owner_teams": listed("teams", lambda rows: readings.teams(rows, known_units)),
        "order_format": single("order-format", readings.number_format),
        "quote_format": single("quote-format", readings.number_format),
        "price_lists": listed("price-lists", readings.price_lists),
        "currencies": listed("currencies", lambda rows: readings.currencies(rows, known_base)),
        "units": listed("units", readings.units),
        "quick_create": single("quick-create", readings.quick_create),
        "plugin_steps": listed("steps", readings.steps),
        "sales_apps": listed("apps", readings.apps),
        "audited": reader.part(
            lambda: readings.audited(answers.content(found["organization-audit"]), answers.content(found["user-audit"]))
        ),
    }


def gather_orders(
    reader: Reader, users: Known[tuple[User, ...]] | Unknown, found: Mapping[str, Answer]
) -> dict[str, Any]:
    """Parts of the third batch: who made which orders. Without the users there are none."""
    if isinstance(users, Unknown):
        return {"recent_orders": users, "order_numbers": users}
    everybody = users.value
    return {
        "recent_orders": reader.part(lambda: _recent(reader, everybody, found)),
        "order_numbers": reader.part(lambda: _numbers(found, everybody)),
    }


def _recent(reader: Reader, users: tuple[User, ...], found: Mapping[str, Answer]) -> tuple[UserOrders, ...]:
    counts: dict[str, int | None] = {}
    for user in surroundings.counted(users):
        name = f"orders-of-{user.user_id}"
        count = reader.part(lambda name=name: readings.count(answers.content(found[name])))  # type: ignore[misc]
        counts[user.user_id] = count.value if isinstance(count, Known) else None
    return readings.recent_orders(users, counts)


def _numbers(found: Mapping[str, Answer], users: tuple[User, ...]) -> OrderNumbers:
    own = any(user.application_id in surroundings.DUAL_WRITE_APPLICATIONS for user in users)
    theirs = answers.content(found["supply-chain-numbers"]) if own else None
    return readings.numbers(answers.content(found["sales-numbers"]), theirs)
