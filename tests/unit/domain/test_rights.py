"""What the caller can do and cannot, told by privileges with the names that metadata give them."""

from dataclasses import replace

import pytest

from sopwizard.domain.model.findings import Finding
from sopwizard.domain.model.parts import Known
from sopwizard.domain.model.snapshot import Privilege
from sopwizard.domain.model.states import Severity
from sopwizard.domain.rights import check_rights
from sopwizard.text import findings
from tests.support.snapshots import a_snapshot

FLAG = Privilege("prvWriteOrganization", "Global", "organization", "Write")
MARK = Privilege("prvWriteUser", "Global", "systemuser", "Write")
ORDERS = Privilege("prvReadOrder", "Global", "salesorder", "Read")
MAPS = Privilege("prvReadmsdyn_dualwriteruntimeconfig", "Global", "msdyn_dualwriteruntimeconfig", "Read")
SAVED_MAPS = Privilege("prvReadmsdyn_dualwriteentitymap", "Global", "msdyn_dualwriteentitymap", "Read")


def rights(*privileges: Privilege, licensed: bool | None = None) -> Finding:
    snapshot = a_snapshot(privileges=Known(privileges))
    return check_rights(replace(snapshot, caller=replace(snapshot.caller, licensed=licensed)))


def test_everything_that_can_be_done_is_said() -> None:
    found = rights(FLAG, MARK, ORDERS, MAPS, SAVED_MAPS)
    assert found.severity is Severity.OK
    assert (
        "You can: switch the flag; mark and unmark users; read orders; read which maps run; read the saved versions "
        "of maps." in findings.detail(found)
    )
    assert "You cannot" not in findings.detail(found)


def test_the_privilege_is_told_by_its_table_whatever_metadata_call_it() -> None:
    assert rights(replace(FLAG, name="prvWriteOrg"), replace(MARK, name="prvWriteSystemUser")).severity is Severity.OK
    found = rights(replace(FLAG, name="prvWriteOrg", depth="None"), MARK)
    assert (found.severity, found.fact("missing")) == (Severity.BLOCKER, "prvWriteOrganization")


def test_what_cannot_be_done_is_said_beside_what_can() -> None:
    found = rights(FLAG, replace(MARK, depth="None"), ORDERS)
    assert found.severity is Severity.BLOCKER
    assert "You can: switch the flag; read orders." in findings.detail(found)
    assert "You cannot: mark and unmark users." in findings.detail(found)
    assert "prvWriteUser: None" in found.evidence


def test_a_table_that_may_not_be_read_is_advice_because_nothing_needs_to_be_read_to_write() -> None:
    found = rights(FLAG, MARK, replace(MAPS, depth="None"))
    assert (found.severity, found.fact("case")) == (Severity.ADVICE, "reading")
    assert "You cannot: read which maps run." in findings.detail(found)
    assert "check again" in findings.fix(found)


@pytest.mark.parametrize("depth", ["Basic", "Local", "Deep"])
def test_orders_that_are_read_in_part_are_not_taken_for_all(depth: str) -> None:
    found = rights(FLAG, MARK, replace(ORDERS, depth=depth))
    assert found.severity is Severity.ADVICE
    assert "For some rows only, you can: read orders." in findings.detail(found)


@pytest.mark.parametrize(
    ("licensed", "sentence"),
    [
        (True, "Dataverse says that you hold a licence, and not which one."),
        (False, "Dataverse says that you hold no licence."),
        (None, "Whether you hold a licence is not known."),
    ],
)
def test_a_licence_is_said_as_far_as_dataverse_tells_and_no_further(licensed: bool | None, sentence: str) -> None:  # noqa: FBT001
    found = rights(FLAG, MARK, licensed=licensed)
    assert found.severity is Severity.OK
    assert sentence in findings.detail(found)
    assert "Sales Premium or Sales Enterprise" in findings.detail(found)
