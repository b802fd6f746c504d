"""The terminal: results to standard output, progress and questions to standard error, and nothing that a server's
name could do to it.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from sopwizard.domain.errors import Problem, SopError
from sopwizard.text import commands as text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sopwizard.services.job import Progress

# For terminals without Unicode: what stands in for the few characters that sentences use.
_PLAIN = str.maketrans(
    {
        "→": "->",
        "–": "-",
        "—": "-",
        "…": "...",
        "“": '"',
        "”": '"',
        "’": "'",
        "‘": "'",
        "×": "x",
        "·": "-",
        "\u00a0": " ",
    }
)
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Console:
    """Three streams. ``width``: columns, None to ask the terminal."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    columns: int | None = None

    @classmethod
    def standard(cls) -> Console:
        """The process's own, with nothing in place of a closed one. Windows closes all three for a windowed program."""

        def nothing(mode: str) -> TextIO:
            return cast("TextIO", Path(os.devnull).open(mode, encoding="utf-8"))

        return cls(sys.stdin or nothing("r"), sys.stdout or nothing("w"), sys.stderr or nothing("w"))

    @property
    def width(self) -> int:
        """Columns to lay text out in."""
        if self.columns is not None:
            return self.columns
        return max(40, min(shutil.get_terminal_size((100, 24)).columns, 140))

    @property
    def is_terminal(self) -> bool:
        """Whether somebody can be asked."""
        return self.stdin.isatty()

    def say(self, lines: Iterable[str]) -> None:
        """Print a result. OUTPUT_LOST where it cannot be kept, as on a full disk."""
        _write(self.stdout, "".join(_printable(line, self.stdout) + "\n" for line in lines))

    def say_raw(self, content: str) -> None:
        """Print what is safe as it is: JSON. OUTPUT_LOST as above."""
        _write(self.stdout, content + "\n")

    def note(self, lines: Iterable[str]) -> None:
        """Print progress, a remark or an error. A log that cannot be written is no reason to stop in the middle."""
        with suppress(SopError):
            _write(self.stderr, "".join(_printable(line, self.stderr) + "\n" for line in lines))

    def progress(self, progress: Progress) -> None:
        """Say where the work is."""
        self.note([text.progress(progress.what, progress.done, progress.total)])

    def agrees(self, question: str) -> bool:
        """Ask; only ``y`` and ``yes`` agree. The end of input does not. KeyboardInterrupt passes."""
        try:
            _write(self.stderr, _printable(question, self.stderr) + " ")
        except SopError:  # nobody saw the question
            return False
        answer = self.stdin.readline()
        if not answer.endswith("\n"):
            self.note([""])
        return answer.strip().lower() in {"y", "yes"}


def _write(stream: TextIO, content: str) -> None:
    """Write at once. That nobody reads any more is no reason to stop in the middle of the work."""
    try:
        stream.write(content)
        stream.flush()
    except OSError as error:
        # What is left in the buffer must not be flushed there once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise SopError(Problem.OUTPUT_LOST, reason=error.strerror) from error


def _printable(line: str, stream: TextIO) -> str:
    """The line without control characters, in letters that the stream can write."""
    shown = "".join("\ufffd" if _is_control(letter) else letter for letter in line)
    encoding = stream.encoding or "utf-8"
    try:
        shown.encode(encoding)
    except UnicodeEncodeError:
        return shown.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return shown


def _is_control(letter: str) -> bool:
    """Whether it would do something to a terminal. Joiners only join letters, and some scripts cannot do without."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and letter not in _JOINERS
