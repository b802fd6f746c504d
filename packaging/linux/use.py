"""What an ordinary user of a clean Debian does with the program on the command line."""

import json
from typing import Any

from clean import Debian, expect  # type: ignore[import-not-found]  # beside this file, in no package

JOB = "training:first-setup"


def self_test(clean: Debian, program: str, *, on_screen: bool, **variables: str) -> None:
    """Every part works, on a screen or without one."""
    found = json.loads(clean.user(program, "--self-test", "--format", "json", **variables))
    for part in found["parts"]:
        print(f"    {part['state']:8} {part['id']}: {part['message']}")
    states = {part["id"]: part["state"] for part in found["parts"]}
    expect(found["works"] and states["pages"] == "ok", "the self-test passed")
    expect((states["platform"] == "ok") is on_screen, "on a screen" if on_screen else "without a screen")


def command_line_job(clean: Debian, program: str) -> str:
    """The main job; the run's id."""
    words = [JOB, "--map", "dynamics365"]
    expect(told(clean, program, "check", JOB)["sop_enabled"] is False, "check reads a training environment")
    expect(len(told(clean, program, "plan", *words)["changes"]) > 0, "plan finds what to change")
    done = told(clean, program, "apply", *words, "--yes")
    expect(done["outcome"] == "done", "apply does it")
    expect(told(clean, program, "verify", *words)["ok"] is True, "verify finds it right")
    return str(done["run_id"])


def save_check(clean: Debian, program: str) -> str:
    """Keep a check; its file."""
    clean.user(program, "check", JOB, "--save", "kept.sopcheck", code=(0, 1))
    return "kept.sopcheck"


def runs_of(clean: Debian, program: str) -> int:
    """How many runs the journal holds."""
    return len(told(clean, program, "history")["runs"])


def told(clean: Debian, program: str, *words: str) -> Any:  # noqa: ANN401  JSON
    """What a command tells."""
    codes = {"check": (0, 1), "plan": (0, 1)}.get(words[0], (0,))
    return json.loads(clean.user(program, *words, "--format", "json", code=codes))
