import pytest

from sopwizard.domain.checks import examine
from sopwizard.domain.groups import Group, group_of
from sopwizard.services.rulebook import load
from sopwizard.text import check_list, findings
from tests.support.snapshots import a_snapshot


def test_every_check_belongs_to_a_chapter_with_a_name() -> None:
    for each in examine(a_snapshot(), load()):
        assert check_list.group(group_of(each.id)).strip()
        assert findings.subject(each.id).strip()


def test_no_chapter_is_empty() -> None:
    assert {group_of(each.id) for each in examine(a_snapshot(), load())} == set(Group)


def test_what_is_no_check_has_no_chapter() -> None:
    with pytest.raises(KeyError):
        group_of("nothing")
