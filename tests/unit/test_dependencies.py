"""What is imported is declared: nothing works only because another library happens to bring it."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OWN = {"sopwizard", "tests"} | {path.stem for path in (ROOT / "packaging").rglob("*.py")}
ELSEWHERE = {
    "gi",
    "azure",
    "PowerPlatform",
}  # the system's own Python has the first, a folder made by its test the rest


def imported(*patterns: str) -> set[str]:
    """The top-level modules that the code there imports, without the standard library's."""
    found: set[str] = set()
    for path in (path for pattern in patterns for path in ROOT.glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return {name.partition(".")[0] for name in found} - sys.stdlib_module_names - OWN - ELSEWHERE


def plain(names: Iterable[str]) -> set[str]:
    """Names of distributions, spelt alike, without versions and markers."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[ <>=!~;\[]", name)[0]).lower() for name in names}


def distributions(modules: Iterable[str]) -> set[str]:
    """What has to be installed for these modules."""
    known = importlib.metadata.packages_distributions()
    return plain(name for module in modules for name in known[module])


def test_every_library_that_the_program_imports_is_a_dependency() -> None:
    assert distributions(imported("sopwizard/**/*.py")) <= plain(PROJECT["project"]["dependencies"]) | {"shiboken6"}


def test_every_dependency_is_imported() -> None:
    assert plain(PROJECT["project"]["dependencies"]) <= distributions(imported("sopwizard/**/*.py"))


def test_every_library_that_tests_import_is_declared() -> None:
    # What makes bundles below packaging/ has tools and constraints of its own. The fuzzer is run on request only and
    # says how to get its library, which is not there for every system.
    declared = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    found = imported("tests/**/*.py", "packaging/*.py") - {"atheris"}
    assert distributions(found) <= plain(declared) | {"shiboken6"}


def test_every_declared_library_is_locked_to_one_version() -> None:
    lock = (ROOT / "packaging" / "constraints.txt").read_text("utf-8").splitlines()
    locked = [line for line in lock if not line.startswith("#")]
    assert all("==" in line for line in locked)
    declared = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    assert plain(declared) | {"hatchling", "editables"} <= plain(locked)
