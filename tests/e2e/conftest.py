"""A desktop for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desktop import Desktop


@pytest.fixture
def desktop(sandbox: Path) -> Iterator[Desktop]:
    """A screen, a bus and a home of the test's own; the program's data folder is the one of the sandbox."""
    with Desktop(sandbox) as made:
        yield made
