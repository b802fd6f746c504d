"""The simulator's fault plan on the command line: every rule that there is can be asked for, and help lists it."""

import re

from sopwizard.adapters.simulator.faults import KINDS, parse
from sopwizard.cli.world import Serving
from sopwizard.text import faults
from tests.support.terminal import Desk


def kinds(words: str) -> list[str]:
    return [re.split(r"[:\[]", word)[0] for word in words.split()]


def test_help_lists_every_fault_there_is_and_no_other() -> None:
    listed = [kind for words, _meaning in faults.rules() for kind in kinds(words)]
    assert sorted(listed) == sorted(KINDS)


def test_help_shows_rules_that_can_be_read() -> None:
    examples = re.findall(r"\S+@\S+[\w]", faults.heading().partition("as in")[2])
    assert [parse(example).kind for example in examples] == ["403", "slow"]


def test_rules_reach_the_simulator_as_they_were_written() -> None:
    desk = Desk()
    said = desk.type("simulator", "--fault", "403@write:2", "--fault", "503:Wed, 21 Oct 2037 07:28:00 GMT@read:1")
    assert said.code == 0
    rules = ("403@write:2", "503:Wed, 21 Oct 2037 07:28:00 GMT@read:1")
    assert desk.calls[0] == ("simulate", Serving("first-setup", 0, None, rules))
