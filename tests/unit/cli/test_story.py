"""An order's life on the command line."""

import json
from pathlib import Path

import pytest

from tests.support.terminal import Desk


def test_without_a_name_the_happy_path_is_played_under_all_maps() -> None:
    said = Desk().json("story").json
    assert said["story"]["name"] == "happy-path"
    assert [each["map"] for each in said["maps"]] == ["cds", "dynamics365", "classic", "data-integrator"]
    confirm = {each["map"]: step for each in said["maps"] for step in each["steps"] if step["event"] == "confirm"}
    assert confirm["cds"]["sales"]["status"] == "Active"
    assert confirm["classic"]["sales"]["status"] == "Submitted"


def test_maps_may_be_repeated_and_anywhere() -> None:
    said = Desk().json("story", "--map", "cds", "blank-invoice", "--map", "CLASSIC", "--map", "cds").json
    assert said["story"]["title"] == "The blank invoice"
    assert [each["map"] for each in said["maps"]] == ["cds", "classic"]


def test_the_ready_stories_are_listed() -> None:
    names = [each["name"] for each in Desk().json("story").json["stories"]]
    assert names == [
        "happy-path",
        "partial-invoice-before-delivery",
        "salesperson-presses-submit",
        "integration-without-the-mark",
        "blank-invoice",
        "prospect-to-cash",
    ]


def test_side_by_side_says_where_the_maps_part() -> None:
    words = ("story", "partial-invoice-before-delivery", "--map", "cds", "--map", "dynamics365")
    out = Desk().type(*words, width=200).out
    assert out.startswith("Partial invoice before delivery\n")
    assert "Delivered and Partially Invoiced, Fulfilled" in out
    assert "They differ after: Deliver the rest." in out


def test_one_map_tells_buttons_editors_and_prices() -> None:
    out = Desk().type("story", "salesperson-presses-submit", "--map", "dynamics365", width=160).out
    heading = out.splitlines()[4]
    assert heading.split("  ")[1:2] == ["Event"]
    assert "Who may edit" in heading
    assert "Salesperson: read-only" in out
    assert "They differ" not in out


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_of_sentences_is_wider_than_the_terminal(width: int) -> None:
    out = Desk().type("story", "happy-path", "--map", "cds", width=width).out
    assert all(len(line) <= width for line in out.splitlines() if line.startswith("  - "))


def test_a_story_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(
        json.dumps({"sopwizard_story": 1, "name": "Mine", "events": ["create-in-scm", "confirm"]}), encoding="utf-8"
    )
    said = Desk().json("story", str(path), "--map", "cds").json
    assert said["story"]["title"] == "Mine"
    assert [step["event"] for step in said["maps"][0]["steps"]] == ["create-in-scm", "confirm"]


@pytest.mark.parametrize("words", [("nonsense",), ("--map", "nonsense")])
def test_a_story_or_map_that_is_not_there_is_wrong_usage(words: tuple[str, ...]) -> None:
    said = Desk().json("story", *words)
    assert said.code == 2
    assert said.error["message"]
    assert Desk().type("story", *words).out == ""


def test_a_file_that_holds_no_story_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"sopwizard_story": 1, "events": ["fly"]}', encoding="utf-8")
    assert Desk().json("story", str(path)).code == 2
