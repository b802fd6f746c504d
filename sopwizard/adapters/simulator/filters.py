"""$filter as SQL. The grammar is odata-query's; types, names and values are checked and bound here.

What Dataverse does not implement is refused as it refuses it: ``in``, arithmetic and functions other than contains,
startswith and endswith answer 501. ``ne`` also finds rows without a value, as Dataverse's does. Texts are looked for
literally: ``%`` and ``_`` in them are no wildcards (odata-query's own LIKE escaping does not hold in SQLite).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from odata_query import ast
from odata_query.exceptions import ODataException, UnknownFunctionException
from odata_query.grammar import ODataLexer, ODataParser
from odata_query.sql.sqlite import AstToSqliteSqlVisitor

from sopwizard.adapters.simulator import crmfunctions
from sopwizard.adapters.simulator.errors import DataverseError, bad_query, unknown_property, unsupported
from sopwizard.adapters.simulator.filtertext import SHIELD, prepared
from sopwizard.adapters.simulator.model import Column, Table
from sopwizard.adapters.simulator.paths import Query, like, path, related
from sopwizard.adapters.simulator.values import DATES, EDM, FRACTIONAL, TEXT, WHOLE, moment, whole

_OPERATIONS: dict[type, str] = {
    ast.Eq: "Equal",
    ast.NotEq: "NotEqual",
    ast.Lt: "LessThan",
    ast.LtE: "LessThanOrEqual",
    ast.Gt: "GreaterThan",
    ast.GtE: "GreaterThanOrEqual",
}
_LONGEST = 32_768


def where(query: Query, table: Table, alias: str, text: str, aliases: Mapping[str, str]) -> str:
    """The SQL condition of a $filter; refused as Dataverse refuses what it does not know."""
    if len(text) > _LONGEST:
        raise bad_query("The filter is too long.")
    ready, calls = prepared(text.strip(), aliases)
    try:
        tree = _parser().parse(_lexer().tokenize(ready))
        if tree is None:
            raise bad_query("Syntax error: character expected at the end of the expression.")
        visitor = _Visitor(query, table, alias, calls)
        return visitor.condition(tree)
    except UnknownFunctionException as error:
        raise bad_query(f"An unknown function with name '{error.function_name}' was found.") from error
    except ODataException as error:
        raise bad_query(f"Syntax error in '{text}': {error}") from error
    except RecursionError as error:
        raise bad_query("Recursion limit reached.") from error


def _lexer() -> Any:  # noqa: ANN401  sly has no types
    return ODataLexer()


def _parser() -> Any:  # noqa: ANN401  sly has no types
    return ODataParser()


class _Visitor(AstToSqliteSqlVisitor):
    """Writes SQL in which every value is bound and every name is one of the model's."""

    def __init__(
        self,
        query: Query,
        table: Table,
        alias: str,
        calls: list[crmfunctions.Call],
        variables: Mapping[str, tuple[Table, str]] | None = None,
    ) -> None:
        super().__init__(alias)
        self._query = query
        self._table = table
        self._alias = alias
        self._calls = calls
        self._variables = dict(variables or {})

    def condition(self, node: ast._Node) -> str:
        """A node that must be a condition."""
        if isinstance(node, ast.Boolean):
            return "1" if node.val.lower() == "true" else "0"
        if isinstance(node, ast.Identifier | ast.Attribute):
            column, sql = self._column(node)
            if column.kind == "bool":
                return f"{sql} = 1"
        if not isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Call | ast.CollectionLambda):
            raise bad_query("The $filter expression must evaluate to a single boolean value.")
        return str(self.visit(node))

    # names

    def _column(self, node: ast._Node) -> tuple[Column, str]:
        """A property, also through lookups, and the SQL that reads it."""
        steps: list[str] = []
        while isinstance(node, ast.Attribute):
            steps.insert(0, node.attr)
            node = node.owner
        if isinstance(node, ast.Call | ast.BinOp):
            self.visit(node)  # refused there
        if not isinstance(node, ast.Identifier):
            raise bad_query("A property is needed here.")
        steps.insert(0, ".".join((*node.namespace, node.name)))
        names = [step.removeprefix(SHIELD) for step in steps]
        table, alias = self._table, self._alias
        if names[0] in self._variables:
            table, alias = self._variables[names.pop(0)]
        return path(self._query, table, alias, names)

    def visit_Identifier(self, node: ast.Identifier) -> str:  # noqa: N802  odata-query's name
        return self._column(node)[1]

    def visit_Attribute(self, node: ast.Attribute) -> str:  # noqa: N802  odata-query's name
        return self._column(node)[1]

    # comparisons

    def visit_Compare(self, node: ast.Compare) -> str:  # noqa: N802  odata-query's name
        if isinstance(node.comparator, ast.In):
            raise unsupported("The query node In is not supported.")
        call = self._crm_call(node)
        if call is not None:
            return call
        left, right = node.left, node.right
        comparator: ast._Node = node.comparator
        if _is_literal(left) and not _is_literal(right):
            left, right, comparator = right, left, _turned(comparator)
        column, sql = self._column(left)
        if isinstance(right, ast.Null):
            if isinstance(comparator, ast.Eq | ast.NotEq):
                return f"{sql} IS {'NOT ' if isinstance(comparator, ast.NotEq) else ''}NULL"
            return "0"
        other = (
            self._literal(column, right, comparator) if _is_literal(right) else self._other(column, right, comparator)
        )
        if isinstance(comparator, ast.NotEq):
            return f"({sql} IS NOT {other})"
        return f"{sql} {self.visit(comparator)} {other}"

    def _crm_call(self, node: ast.Compare) -> str | None:
        name = node.left.name if isinstance(node.left, ast.Identifier) else ""
        if not name.startswith(f"{SHIELD}call"):
            return None
        call = self._calls[int(name.removeprefix(f"{SHIELD}call"))]
        return crmfunctions.sql(call, self._query, lambda names: path(self._query, self._table, self._alias, names))

    def _other(self, column: Column, node: ast._Node, comparator: ast._Node) -> str:
        other, sql = self._column(node)
        if _family(column) != _family(other):
            raise _mismatch(column, EDM[other.kind], comparator)
        return sql

    def _literal(self, column: Column, node: Any, comparator: ast._Node) -> str:  # noqa: ANN401  any literal node
        value = _value(column, node)
        if value is None:
            raise _mismatch(column, _EDM_OF_NODE.get(type(node), "Edm.Untyped"), comparator)
        return self._query.bind(value)

    # logic

    def visit_BoolOp(self, node: ast.BoolOp) -> str:  # noqa: N802  odata-query's name
        # a chain of hundreds is written flat: SQLite's parser and Python's stack are no deeper than some hundred
        parts, rest = [], [node.right, node.left]
        while rest:
            part = rest.pop()
            if isinstance(part, ast.BoolOp) and type(part.op) is type(node.op):
                rest += [part.right, part.left]
            else:
                parts.append(self.condition(part))
        return f"({f' {self.visit(node.op)} '.join(parts)})"

    def visit_UnaryOp(self, node: ast.UnaryOp) -> str:  # noqa: N802  odata-query's name
        if not isinstance(node.op, ast.Not):
            raise bad_query("A unary operator with an incompatible type was detected.")
        return f"NOT COALESCE({self.condition(node.operand)}, 0)"

    def visit_BinOp(self, node: ast.BinOp) -> str:  # noqa: N802  odata-query's name
        raise unsupported(f"The operator '{type(node.op).__name__}' is not supported.")

    # functions

    def visit_Call(self, node: ast.Call) -> str:  # noqa: N802  odata-query's name
        name = ".".join((*node.func.namespace, node.func.name))
        if name not in {"contains", "startswith", "endswith"}:
            raise unsupported(f"Function '{name}' is not supported.")
        column, sql = self._column(node.args[0])
        sought = node.args[1]
        if column.kind not in TEXT or not isinstance(sought, ast.String):
            raise bad_query(
                f"No function signature for the function with name '{name}' matches the specified arguments."
            )
        pattern = like(sought.val, name)
        return f"COALESCE({sql} LIKE {self._query.bind(pattern)} ESCAPE '\\', 0)"

    # collections

    def visit_CollectionLambda(self, node: ast.CollectionLambda) -> str:  # noqa: N802  odata-query's name
        if not isinstance(node.owner, ast.Identifier):
            raise unsupported("Lambda expressions through several navigation properties are not supported.")
        name = node.owner.name.removeprefix(SHIELD)
        relation = self._table.relations.get(name)
        if relation is None:
            raise unknown_property(name, self._table.name)
        table = self._query.model.tables.get(relation.table)
        if table is None:
            raise unknown_property(name, self._table.name)
        alias = self._query.alias()
        source = related(self._query, relation, self._table, self._alias, table, alias)
        if node.lambda_ is None:
            return f"EXISTS ({source})"
        variables = {**self._variables, node.lambda_.identifier.name: (table, alias)}
        inner = _Visitor(self._query, self._table, self._alias, self._calls, variables).condition(
            node.lambda_.expression
        )
        if isinstance(node.operator, ast.All):
            return f"NOT EXISTS ({source} AND NOT COALESCE({inner}, 0))"
        return f"EXISTS ({source} AND {inner})"


