"""The main job in the installed window, done by somebody who knows it by accessible names only.

That person (`tests/support`) and the desktop are this computer's, so that nothing they need is installed where the
program is proved; they belong to the user of that Debian, who is lent their sockets.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from clean import Debian, expect  # type: ignore[import-not-found]  # noqa: E402  beside this file, in no package

from tests.support.desktop import Desktop, Person  # noqa: E402  from the checkout

SCREENS = Path("/tmp/.X11-unix")  # noqa: S108  X's place
# What of the desktop the program has to know.
TOLD = ("DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON")
PAGES = (
    "Is this environment ready?",
    "Should sales order processing integration be on?",
    "Which users should be in integration user mode?",
    "Which order map is this for?",
    "What will orders look like?",
    "Make these 4 changes in Contoso UAT?",
)


class Screen:
    """A desktop that a program in another Debian may use."""

    def __init__(self, clean: Debian, desktop: Desktop, pictures: Path) -> None:
        self._clean = clean
        self._desktop = desktop
        self._pictures = pictures
        self.variables = {name: desktop.environment[name] for name in TOLD}

    @contextmanager
    def wizard(self, *command: str, **variables: str) -> Iterator[Person]:
        """The program's window in training mode, and a person in front of it."""
        with self.window(*command, "--training", **variables) as person:
            person.sees("label", "Where do you want to set up sales order integration?", seconds=30)
            yield person

    @contextmanager
    def window(self, *command: str, **variables: str) -> Iterator[Person]:
        """The program's window as that command opens it, and a person in front of it."""
        with self._desktop.started(self._clean.as_user(*command, **self.variables, **variables)) as person:
            yield person

    def picture(self, name: str) -> None:
        """Keep what the screen shows; a screen that shows nothing but one colour was not seen."""
        file = self._pictures / f"{name}.png"
        self._desktop.picture(file)
        told = subprocess.run(["identify", "-format", "%k", file], capture_output=True, text=True, check=True)
        expect(int(told.stdout) > 16, f"picture: {file.relative_to(ROOT)}")  # noqa: PLR2004  colours


@contextmanager
def screen(clean: Debian, pictures: Path) -> Iterator[Screen]:
    """A desktop of this computer, lent to that Debian and its user."""
    with Desktop(pictures, "1280x900x24", clean.owner) as desktop:
        clean.lend(SCREENS)
        clean.lend(desktop.sockets)
        try:
            yield Screen(clean, desktop, pictures)
        finally:
            clean.take_back(desktop.sockets)
            clean.take_back(SCREENS)


def main_job(at: Screen, *command: str, name: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    """From the first page to a verified result, and back to how it was. Pictures are named after ``name``.

    ``meanwhile`` is called when the environment was read, with the window open.
    """
    with at.wizard(*command) as person:
        person.presses("Read this environment")
        person.sees("label", PAGES[0])
        meanwhile()
        for number, title in enumerate(PAGES):
            if number:
                person.presses("Next")
            person.sees("label", title)
        at.picture(f"{name}-review")
        person.presses("Enable on Contoso UAT")
        person.sees("label", "Contoso UAT is set up", seconds=60)
        person.sees("label", "All 4 values were read again and are right")
        at.picture(f"{name}-result")
        expect(states(person) == {"Verified"}, "in the window: from the first page to four verified values")
        person.presses("Undo these changes")
        person.presses("Put them back")
        person.sees("label", "Contoso UAT is as it was before", seconds=60)
        expect(states(person) == {"Verified"}, "and put back, verified again")


def history(at: Screen, *command: str, name: str, runs: int) -> None:
    """The list of runs, of which there have to be so many."""
    with at.wizard(*command) as person:
        person.presses("History…")
        _head, rows = person.table("Runs, the newest first")
        at.picture(f"{name}-history")
        expect(len(rows) == runs, f"in the window: its history holds {runs} runs")


def saved_check(at: Screen, *command: str, file: str) -> None:
    """A saved check as a double click opens it."""
    with at.window(*command, "--open", file) as person:
        person.sees("label", PAGES[0], seconds=30)
        person.sees("label", "Nothing is connected", part=True)
        print("  in the window: a saved check opens", flush=True)


def states(person: Person) -> set[str]:
    """How the changes of the result went."""
    _head, rows = person.table("Values")
    return {row[-1] for row in rows}
