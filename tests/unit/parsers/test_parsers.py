"""What strangers may have written is read or refused, and nothing else; `packaging/fuzz.py` looks longer."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.parsers import PARSERS, seeds

_QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("name", PARSERS)
@_QUICK
@given(data=st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    PARSERS[name](data)


@pytest.mark.parametrize("name", [name for name in PARSERS if name != "journal"])
@_QUICK
@given(data=st.text(max_size=200))
def test_any_text(name: str, data: str) -> None:
    PARSERS[name](data.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", ["answer", "token", "map", "plan", "check", "scenario"])
@_QUICK
@given(data=_JSON)
def test_any_json(name: str, data: object) -> None:
    PARSERS[name](json.dumps(data).encode())


@pytest.mark.parametrize("name", PARSERS)
@_QUICK
@given(cuts=st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=8)), max_size=4))
def test_right_input_with_some_of_it_exchanged(name: str, cuts: list[tuple[int, bytes]]) -> None:
    for seed in seeds(name):
        content = bytearray(seed)
        for place, put in cuts:
            at = place % (len(content) + 1)
            content[at : at + len(put)] = put
        PARSERS[name](bytes(content))


@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 50_000, b"9" * 10_000, b"\xff" * 1000, b"\x00" * 1000])
def test_what_is_nested_long_or_empty(name: str, content: bytes) -> None:
    PARSERS[name](content)
