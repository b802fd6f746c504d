"""A desktop for one test: a screen, a bus and a home of its own, the program on it, and somebody who looks at it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian keeps PyGObject there
EYES = Path(__file__).with_name("eyes.py")
FOREIGN = (
    *("DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "WAYLAND_DISPLAY", "GTK_MODULES", "NO_AT_BRIDGE"),
    *("XDG_CURRENT_DESKTOP", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"),
)


class UnseenError(AssertionError):
    """The person waited for something that did not show; and what showed."""


class Desktop:
    """Everything that it starts it ends, by its process id. ``owner`` is whose it is, by user and group id: by default
    of whoever runs this. ``folder`` gets the program's log, and a picture where something failed.
    """

    def __init__(self, folder: Path, size: str = "1280x1024x24", owner: tuple[int, int] | None = None) -> None:
        self.folder = folder
        self.as_owner: tuple[str, ...] = ()
        self._running: list[subprocess.Popen[str]] = []
        self._size = size
        self.environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        # Sockets have short paths: pytest's folders can be too long for one.
        self.sockets = Path(tempfile.mkdtemp(prefix="desk-"))
        if owner:
            os.chown(self.sockets, *owner)
            self.as_owner = ("setpriv", f"--reuid={owner[0]}", f"--regid={owner[1]}", "--clear-groups")
            self.environment["HOME"] = str(self.sockets)
        self.environment |= {
            "XDG_RUNTIME_DIR": str(self.sockets),
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",  # the offscreen plugin has no bridge to the bus
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }

    def __enter__(self) -> Self:
        self.environment["DISPLAY"] = self._screen()
        place = f"--address=unix:path={self.sockets / 'bus'}"  # not in /tmp: one folder is all that others need
        bus = self.start("dbus-daemon", "--session", place, "--nofork", "--nopidfile", "--print-address=1", output=True)
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.start("openbox", "--sm-disable")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._running):
            end(process)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _screen(self) -> str:
        """A screen of this test's own. Not Xvfb's -displayfd: two that start at once would race for a number."""
        for attempt in range(50):
            number = 100 + (os.getpid() * 7 + 37 * attempt) % 900
            server = self.start("Xvfb", f":{number}", "-screen", "0", self._size, "-nolisten", "tcp")
            socket = Path(f"/tmp/.X11-unix/X{number}")  # noqa: S108  X's own place
            patience = time.monotonic() + 10
            while server.poll() is None and not socket.exists() and time.monotonic() < patience:
                time.sleep(0.01)
            time.sleep(0.1)  # one that lost the race for the number goes now
            if server.poll() is None:
                return f":{number}"
        raise UnseenError("no screen could be started")

    def start(self, *command: str | Path, output: bool = False) -> "subprocess.Popen[str]":
        """A process on this desktop that lives as long as it."""
        process = subprocess.Popen(
            [*self.as_owner, *command],
            env=self.environment,
            stdout=subprocess.PIPE if output else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._running.append(process)
        return process

    @contextmanager
    def program(self, *arguments: str, **variables: str) -> Iterator["Person"]:
        """The program's window, and a person in front of it."""
        with self.started([sys.executable, "-m", "sopwizard", *arguments], self.environment | variables) as person:
            yield person

    @contextmanager
    def started(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator["Person"]:
        """A command that becomes the program, under the same process id, and a person in front of its window."""
        with (self.folder / "program.log").open("w+", encoding="utf-8") as log:
            process = subprocess.Popen(
                command,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
            try:
                with Person(self, process) as person:
                    yield person
            except BaseException:
                log.seek(0)
                print(log.read())  # noqa: T201  pytest shows it with the failure
                raise
            finally:
                end(process)

    def picture(self, file: Path) -> None:
        """What the screen shows, where ImageMagick is there to take it."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", file], env=self.environment, check=False)


class Person:
    """Knows the window by accessible names and roles only, from a process of its own (see `tests.support.eyes`)."""

    def __init__(self, desktop: Desktop, process: "subprocess.Popen[str]") -> None:
        self._desktop = desktop
        self.process = process
        self._eyes = subprocess.Popen(
            [*desktop.as_owner, SYSTEM_PYTHON, EYES, str(process.pid)],
            env=desktop.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        self._answer()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._desktop.picture(self._desktop.folder / "failure.png")
        end(self._eyes)

    def _answer(self) -> Any:  # noqa: ANN401  whatever JSON can say
        assert self._eyes.stdout is not None
        line = self._eyes.stdout.readline()
        assert line, f"nobody looks at the window any more (the program's exit code: {self.process.poll()})"
        answer = json.loads(line)
        if "error" in answer:
            raise UnseenError("\n  ".join([answer["error"], "what shows:", *answer["seen"]]))
        return answer["value"]

    def _ask(self, verb: str, *words: object, **named: object) -> Any:  # noqa: ANN401  whatever JSON can say
        pipe: IO[str] | None = self._eyes.stdin
        assert pipe is not None
        pipe.write(json.dumps({"do": verb, "words": words, "named": named}) + "\n")
        pipe.flush()
        return self._answer()

    def sees(
        self, role: str | None, name: str | None = None, *, part: bool = False, seconds: float = 15
    ) -> dict[str, Any]:
        """Wait until something shows with that role and name; what it is like."""
        told: dict[str, Any] = self._ask("see", role, name, part=part, seconds=seconds)
        return told

    def hears(self, sentence: str, *, part: bool = False, seconds: float = 15) -> str:
        """Wait until the window has announced that; the whole sentence."""
        return str(self._ask("hear", sentence, seconds, part=part))

    def all(self, role: str) -> list[dict[str, Any]]:
        """Everything that shows now with that role."""
        found: list[dict[str, Any]] = self._ask("all", role)
        return found

    def words(self) -> str:
        """Everything that can be read in the window now."""
        return "\n".join(self._ask("outline"))

    def table(self, name: str) -> tuple[list[str], list[list[str]]]:
        """The header and the rows of a table."""
        told = self._ask("table", name)
        return told["head"], told["rows"]

    def ticked(self, table: str, row: int) -> bool:
        """Whether the check box that begins a row is ticked."""
        return bool(self._ask("ticked", table, row))

    def presses(self, name: str, *, role: str = "push button", seconds: float = 15) -> None:
        """Wait until the button shows and may be pressed; press it."""
        self._ask("press", name, role=role, seconds=seconds)

    def ticks(self, name: str, *, on: bool = True, role: str = "check box") -> None:
        """Set a check box or a radio button."""
        self._ask("tick", name, on=on, role=role)

    def ticks_row(self, table: str, row: int, *, on: bool = True) -> None:
        """Set the check box that begins a row."""
        self._ask("tick_row", table, row, on=on)

    def writes(self, name: str, text: str, *, role: str = "text") -> None:
        """Type over what a field holds."""
        self._ask("write", name, text, role=role)

    def chooses(self, name: str, item: str) -> None:
        """Choose an item of a combo box."""
        self._ask("choose", name, item)

    def keys(self, *names: str) -> None:
        """Press keys, named as xdotool names them."""
        self._ask("keys", *names)

    def focus(self) -> dict[str, Any] | None:
        """What has the keyboard now."""
        told: dict[str, Any] | None = self._ask("focus")
        return told

    def waits_until_gone(self, role: str, name: str, *, seconds: float = 15) -> None:
        """Wait until something does not show any more."""
        self._ask("gone", role, name, seconds=seconds)


def end(process: "subprocess.Popen[str]") -> None:
    """Ask it to end, and see to it that it does."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
