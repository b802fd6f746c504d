"""A person who knows the window by names and roles only; then window, journal and environment must tell one story.

The person sits in another process (`tests.support.eyes`), the environment is a simulator in a third one, and what it
holds is read by plain HTTP.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.desktop import Desktop, Person
from tests.support.outside import TOKEN, Environment, simulator, sopwizard

PAGES = (
    "Where do you want to set up sales order integration?",
    "Is this environment ready?",
    "Should sales order processing integration be on?",
    "Which users should be in integration user mode?",
    "Which order map is this for?",
    "What will orders look like?",
    "Make these 4 changes in Contoso UAT?",
)
DUAL_WRITE = {
    "00000015-0000-0000-c000-000000000000",
    "2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b",
    "f1752846-f0df-4766-96f5-c109adf67d7f",
}


# The second of the four changes, in the order in which they are made.
SECOND = "f1752846-f0df-4766-96f5-c109adf67d7f"


def second_write(fault: str) -> str:
    """The fault for every attempt to write the second change; the scenario's users have the same ids every time."""
    with simulator("first-setup") as environment:
        return f"{fault}@PATCH/systemusers({environment.user(SECOND)})"


@contextmanager
def wizard(desktop: Desktop, environment: Environment) -> Iterator[Person]:
    """The window at the environment, with a token that was brought along."""
    arguments = ("--environment", environment.url, "--auth", "token")
    with desktop.program(*arguments, SOPWIZARD_ACCESS_TOKEN=TOKEN) as person:
        yield person


def goes_to_apply(person: Person) -> list[str]:
    """From the first page to the review, looking at each page; what is to be changed."""
    person.sees("label", PAGES[0])
    person.presses("Read this environment")
    person.sees("label", PAGES[1])
    for title in PAGES[2:]:
        person.presses("Next")
        person.sees("label", title)
    _head, rows = person.table("Changes")
    return [row[0] for row in rows]


SETS = {"systemuser": "systemusers", "organization": "organizations"}
IN_WORDS = {"verified": "Verified", "failed": "Failed", "skipped": "Not done"}


def one_story(person: Person, environment: Environment, kind: str, outcome: str) -> list[str]:
    """How every change went, in the words of the journal; window, journal and environment must agree on it."""
    newest = sopwizard("history").told["runs"][0]
    assert (newest["kind"], newest["outcome"], newest["environment"]["url"]) == (kind, outcome, environment.url)
    file = Path(os.environ["SOPWIZARD_DATA_DIR"], "story.json")
    assert sopwizard("report", newest["run_id"], "--to", str(file)).code == 0
    changes = json.loads(file.read_text("utf-8"))["changes"]

    head, rows = person.table("Values")
    assert (head[0], head[-1]) == ("What", "State")
    assert [(row[0], row[-1]) for row in rows] == [(each["label"], IN_WORDS[each["state"]]) for each in changes]

    for each in changes:
        table, row, column = (each["target"][key] for key in ("table", "id", "column"))
        holds = environment.get(f"{SETS[table]}({row})?$select={column}")[column]
        assert holds is each["after" if each["state"] == "verified" else "before"], each["label"]
    return [each["state"] for each in changes]


def test_all_eight_pages_lead_to_a_verified_result_and_back(desktop: Desktop) -> None:
    with simulator("first-setup") as environment, wizard(desktop, environment) as person:
        planned = goes_to_apply(person)
        assert len(planned) == 4
        assert (environment.flag, environment.marked) == (False, set())  # nothing before the button
        assert sopwizard("history").told["runs"] == []

        person.presses("Enable on Contoso UAT")
        person.sees("label", "Contoso UAT is set up", seconds=30)
        person.sees("label", "All 4 values were read again and are right")
        assert one_story(person, environment, "apply", "done") == ["verified"] * 4
        assert (environment.flag, environment.marked) == (True, DUAL_WRITE)

        person.presses("Undo these changes")
        person.presses("Put them back")
        person.sees("label", "Contoso UAT is as it was before", seconds=30)
        assert one_story(person, environment, "undo", "done") == ["verified"] * 4
        assert (environment.flag, environment.marked) == (False, set())


def test_a_saved_check_that_somebody_opens_stands_for_its_environment(desktop: Desktop, tmp_path: Path) -> None:
    kept = tmp_path / "contoso.sopcheck"
    with simulator("first-setup") as environment:
        assert sopwizard("check", environment.url, "--auth", "token", "--save", str(kept)).code == 0
    with desktop.program("--open", str(kept)) as person:  # as a double click does
        person.sees("label", PAGES[1])
        person.sees("label", "Nothing is connected", part=True)


def test_a_403_on_the_second_write_is_told_as_what_it_is(desktop: Desktop) -> None:
    with simulator("first-setup", second_write("403")) as environment, wizard(desktop, environment) as person:
        goes_to_apply(person)
        person.presses("Enable on Contoso UAT")
        person.sees("label", "Contoso UAT is set up in part", seconds=30)
        person.sees("label", "prvWriteUser", part=True)
        assert one_story(person, environment, "apply", "partial") == ["verified", "failed", "skipped", "skipped"]
        assert (environment.flag, len(environment.marked)) == (False, 1)


def test_a_run_that_is_stopped_in_the_middle_finishes_the_change_that_is_under_way(desktop: Desktop) -> None:
    with simulator("first-setup", second_write("slow:6")) as environment, wizard(desktop, environment) as person:
        goes_to_apply(person)
        person.presses("Enable on Contoso UAT")
        while len(environment.marked) < 1:  # the first write is done, the second takes seconds
            assert person.process.poll() is None
        person.presses("Stop")
        person.sees("label", "Setting up Contoso UAT was stopped", seconds=30)
        assert one_story(person, environment, "apply", "cancelled") == ["verified", "verified", "skipped", "skipped"]
        assert (environment.flag, len(environment.marked)) == (False, 2)
