"""$filter over metadata, which is not in the store: the same grammar, evaluated over JSON objects."""

import re
from collections.abc import Callable
from typing import Any

from odata_query import ast as odata_ast
from odata_query.exceptions import ODataException
from odata_query.grammar import ODataLexer, ODataParser

from sopwizard.adapters.simulator.errors import bad_query, unsupported
from sopwizard.adapters.simulator.messages import Json
from sopwizard.adapters.simulator.values import whole

ast: Any = odata_ast  # its patterns have no types
_ENUM = re.compile(r"Microsoft\.Dynamics\.CRM\.\w+('[^']*')")
_TEXT: dict[str, Callable[[str, str], bool]] = {
    "startswith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
    "contains": lambda text, part: part in text,
}
_ORDER = {
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
}


def compiled(text: str) -> Callable[[Json], bool]:
    """What says whether an object fits."""
    parser: Any = ODataParser()
    try:
        tree = parser.parse(ODataLexer().tokenize(_ENUM.sub(r"\1", text.strip())))
    except ODataException as error:
        raise bad_query(f"Syntax error in '{text}': {error}") from error
    except RecursionError as error:
        raise bad_query("Recursion limit reached.") from error
    return lambda entry: _holds(tree, entry)


def _holds(node: Any, entry: Json) -> bool:  # noqa: ANN401  any node of the tree
    match node:
        case ast.BoolOp(op=ast.And()):
            return _holds(node.left, entry) and _holds(node.right, entry)
        case ast.BoolOp():
            return _holds(node.left, entry) or _holds(node.right, entry)
        case ast.UnaryOp(op=ast.Not()):
            return not _holds(node.operand, entry)
        case ast.Call() if node.func.name in _TEXT:
            text, part = (_value(argument, entry) for argument in node.args)
            return isinstance(text, str) and isinstance(part, str) and _TEXT[node.func.name](text, part)
        case ast.Compare(comparator=ast.In()):
            raise unsupported("The query node In is not supported.")
        case ast.Compare():
            return _compared(node, _value(node.left, entry), _value(node.right, entry))
    value = _value(node, entry)
    if isinstance(value, bool):
        return value
    raise bad_query("The $filter expression must evaluate to a single boolean value.")


def _compared(node: odata_ast.Compare, left: Any, right: Any) -> bool:  # noqa: ANN401  JSON is of any kind
    if isinstance(node.comparator, ast.Eq | ast.NotEq):
        if left is not None and right is not None and isinstance(left, bool) != isinstance(right, bool):
            raise bad_query("A binary operator with incompatible types was detected.")
        return bool((left == right) == isinstance(node.comparator, ast.Eq))
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise bad_query("A binary operator with incompatible types was detected.")
    return bool(_ORDER[type(node.comparator)](left, right))


def _value(node: Any, entry: Json) -> Any:  # noqa: ANN401  JSON is of any kind
    match node:
        case ast.Identifier():
            if node.name not in entry:
                raise bad_query(f"Could not find a property named '{node.name}' on type 'EntityMetadata'.")
            return entry[node.name]
        case ast.Attribute():
            owner = _value(node.owner, entry)
            if not isinstance(owner, dict) or node.attr not in owner:
                raise bad_query(f"Could not find a property named '{node.attr}'.")
            return owner[node.attr]
        case ast.String() | ast.GUID():
            return node.val
        case ast.Integer():
            return whole(node.val)
        case ast.Boolean():
            return node.val.lower() == "true"
        case ast.Null():
            return None
    raise unsupported(f"'{type(node).__name__}' is not supported in filters of metadata.")
