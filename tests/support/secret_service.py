"""A real Secret Service (gnome-keyring) on a private D-Bus, for processes that the test starts."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
_LEFT_OUT = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND", "XAUTHORITY")
_NAME = "org.freedesktop.secrets"


@dataclass
class Session:
    """A desktop session without a desktop: a bus, a home, and perhaps an unlocked keyring."""

    folder: Path
    environment: dict[str, str]

    def unlock(self, password: str = "pw") -> None:  # noqa: S107  of a keyring that lives as long as the test
        """Start the keyring's daemon and unlock the login keyring with that password. Returns once it serves."""
        subprocess.run(
            ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
            env=self.environment,
            input=password.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=20,
            check=True,
        )

    def stop_daemon(self) -> None:
        """End the keyring's daemon as a logout would, and wait for its end."""
        # They come with keyring on Linux only, and this module is looked at everywhere.
        from jeepney import MatchRule  # type: ignore[import-untyped]  # noqa: PLC0415
        from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]  # noqa: PLC0415
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # noqa: PLC0415

        with open_dbus_connection(bus=self.environment["DBUS_SESSION_BUS_ADDRESS"]) as bus:
            if not bus.send_and_get_reply(message_bus.NameHasOwner(_NAME)).body[0]:
                return
            pid = bus.send_and_get_reply(message_bus.GetConnectionUnixProcessID(_NAME)).body[0]
            rule = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
            bus.send_and_get_reply(message_bus.AddMatch(rule))
            with bus.filter(rule) as changes:
                os.kill(pid, signal.SIGTERM)
                while bus.recv_until_filtered(changes, timeout=10).body[0] != _NAME:
                    pass

    def run(self, *arguments: str, text: str = "", timeout: float = 30) -> "subprocess.CompletedProcess[str]":
        """Run this Python with those arguments inside the session."""
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            input=text,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


@contextmanager
def session(folder: Path, *, bus: bool = True) -> Iterator[Session]:
    """A private session below that folder. Needs the packages dbus and gnome-keyring."""
    for program in ("dbus-daemon", "gnome-keyring-daemon"):
        assert shutil.which(program), f"{program} is missing: apt-get install dbus gnome-keyring"
    folder.mkdir(parents=True, exist_ok=True)
    # A socket's path may have 107 characters only, which a test's own folder exceeds.
    with TemporaryDirectory(prefix="sop") as runtime:
        environment = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
        environment |= {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": runtime,
            "XDG_DATA_HOME": str(folder / "share"),
            "PYTHONPATH": str(ROOT),
            "SOPWIZARD_DATA_DIR": str(folder / "data"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
        }
        found = Session(folder, environment)
        if not bus:
            yield found
            return
        daemon = subprocess.Popen(
            [
                "dbus-daemon",
                "--session",
                "--nofork",
                "--nopidfile",
                "--print-address=1",
                f"--address=unix:path={runtime}/bus",
            ],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert daemon.stdout is not None
        with daemon, daemon.stdout:
            assert daemon.stdout.readline(), "the bus did not start"
            try:
                yield found
            finally:
                found.stop_daemon()
                daemon.terminate()
