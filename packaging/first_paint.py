"""When a program's first page is on the screen, watched from outside to the millisecond, and what it holds then.

The screen (Xvfb) tells every rectangle that is drawn (the DAMAGE extension). A page is there with the first drawing
that covers most of a window that was mapped. The watched program need not know, so every program can be measured.
"""

import os
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import xcffib
import xcffib.damage
import xcffib.xproto

PATIENCE = 60.0
"""Seconds for one start."""

SETTLED = 0.3
"""Seconds after the first page at which memory is read: what the page still fetches is there by then."""

_WINDOW = 400
"""Pixels: nothing less wide is a program's window."""


@contextmanager
def screen() -> Iterator[str]:
    """A screen of its own, by its name (``:7``)."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def start(command: Sequence[str | Path], display: str, variables: Mapping[str, str]) -> tuple[float, float]:
    """Seconds until its first page is painted, and megabytes (resident) a moment later. It is ended then."""
    connection = xcffib.connect(display=display)
    try:
        _watch(connection)
        with tempfile.TemporaryDirectory() as home:
            known = {"HOME": home, "PATH": os.environ["PATH"], "DISPLAY": display, "LANG": "C.UTF-8", **variables}
            begun = time.monotonic()
            child = subprocess.Popen(command, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                painted = _painted(connection, begun + PATIENCE)
                time.sleep(SETTLED)
                return painted - begun, _held(child.pid)
            finally:
                child.kill()
                child.wait()
    finally:
        connection.disconnect()


def _watch(connection: xcffib.Connection) -> None:
    root = connection.get_setup().roots[0].root
    told = [xcffib.xproto.EventMask.SubstructureNotify]
    connection.core.ChangeWindowAttributesChecked(root, xcffib.xproto.CW.EventMask, told).check()
    damage = connection(xcffib.damage.key)
    damage.QueryVersion(1, 1).reply()
    every = xcffib.damage.ReportLevel.RawRectangles
    damage.CreateChecked(connection.generate_id(), root, every).check()


def _painted(connection: xcffib.Connection, until: float) -> float:
    """When most of a window was drawn, by the monotonic clock."""
    size = 0
    while (left := until - time.monotonic()) > 0:
        select.select([connection.get_file_descriptor()], [], [], left)
        while (event := connection.poll_for_event()) is not None:
            if isinstance(event, xcffib.xproto.MapNotifyEvent):
                shape = connection.core.GetGeometry(event.window).reply()
                size = shape.width * shape.height if shape.width >= _WINDOW else size
            elif isinstance(event, xcffib.damage.NotifyEvent) and 0 < size < 2 * event.area.width * event.area.height:
                return time.monotonic()
    raise TimeoutError(f"no window was painted within {PATIENCE:.0f} s")


def _held(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
