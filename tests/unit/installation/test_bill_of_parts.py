"""The list of what a release is made of, and the licence texts beside it."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "packaging" / "bundle"


@pytest.fixture(scope="module")
def inventory() -> Iterator[ModuleType]:
    """As those who put releases together use it."""
    spec = importlib.util.spec_from_file_location("inventory", FOLDER / "inventory.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["inventory"] = module  # dataclasses look there for the annotations' names
    spec.loader.exec_module(module)
    yield module
    del sys.modules["inventory"]


def part(inventory: ModuleType, **told: object) -> Any:  # noqa: ANN401  a class of a module that has no package
    return inventory.Part(**{"name": "a", "version": "1", "licence": "MIT", "purl": "pkg:pypi/a@1"} | told)


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("MIT", [{"license": {"id": "MIT"}}]),
        ("Apache-2.0 OR BSD-3-Clause", [{"expression": "Apache-2.0 OR BSD-3-Clause"}]),
        (
            "GPL-2.0-or-later WITH Bootloader-exception",
            [{"expression": "GPL-2.0-or-later WITH Bootloader-exception"}],
        ),
        ("see its text", [{"license": {"name": "see its text"}}]),
    ],
)
def test_a_licence_is_listed_as_what_it_is(inventory: ModuleType, said: str, listed: object) -> None:
    assert inventory.component(part(inventory, licence=said))["licenses"] == listed


def test_what_is_known_of_a_part_is_listed_and_nothing_else(inventory: ModuleType) -> None:
    known = inventory.component(part(inventory, digest="ab", files=(("_internal/a.so", "cd"),)))
    assert known["hashes"] == [{"alg": "SHA-256", "content": "ab"}]
    (file,) = known["components"]
    assert (file["name"], file["hashes"]) == ("_internal/a.so", [{"alg": "SHA-256", "content": "cd"}])
    assert not {"hashes", "components"} & inventory.component(part(inventory)).keys()


def test_the_same_parts_have_the_same_list_and_other_parts_another(inventory: ModuleType) -> None:
    first, second = inventory.bill([part(inventory)]), inventory.bill([part(inventory)])
    assert first == second
    assert first["serialNumber"] != inventory.bill([part(inventory, version="2")])["serialNumber"]


def test_every_part_has_its_texts_in_the_folder(inventory: ModuleType, tmp_path: Path) -> None:
    inventory.write([part(inventory, texts=(b"one", b"two")), inventory.font()], tmp_path)
    texts = tmp_path / "licences"
    assert ((texts / "a.txt").read_bytes(), (texts / "a-2.txt").read_bytes()) == (b"one", b"two")
    assert b"Open Font License" in (texts / "Inter.txt").read_bytes()
    assert "a 1: MIT" in (texts / "THIRD-PARTY.txt").read_text("utf-8").splitlines()
    assert (tmp_path / "sbom.cdx.json").exists()


def test_a_part_without_a_licence_text_stops_the_build(inventory: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no licence text of a"):
        inventory.write([part(inventory)], tmp_path)
