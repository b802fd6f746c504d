"""What holds for every test: a kind by its folder, a sandbox, no network, and silence in the logs."""

import gc
import logging
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before Qt starts: no window of a test appears on somebody's screen. (End-to-end tests bring a screen of their own.)
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Settings of this computer that change what a test sees. A CA bundle in the environment would even beat the one that
# a test hands to requests.
for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
    os.environ.pop(name, None)

# A shell starts background jobs with Ctrl-C ignored, and programs started from here would go on ignoring it.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

ROOT = Path(__file__).parent
LOOPBACK = ("127.0.0.1", "::1", "localhost")
RESERVED = (".invalid", ".example", ".test")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--environment", help="a real environment's URL: tests marked `live` run against it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test with the name of its folder; live tests are there on request only."""
    for item in items:
        parts = item.path.relative_to(ROOT).parts
        if len(parts) > 1:
            item.add_marker(parts[0])
    if not config.getoption("--environment"):
        items[:] = [item for item in items if item.get_closest_marker("live") is None]
    # What is quick and finds most comes first, and the screen last.
    order = ("unit", "contracts", "qt", "integration", "live", "e2e")
    items.sort(
        key=lambda item: max((order.index(mark.name) for mark in item.iter_markers() if mark.name in order), default=0)
    )


@pytest.fixture(autouse=True)
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a data folder of the test's own, no account of this computer, and no keyring."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in list(os.environ):
        if name.startswith(("AZURE_", "SOPWIZARD_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SOPWIZARD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    return tmp_path


class NetworkUsedError(BaseException):
    """A test wanted to leave this computer. Not an `Exception`, so that no border turns it into a sentence."""


@pytest.fixture(autouse=True)
def garbage_of_windows(request: pytest.FixtureRequest) -> Iterator[None]:
    """In a test with a window no other thread collects garbage, as in the program; what is left goes afterwards."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback only. Names that are reserved for examples are not found, as they should be."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def is_here(address: object) -> bool:
        return not isinstance(address, tuple) or str(address[0]) in LOOPBACK

    def guarded_connect(self: socket.socket, address: tuple[str, int]) -> None:
        if not is_here(address):
            raise NetworkUsedError(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: tuple[str, int]) -> int:
        if not is_here(address):
            raise NetworkUsedError(address)
        return connect_ex(self, address)

    def guarded_look_up(host: str | bytes | None, *args: object, **named: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name.endswith(RESERVED):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if name not in (*LOOPBACK, None, "", "0.0.0.0", "::"):  # noqa: S104  names the wildcard, binds nothing
            raise NetworkUsedError(name)
        return look_up(host, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


class Records(logging.Handler):
    """Keeps what was logged at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_logs() -> list[logging.LogRecord]:
    """Ask for this where a warning in the log is right: it receives the records, and the test looks at them."""
    return []


@pytest.fixture(autouse=True)
def silent_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """A record at WARNING or above fails the test, unless the test asks for `expected_logs`."""
    handler = Records()
    if "expected_logs" in request.fixturenames:
        handler.records = request.getfixturevalue("expected_logs")
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    if handler.records and "expected_logs" not in request.fixturenames:
        lines = "\n".join(f"{record.levelname} {record.name}: {record.getMessage()}" for record in handler.records)
        pytest.fail(f"logged at WARNING or above:\n{lines}", pytrace=False)