_LITERALS = (
    ast.String, ast.Integer, ast.Float, ast.Boolean, ast.GUID, ast.Date, ast.DateTime, ast.Null, ast.Time, ast.Duration,
    ast.UnaryOp,
)  # fmt: skip
_EDM_OF_NODE: dict[type, str] = {
    ast.String: "Edm.String",
    ast.Integer: "Edm.Int32",
    ast.Float: "Edm.Double",
    ast.Boolean: "Edm.Boolean",
    ast.GUID: "Edm.Guid",
    ast.Date: "Edm.Date",
    ast.DateTime: "Edm.DateTimeOffset",
    ast.Time: "Edm.TimeOfDay",
    ast.Duration: "Edm.Duration",
}


def _is_literal(node: object) -> bool:
    return isinstance(node, _LITERALS) and not (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


def _value(column: Column, node: Any) -> Any:  # noqa: ANN401, PLR0911  one return a kind
    """A literal as the store holds such values; None where the types do not fit."""
    kind = column.kind
    if isinstance(node, ast.UnaryOp):
        inner = _value(column, node.operand)
        return -inner if isinstance(inner, int | float) and not isinstance(inner, bool) and kind != "bool" else None
    if kind in TEXT:
        return node.val if isinstance(node, ast.String) else None
    if kind in {"guid", "lookup"}:
        return node.val.lower() if isinstance(node, ast.GUID) else None
    if kind == "bool":
        return int(node.val.lower() == "true") if isinstance(node, ast.Boolean) else None
    if kind in WHOLE or kind in FRACTIONAL:
        if isinstance(node, ast.Integer):
            return whole(node.val)
        return float(node.val) if isinstance(node, ast.Float) else None
    if kind in DATES:
        return node.val[:10] if isinstance(node, ast.Date | ast.DateTime) else None
    return moment(node.val) if isinstance(node, ast.Date | ast.DateTime) else None


def _family(column: Column) -> str:
    for name, kinds in (("text", TEXT), ("number", WHOLE | FRACTIONAL), ("day", DATES), ("id", {"guid", "lookup"})):
        if column.kind in kinds:
            return name
    return column.kind


def _mismatch(column: Column, found: str, comparator: object) -> DataverseError:
    return bad_query(
        "A binary operator with incompatible types was detected. Found operand types "
        f"'{EDM[column.kind]}' and '{found}' for operator kind '{_OPERATIONS.get(type(comparator), 'Equal')}'."
    )


@cache
def _turned(comparator: ast._Node) -> ast._Node:
    other: dict[type, type[ast._Node]] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
    return other.get(type(comparator), type(comparator))()
