"""Where two maps differ, and which existing orders would show something else under the other."""

from dataclasses import dataclass, replace

from sopwizard.domain.model.choices import MapId
from sopwizard.domain.rulebook import OptionValue, PublishedMap, Rulebook, StatusRow, StatusTable
from sopwizard.domain.status import NOT_APPLICABLE, Resolution, resolve


@dataclass(frozen=True, slots=True)
class Difference:
    """One combination of status and document status that two tables resolve differently."""

    scm_status: str
    document_status: str
    first: Resolution
    second: Resolution


@dataclass(frozen=True, slots=True)
class Sight:
    """What an order shows in Sales: processing status and status. None: left out or not defined."""

    processing_status: str | None
    sales_status: str | None


@dataclass(frozen=True, slots=True)
class OrderGroup:
    """How many existing orders hold a processing status and a status; option values, None where the row has none."""

    processing_status: int | None
    statecode: int | None
    count: int


@dataclass(frozen=True, slots=True)
class GroupChange:
    """Orders of one group under another map. ``then`` has more than one member where the group's statuses stand for
    several combinations that the other map tells apart; empty: the running map does not have them, so nobody can tell.
    """

    group: OrderGroup
    now: Sight
    then: tuple[Sight, ...]


def reachable(rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """Every status with every document status that an order can have, "None" included."""
    documents = tuple(document for document in rulebook.document_statuses if document != NOT_APPLICABLE)
    return tuple((status, document) for status in rulebook.scm_statuses for document in documents)


def differences(rulebook: Rulebook, first: MapId, second: MapId) -> tuple[Difference, ...]:
    """The combinations that the two maps resolve differently, in the tables' order.

    The Data Integrator's table has no columns for Supply Chain Management, so it is compared with nothing: the answer
    is empty, and `comparable` says why.
    """
    if not comparable(first, second):
        return ()
    one, two = rulebook.table(first), rulebook.table(second)
    found = (
        Difference(status, document, resolve(one, status, document), resolve(two, status, document))
        for status, document in reachable(rulebook)
    )
    return tuple(each for each in found if sight(each.first) != sight(each.second))


def comparable(first: MapId, second: MapId) -> bool:
    """Whether the two tables have the columns to be compared by."""
    return MapId.DATA_INTEGRATOR not in (first, second)


def sight(resolution: Resolution) -> Sight:
    """What a resolution shows in Sales."""
    return Sight(resolution.processing_status, resolution.sales_status)


def changed_orders(
    rulebook: Rulebook, groups: tuple[OrderGroup, ...], running: MapId, other: MapId
) -> tuple[GroupChange, ...]:
    """The groups of orders that would, or might, show something else if the other map ran, largest first."""
    if not comparable(running, other):
        return ()
    changes = (_change(rulebook, group, running, other) for group in groups)
    found = [change for change in changes if change is not None]
    return tuple(sorted(found, key=lambda change: -change.group.count))


def _change(rulebook: Rulebook, group: OrderGroup, running: MapId, other: MapId) -> GroupChange | None:
    processing = _published(rulebook.options.processing_status, group.processing_status)
    status = _published(rulebook.options.statecode, group.statecode)
    if processing is None:
        return None
    now, table = Sight(processing, status), rulebook.table(running)
    alike = tuple(each for each in reachable(rulebook) if resolve(table, *each).processing_status == processing)
    # The status tells apart what one processing status stands for; an order with a status of its own might be any.
    exactly = tuple(each for each in alike if sight(resolve(table, *each)) == now)
    then = tuple(dict.fromkeys(sight(resolve(rulebook.table(other), *each)) for each in exactly or alike))
    return None if then == (now,) else GroupChange(group, now, then)


def _published(options: tuple[OptionValue, ...], value: int | None) -> str | None:
    return next((option.published for option in options if option.value == value), None)


def as_deployed(
    table: StatusTable,
    published: PublishedMap,
    values: tuple[tuple[str, str], ...],
    constants: tuple[tuple[str, str], ...],
    rulebook: Rulebook,
) -> StatusTable:
    """The table as it is with an environment's own value map, and with the columns that its map sets to a fixed value.

    A status whose key the environment's map does not carry loses its processing status; one that it carries to an
    option that is not shipped shows the option's number.
    """
    options = rulebook.options
    here = {key.casefold(): value for key, value in values}
    keys = {value: key.casefold() for key, value in published.values}
    fixed = dict(constants).get("statecode")

    def row_here(row: StatusRow) -> StatusRow:
        option = next((each for each in options.processing_status if each.published == row.processing_status), None)
        key = None if option is None else keys.get(str(option.value))
        processing = row.processing_status if key is None else _named(options.processing_status, here.get(key))
        sales = row.sales_status if fixed is None else _named(options.statecode, fixed)
        return replace(row, processing_status=processing, sales_status=sales)

    return replace(table, rows=tuple(row_here(row) for row in table.rows))


def _named(options: tuple[OptionValue, ...], value: str | None) -> str | None:
    """The published word for an option in a map's JSON, its label where no article has a word, else the value."""
    found = next((option for option in options if str(option.value) == value), None)
    return value if found is None else found.published or found.label
