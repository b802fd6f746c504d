from typing import Any

import pytest

from sopwizard.domain.errors import Problem
from sopwizard.domain.evidence import running_map
from sopwizard.domain.model.parts import Known, Unknown
from sopwizard.services.rulebook import load
from tests.support.snapshots import CDS_ROWS, DYNAMICS365_ROWS, OPTIONS_BEFORE_UPDATE, a_snapshot, map_row

FORBIDDEN = Unknown(Problem.FORBIDDEN, request_id="r-1")


@pytest.mark.parametrize(
    ("parts", "state", "running", "reason", "rows"),
    [
        ({}, "one", "dynamics365", "dynamics365-row", 1),
        ({"running_maps": Known(CDS_ROWS)}, "one", "cds", "cds-row-with-option", 1),
        (
            {"running_maps": Known(CDS_ROWS), "processing_options": Known(OPTIONS_BEFORE_UPDATE)},
            "one",
            "classic",
            "cds-row-without-option",
            1,
        ),
        ({"running_maps": Known((map_row("Cds SALES Order Headers"),))}, "one", "cds", "cds-row-with-option", 1),
        ({"running_maps": Known((*CDS_ROWS, *DYNAMICS365_ROWS))}, "both", None, "both-rows", 2),
        ({"running_maps": Known(())}, "none", None, "no-row", 0),
        ({"running_maps": Known(CDS_ROWS[1:])}, "none", None, "no-row", 0),
        (
            {"running_maps": Known((map_row("CDS sales order headers", state=1),))},
            "none",
            None,
            "no-row",
            1,
        ),
        ({"running_maps": Known((map_row("CDS sales order headers", "quote"),))}, "none", None, "no-row", 0),
        ({"running_maps": FORBIDDEN}, "unknown", None, "rows-unreadable", 0),
        (
            {"running_maps": Known((map_row("CDS sales order headers", state=None),))},
            "unknown",
            None,
            "state-unreadable",
            1,
        ),
        (
            {"running_maps": Known(CDS_ROWS), "processing_options": FORBIDDEN},
            "unknown",
            None,
            "option-unreadable",
            1,
        ),
        (
            {"running_maps": Known(CDS_ROWS), "processing_options": Known(None)},
            "unknown",
            None,
            "column-missing",
            1,
        ),
        ({"processing_options": FORBIDDEN}, "one", "dynamics365", "dynamics365-row", 1),
    ],
)
def test_rows_tell_which_map_runs(
    parts: dict[str, Any], state: str, running: str | None, reason: str, rows: int
) -> None:
    evidence = running_map(a_snapshot(**parts), load())
    assert (evidence.state, evidence.running, evidence.reason) == (state, running, reason)
    assert len(evidence.rows) == rows


def test_what_could_not_be_read_says_why() -> None:
    assert running_map(a_snapshot(running_maps=FORBIDDEN), load()).facts == (("problem", "forbidden"),)
