"""What the answers of a survey say of everything around the flag and the marks; what is asked is in `surroundings`."""

from collections.abc import Iterable, Mapping

from sopwizard.adapters.dataverse import rows, surroundings
from sopwizard.adapters.dataverse.answers import Json
from sopwizard.adapters.dataverse.map_content import definition, header_mapping
from sopwizard.domain.model.snapshot import User
from sopwizard.domain.surroundings import (
    Audited,
    Currency,
    FeatureState,
    HeaderMapping,
    MapDefinition,
    OrderNumbers,
    PluginStep,
    PriceList,
    Team,
    Unit,
    UserOrders,
    UserRoles,
)


def definitions(found: Iterable[Json]) -> tuple[MapDefinition, ...]:
    """All saved versions of all maps."""
    return rows.distinct((definition(row) for row in found), lambda one: one.row_id)


def mappings(found: Iterable[Json]) -> tuple[HeaderMapping, ...]:
    """The contents of the saved order-header maps."""
    return rows.distinct((header_mapping(row) for row in found), lambda one: one.row_id)


def features(found: Iterable[Json]) -> tuple[FeatureState, ...]:
    """Mirrored features: state 0 is on (DOMAIN 5.1)."""
    return tuple(FeatureState(_name(row, "msdyn_name"), _enabled(row)) for row in found)


def _enabled(row: Json) -> bool | None:
    return {0: True, 1: False}.get(rows.number(row, "statecode"))  # type: ignore[arg-type]


def _name(row: Json, column: str) -> str:
    name = rows.text(row, column)
    if name is None:
        raise rows.broken(column)
    return name


def _role_names(row: Json, collection: str) -> tuple[str, ...]:
    found = row.get(collection)
    if not isinstance(found, list) or not all(isinstance(role, dict) for role in found):
        raise rows.broken(collection)
    return tuple(sorted({_name(role, "name") for role in found}))


def roles(found: Iterable[Json]) -> tuple[UserRoles, ...]:
    """The roles of dual-write's users."""
    return tuple(
        UserRoles(rows.guid(row, "systemuserid"), _role_names(row, "systemuserroles_association")) for row in found
    )


def teams(found: Iterable[Json], units: Iterable[Json] | None) -> tuple[Team, ...]:
    """The default teams; which belongs to the topmost unit is unknown where the units could not be read."""
    roots = None
    if units is not None:
        roots = {rows.guid(unit, "businessunitid") for unit in units if unit.get("_parentbusinessunitid_value") is None}
    return tuple(
        Team(
            team_id=rows.guid(row, "teamid"),
            name=rows.text(row, "name") or rows.guid(row, "teamid"),
            root=None if roots is None else rows.guid(row, "_businessunitid_value") in roots,
            roles=_role_names(row, "teamroles_association"),
        )
        for row in found
    )


def number_format(data: Json) -> str | None:
    """The auto-number format of a column; None where it has none."""
    if "AutoNumberFormat" not in data:
        raise rows.broken("AutoNumberFormat")
    return rows.text(data, "AutoNumberFormat", 500)


def count(data: Json) -> int:
    """The number in an aggregate's one row; no row is none."""
    found = rows.values(data)
    if not found:
        return 0
    number = rows.number(found[0], "count")
    if len(found) > 1 or number is None or number < 0:
        raise rows.broken("count")
    return number


def recent_orders(users: Iterable[User], counts: Mapping[str, int | None]) -> tuple[UserOrders, ...]:
    """The counts of the users that were asked for."""
    return tuple(UserOrders(user.user_id, counts.get(user.user_id)) for user in surroundings.counted(users))


def numbers(sales: Json, supply_chain: Json | None) -> OrderNumbers:
    """The latest numbers of either side."""
    return OrderNumbers(_numbers(sales), () if supply_chain is None else _numbers(supply_chain))


def _numbers(data: Json) -> tuple[str, ...]:
    found = (rows.text(row, "msdyn_salesordernumber", 100) for row in rows.values(data))
    return tuple(number for number in found if number is not None)


def price_lists(found: Iterable[Json]) -> tuple[PriceList, ...]:
    """Active price lists."""
    return tuple(PriceList(_name(row, "name"), _optional_guid(row, "_transactioncurrencyid_value")) for row in found)


def _optional_guid(row: Json, column: str) -> str | None:
    return None if row.get(column) is None else rows.guid(row, column)


def currencies(found: Iterable[Json], base: str | None) -> tuple[Currency, ...]:
    """Active currencies."""
    return tuple(
        Currency(
            currency_id=rows.guid(row, "transactioncurrencyid"),
            code=rows.text(row, "isocurrencycode", 10),
            base=None if base is None else rows.guid(row, "transactioncurrencyid") == base,
        )
        for row in found
    )


def base_currency(found: Iterable[Json]) -> str | None:
    """The organization's own currency."""
    return next((_optional_guid(row, "_basecurrencyid_value") for row in found), None)


def units(found: Iterable[Json]) -> tuple[Unit, ...]:
    """Units and their symbols."""
    return tuple(Unit(_name(row, "name"), rows.text(row, "msdyn_symbol", 40)) for row in found)


def quick_create(data: Json) -> bool:
    """Whether the table allows quick create."""
    allowed = rows.flag(data, "IsQuickCreateEnabled")
    if allowed is None:
        raise rows.broken("IsQuickCreateEnabled")
    return allowed


def steps(found: Iterable[Json]) -> tuple[PluginStep, ...]:
    """Steps of dual-write's plug-ins: state 0 is enabled."""
    return tuple(PluginStep(_name(row, "name"), _enabled(row)) for row in found)


def apps(found: Iterable[Json]) -> tuple[str, ...]:
    """Unique names of model-driven apps."""
    return tuple(sorted({_name(row, "uniquename") for row in found}))


def audited(*tables: Json) -> tuple[Audited, ...]:
    """Whether the tables are audited. The property is a managed one: ``{"Value": true, …}``."""
    found = []
    for table in tables:
        managed = table.get("IsAuditEnabled")
        value = managed.get("Value") if isinstance(managed, dict) else managed
        found.append(Audited(_name(table, "LogicalName"), value if isinstance(value, bool) else None))
    return tuple(found)
