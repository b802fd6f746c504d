"""Eyes and hands of a person at the window: a process that sees accessible names and roles and nothing else.

Run by the system's own Python, where Debian keeps PyGObject, with the display and the bus of `tests.support.desktop` in
its environment. It takes one JSON request a line, `{"do": VERB, ...}`, and answers each with `{"value": ...}` or
`{"error": ..., "seen": ...}`. It imports nothing of the program.
"""

import inspect
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

warnings.filterwarnings("ignore", category=DeprecationWarning)  # libatspi marks every interface getter deprecated

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

Accessible = Any  # Atspi.Accessible has no type stubs
TABLES = ("table", "tree", "tree table")  # every cell would be a round trip: they are read through `table`


class Eyes:
    """One application on the accessibility bus."""

    def __init__(self, pid: int) -> None:
        Atspi.init()
        Atspi.set_timeout(5000, 15000)
        self.app = until(lambda: application(pid), 30, f"process {pid} on the accessibility bus")
        self.announced: list[str] = []
        self.ear = Atspi.EventListener.new(lambda event: self.announced.append(str(event.any_data)))
        self.ear.register("object:announcement")

    # ------------------------------------------------------------------------------------------------------- seeing

    def walk(self, root: Accessible = None) -> Iterator[Accessible]:
        """Everything of the window, breadth first, without the cells of tables."""
        waiting = [root or self.app]
        while waiting:
            node = waiting.pop(0)
            if node is None:
                continue
            yield node
            try:
                if node.get_role_name() in TABLES:
                    continue
                waiting += [node.get_child_at_index(index) for index in range(min(node.get_child_count(), 400))]
            except GLib.Error:  # it went away between two questions
                continue

    def showing(self, role: str | None, name: str | None, *, part: bool = False) -> list[Accessible]:
        """What shows with that role and that name (or, with ``part``, a name that holds it)."""
        found = []
        for node in self.walk():
            try:
                if role and node.get_role_name() != role:
                    continue
                spoken = name_of(node)
                if name is not None and not (name in spoken if part else name == spoken):
                    continue
                if has(node, "SHOWING"):
                    found.append(node)
            except GLib.Error:  # it went away between two questions
                continue
        return found

    def one(self, role: str | None, name: str | None, seconds: float, *, part: bool = False) -> Accessible:
        return until(lambda: (self.showing(role, name, part=part) or [None])[0], seconds, f"{role} {name!r}")

    def see(self, role: str | None = None, name: str | None = None, seconds: float = 15, *, part: bool = False) -> Any:
        """Wait until it shows; what it is like."""
        return describe(self.one(role, name, seconds, part=part))

    def all(self, role: str | None = None) -> Any:
        """Everything that shows with that role, now."""
        return [describe(node) for node in self.showing(role, None)]

    def hear(self, sentence: str, seconds: float = 15, *, part: bool = False) -> str:
        """Wait until that is announced, as a screen reader says it of its own accord; all of what was said."""

        def heard() -> str | None:
            return next((said for said in self.announced if (sentence in said if part else sentence == said)), None)

        return str(until(heard, seconds, f"the announcement {sentence!r}; heard: {self.announced}"))

    def gone(self, role: str, name: str, seconds: float = 15) -> None:
        """Wait until it does not show any more."""
        until(lambda: not self.showing(role, name), seconds, f"{role} {name!r} to go")

    def text(self, role: str, name: str) -> Any:
        """What is written in a field."""
        return text_of(self.one(role, name, 15))

    def table(self, name: str) -> Any:
        """The header and every row of a table, as text."""
        grid = self.one("table", name, 15).get_table_iface()
        columns = range(grid.get_n_columns())
        rows = [
            [grid.get_accessible_at(row, column).get_name() for column in columns] for row in range(grid.get_n_rows())
        ]
        return {"head": [grid.get_column_description(column) for column in columns], "rows": rows}

    def ticked(self, table: str, row: int) -> bool:
        """Whether the check box that begins a table's row is ticked."""
        return has(self.one("table", table, 15).get_table_iface().get_accessible_at(row, 0), "CHECKED")

    # ------------------------------------------------------------------------------------------------------- acting

    def press(self, name: str, role: str = "push button", seconds: float = 15) -> None:
        """Wait until the button shows and may be pressed; press it."""
        button = until(
            lambda: next((node for node in self.showing(role, name) if has(node, "ENABLED")), None),
            seconds,
            f"{role} {name!r} to be enabled",
        )
        act(button, "Press")

    def tick(self, name: str, *, on: bool = True, role: str = "check box") -> None:
        """Set a check box, or a radio button, by its name."""
        box = self.one(role, name, 15)
        if has(box, "CHECKED") != on:
            act(box, "Toggle", "Press")
        until(lambda: has(box, "CHECKED") == on, 5, f"{role} {name!r} to be {'on' if on else 'off'}")

    def tick_row(self, table: str, row: int, *, on: bool = True) -> None:
        """Tick the check box that begins a table's row, by the keyboard: there, down to the row, and the space bar."""
        node = self.one("table", table, 15)
        if self.ticked(table, row) == on:
            return
        self.grab(node)
        self.keys("ctrl+Home", *["Down"] * row, "space")
        until(lambda: self.ticked(table, row) == on, 5, f"row {row} of {table!r} to be {'on' if on else 'off'}")

    def write(self, name: str, text: str, role: str = "text") -> None:
        """Type over what a field holds, with real keys."""
        field = self.one(role, name, 15)
        self.grab(field)
        self.keys("ctrl+a")
        subprocess.run(["xdotool", "type", "--delay", "8", "--", text], check=True)
        written = len(text) if role == "password text" else text  # a password shows as so many bullets
        until(lambda: (len(text_of(field)) if role == "password text" else text_of(field)) == written, 10, name)

    def choose(self, name: str, item: str) -> None:
        """Choose an item of the combo box with that name, label or description."""
        box = until(lambda: next((c for c in self.showing("combo box", None) if name in called(c)), None), 15, name)
        if box.get_name() == item:
            return
        act(box, "Show Menu", "Press")
        self.click(until(lambda: next(iter(self.showing("list item", item)), None), 10, f"item {item!r}"))
        until(lambda: item in (box.get_name(), text_of(box)), 5, f"{name!r} to show {item!r}")

    def click(self, node: Accessible) -> None:
        """A real click in the middle of it."""
        box = node.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
        place = (box.x + box.width // 2, box.y + box.height // 2)
        Atspi.generate_mouse_event(*place, "abs")
        Atspi.generate_mouse_event(*place, "b1c")

    def grab(self, node: Accessible) -> None:
        """Give it the keyboard, as a screen reader does, and wait: keys sent too early would land elsewhere."""
        node.get_component_iface().grab_focus()
        until(lambda: has(node, "FOCUSED"), 5, f"focus on {node.get_name()!r}")

    def keys(self, *names: str) -> None:
        """Press keys as xdotool names them."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "20", *names], check=True)

    def focus(self) -> Any:
        """What has the keyboard's focus now, or None."""
        return next((describe(node) for node in self.walk() if has(node, "FOCUSED") and has(node, "SHOWING")), None)


def application(pid: int) -> Accessible:
    """The application of that process, if it is on the bus."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child and child.get_process_id() == pid:
            return child
    return None


def until(question: Callable[[], Any], seconds: float, what: str) -> Any:
    """Ask until the answer is true, and give it back."""
    end = time.monotonic() + seconds
    while True:
        context = GLib.MainContext.default()
        while context.iteration(may_block=False):  # libatspi hears of new and gone widgets here
            pass
        try:
            if answer := question():
                return answer
        except GLib.Error:  # it went away between two questions
            pass
        if time.monotonic() > end:
            raise LookupError(f"waited {seconds} s for {what}")
        time.sleep(0.03)


def has(node: Accessible, state: str) -> bool:
    return bool(node.get_state_set().contains(getattr(Atspi.StateType, state)))


def labels(node: Accessible) -> str:
    """The text of the labels that belong to it."""
    kinds = [
        each for each in node.get_relation_set() or [] if each.get_relation_type() == Atspi.RelationType.LABELLED_BY
    ]
    return " ".join(each.get_target(index).get_name() for each in kinds for index in range(each.get_n_targets()))


def name_of(node: Accessible) -> str:
    return str(node.get_name() or "")


def called(node: Accessible) -> tuple[str, ...]:
    """All that a combo box may be called: its name is what it shows."""
    return (name_of(node), labels(node), str(node.get_description() or ""))


def text_of(node: Accessible) -> str:
    field = node.get_text_iface()
    return str(field.get_text(0, field.get_character_count())) if field else ""


def act(node: Accessible, *names: str) -> None:
    """Do the first of these that it can do."""
    actions = node.get_action_iface()
    offered = [actions.get_action_name(index) for index in range(actions.get_n_actions())] if actions else []
    for name in names:
        if name in offered:
            actions.do_action(offered.index(name))
            return
    raise LookupError(f"{name_of(node)!r} can {offered}, not {names}")


def describe(node: Accessible) -> dict[str, Any]:
    """What an assistive program is told of it."""
    told = {
        "role": node.get_role_name(),
        "name": name_of(node),
        "label": labels(node),
        "description": str(node.get_description() or ""),
        "enabled": has(node, "ENABLED"),
        "checked": has(node, "CHECKED"),
        "focused": has(node, "FOCUSED"),
    }
    if told["role"] in ("text", "password text"):
        told["text"] = text_of(node)
    if told["role"] == "progress bar":
        told["value"] = node.get_value_iface().get_current_value()
    return told


def outline(eyes: Eyes) -> list[str]:
    """Everything that shows, a line each: for the person who reads why a test failed."""
    lines = []
    for node in eyes.walk():
        try:
            if has(node, "SHOWING"):
                told = describe(node)
                flags = "".join(f" {flag}" for flag in ("checked", "focused") if told[flag])
                lines.append(f"{told['role']}: {told['name']!r}{'' if told['enabled'] else ' (off)'}{flags}")
        except GLib.Error:
            continue
    return lines


def main() -> None:
    """Answer requests until the input ends."""
    eyes = Eyes(int(sys.argv[1]))
    print(json.dumps({"value": "ready"}), flush=True)
    verbs = {name: verb for name, verb in inspect.getmembers(eyes, inspect.ismethod) if not name.startswith("_")}
    for line in sys.stdin:
        request = json.loads(line)
        verb = request.pop("do")
        try:
            answer = {
                "value": outline(eyes)
                if verb == "outline"
                else verbs[verb](*request.get("words", ()), **request.get("named", {}))
            }
        except (LookupError, GLib.Error, subprocess.CalledProcessError) as error:
            answer = {"error": f"{verb}: {error}", "seen": outline(eyes)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
