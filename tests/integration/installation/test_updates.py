"""A newer version is offered only where its publisher signed it, and only when somebody asks."""

import base64
import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sopwizard import resources
from sopwizard.adapters.updates import SignedFeed, settings
from sopwizard.domain.errors import Problem, SopError
from sopwizard.domain.policy import Policy
from sopwizard.domain.updates import Offer, is_newer
from sopwizard.services import updates
from sopwizard.services.job import Job
from sopwizard.text import updates as text
from sopwizard.text.errors import explain

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
INSTALLER = b"an installer" * 1000


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 21, tzinfo=UTC)


class Publisher:
    """A web server with a feed."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {"/installer": INSTALLER}
        self.moved: dict[str, str] = {}
        files, moved = self.files, self.moved

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = files.get(self.path)
                found = 302 if self.path in moved else 200
                self.send_response(
                    found if content is not None or found == 302 else 500 if self.path == "/failing" else 404
                )
                if self.path in moved:
                    self.send_header("Location", moved[self.path])
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def announce(self, _key: Ed25519PrivateKey = KEY, /, **changed: Any) -> SignedFeed:  # noqa: ANN401  JSON
        package = {
            "system": "linux-deb",
            "name": "sopwizard.deb",
            "url": f"{self.origin}/installer",
            "size": len(INSTALLER),
            "sha256": hashlib.sha256(INSTALLER).hexdigest(),
        } | changed.pop("package", {})
        feed = {
            "product": "sopwizard",
            "version": "9.0.0",
            "released": "2026-11-20",
            "expires": "2027-02-01T00:00:00+00:00",
            "notes": "https://example.org/9",
            "files": [package],
        } | changed
        content = json.dumps(feed).encode()
        self.files["/feed.json"] = content
        self.files["/feed.json.sig"] = base64.b64encode(_key.sign(content)) + b"\n"
        return SignedFeed(f"{self.origin}/feed.json", PUBLIC)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    made = Publisher()
    yield made
    made.server.shutdown()
    made.server.server_close()


def look(feed: SignedFeed, folder: Path | None = None, *, installed: str = "0.1.0") -> Offer:
    return updates.look(feed, installed, "linux-deb", Clock(), Job(), folder)


def problem(feed: SignedFeed, folder: Path | None = None) -> tuple[Problem, object]:
    with pytest.raises(SopError) as refused:
        look(feed, folder)
    return refused.value.problem, refused.value.details.get("reason")


def test_a_newer_version_is_offered(publisher: Publisher) -> None:
    offer = look(publisher.announce())
    assert offer.release
    assert offer.release.version == "9.0.0"
    assert offer.package
    said = "\n".join(text.lines(offer))
    assert "Version 9.0.0" in said
    assert offer.package.sha256 in said


def test_its_installer_comes_verified(publisher: Publisher, tmp_path: Path) -> None:
    offer = look(publisher.announce(), tmp_path / "new")
    assert offer.file == str(tmp_path / "new" / "sopwizard.deb")
    assert (tmp_path / "new" / "sopwizard.deb").read_bytes() == INSTALLER
    assert offer.file in "\n".join(text.lines(offer))


@pytest.mark.parametrize("installed", ["9.0.0", "9.0.1", "10.0"])
def test_what_is_not_newer_is_not_offered(publisher: Publisher, installed: str) -> None:
    offer = look(publisher.announce(), installed=installed)
    assert offer.release is None
    assert installed in text.lines(offer)[0]


def test_a_system_without_an_installer_is_told_so(publisher: Publisher) -> None:
    offer = look(publisher.announce(package={"system": "macos"}))
    assert offer.package is None
    assert "no installer" in "\n".join(text.lines(offer))


def test_another_signature_is_refused(publisher: Publisher) -> None:
    assert problem(publisher.announce(Ed25519PrivateKey.generate())) == (Problem.UPDATE_UNVERIFIED, "signature")


@pytest.mark.parametrize("signature", [b"", b"!", b"AAAA", base64.b64encode(bytes(64))])
def test_no_signature_is_no_signature(publisher: Publisher, signature: bytes) -> None:
    feed = publisher.announce()
    publisher.files["/feed.json.sig"] = signature
    assert problem(feed) == (Problem.UPDATE_UNVERIFIED, "signature")


def test_a_changed_feed_is_refused(publisher: Publisher) -> None:
    feed = publisher.announce()
    publisher.files["/feed.json"] = publisher.files["/feed.json"].replace(b"9.0.0", b"9.0.1")
    assert problem(feed) == (Problem.UPDATE_UNVERIFIED, "signature")


def test_an_old_feed_is_not_believed(publisher: Publisher) -> None:
    feed = publisher.announce(expires="2026-11-20T00:00:00+00:00")
    assert problem(feed) == (Problem.UPDATE_UNVERIFIED, "expired")


@pytest.mark.parametrize(
    "changed",
    [
        *({"product": "other"}, {"expires": "soon"}, {"expires": "2027-01-01"}, {"files": 1}),
        *({"version": None}, {"version": "9.0rc1"}, {"version": "9" * 5000}, {"version": "٩.٠"}),
        {"version": ""},
    ],
)
def test_a_signed_feed_in_another_form_is_refused(publisher: Publisher, changed: dict[str, object]) -> None:
    assert problem(publisher.announce(**changed)) == (Problem.UPDATE_UNVERIFIED, "form")


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        ({"sha256": "0" * 64}, "digest"),
        ({"size": 10}, "digest"),
        ({"size": len(INSTALLER) + 1}, "digest"),
        *(
            ({"name": name}, "form")
            for name in ("../../evil", "..", ".", "", "/etc/x", "a\\b", "C:x", ".bashrc", "-rf")
        ),
        *(({"name": name}, "form") for name in ("a\0b", "a\nb", "\u202egpj.deb", "x" * 300, "con.exe", "lpt1", "end.")),
        *(({"size": size}, "form") for size in (10**12, 0, -1)),
        *(({"sha256": digest}, "form") for digest in ("", "0" * 63, "x" * 64)),
        *(({"url": url}, "address") for url in ("http://example.org/installer", "file:///etc/passwd", "https://[::1")),
        *(({"url": url}, "address") for url in ("https:///installer", "https://example.org:x/installer", "")),
    ],
)
def test_a_file_that_is_not_the_signed_one_is_not_kept(
    publisher: Publisher, tmp_path: Path, package: dict[str, object], reason: str
) -> None:
    folder = tmp_path / "new"
    assert problem(publisher.announce(package=package), folder) == (Problem.UPDATE_UNVERIFIED, reason)
    assert not folder.exists() or not list(folder.iterdir())


def test_a_feed_that_is_not_there_is_no_fault_of_the_server(publisher: Publisher) -> None:
    assert problem(SignedFeed(f"{publisher.origin}/failing", PUBLIC))[0] is Problem.SERVER_ERROR
    nothing = SignedFeed(f"{publisher.origin}/nothing", PUBLIC)
    assert problem(nothing) == (Problem.UPDATE_UNVERIFIED, "absent")


def test_a_file_that_is_not_there_is_no_fault_of_the_server(publisher: Publisher, tmp_path: Path) -> None:
    feed = publisher.announce(package={"url": f"{publisher.origin}/nothing"})
    assert problem(feed, tmp_path) == (Problem.UPDATE_UNVERIFIED, "absent")


def test_a_feed_that_has_moved_is_not_followed(publisher: Publisher) -> None:
    publisher.announce()
    publisher.moved["/old.json"] = "/feed.json"
    publisher.moved["/old.json.sig"] = "/feed.json.sig"
    assert problem(SignedFeed(f"{publisher.origin}/old.json", PUBLIC)) == (Problem.UPDATE_UNVERIFIED, "elsewhere")


def test_an_installer_is_followed_but_never_where_others_can_change_it(publisher: Publisher, tmp_path: Path) -> None:
    publisher.moved |= {"/moved": "/installer", "/open": "http://example.org/installer", "/broken": "https://[::1"}
    moved = look(publisher.announce(package={"url": f"{publisher.origin}/moved"}), tmp_path)
    assert moved.file == str(tmp_path / "sopwizard.deb")
    for path in ("/open", "/broken"):
        feed = publisher.announce(package={"url": publisher.origin + path})
        assert problem(feed, tmp_path / "new") == (Problem.UPDATE_UNVERIFIED, "address")


@pytest.mark.parametrize("address", ["", "feed", "ftp://x/feed", "http://example.org/feed", "https://[::1/feed"])
def test_an_address_that_is_none_is_refused_with_a_sentence(address: str) -> None:
    feed = SignedFeed(address, PUBLIC)
    assert problem(feed) == (Problem.UPDATE_UNVERIFIED, "address")
    assert feed.host == {"ftp://x/feed": "x", "http://example.org/feed": "example.org"}.get(address, address)


@pytest.mark.parametrize("key", ["abc", "!!!!", "ü", base64.b64encode(b"short").decode()])
def test_a_key_that_is_none_is_the_policys_fault(key: str) -> None:
    with pytest.raises(SopError) as refused:
        settings(Policy(update_feed="https://inside.example", update_key=key, source="/etc/x"), {})
    assert refused.value.problem is Problem.BROKEN_POLICY


@pytest.mark.parametrize(
    "shipped",
    ["", "[]", "{}", '{"feed": "https://x.example", "key": "abc"}', '{"feed": "https://x.example", "key": 3}'],
)
def test_a_feed_that_came_broken_is_the_installations_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shipped: str
) -> None:
    (tmp_path / "updates.json").write_text(shipped, "utf-8")
    monkeypatch.setattr(resources, "path", tmp_path.joinpath)
    with pytest.raises(SopError) as refused:
        settings(Policy(), {})
    assert refused.value.problem is Problem.BROKEN_INSTALLATION
    assert "updates.json" in explain(refused.value).happened


@pytest.mark.parametrize(
    ("key", "file", "sentence"),
    [("", "a.deb", "no private key"), ("abc", "a.deb", "no private key"), (None, "a.msi", "a.msi is no file"),
     (None, "gone.deb", "gone.deb is no file")],
)  # fmt: skip
def test_whoever_signs_a_feed_is_told_in_a_sentence_what_is_wrong(
    tmp_path: Path, key: str | None, file: str, sentence: str
) -> None:
    for name in ("a.deb", "a.msi"):
        (tmp_path / name).touch()
    script = Path(__file__).parents[3] / "packaging" / "sign_feed.py"
    known = os.environ | {
        "SOPWIZARD_FEED_KEY": base64.b64encode(KEY.private_bytes_raw()).decode() if key is None else key
    }
    command = [sys.executable, str(script), "https://x.example", file]
    done = subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr
    assert not (tmp_path / "feed.json").exists()


def test_a_feed_nested_without_end_is_refused(publisher: Publisher) -> None:
    feed = publisher.announce()
    content = b"[" * 100_000
    publisher.files["/feed.json"] = content
    publisher.files["/feed.json.sig"] = base64.b64encode(KEY.sign(content))
    assert problem(feed) == (Problem.UPDATE_UNVERIFIED, "form")


def test_a_feed_that_says_nothing_is_given_up_without_advice_about_an_option_that_it_does_not_obey() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection, and never answers
        feed = SignedFeed(f"http://127.0.0.1:{silent.getsockname()[1]}/feed.json", PUBLIC, seconds=0.2)
        with pytest.raises(SopError) as refused:
            look(feed)
    assert refused.value.problem is Problem.TIMEOUT
    assert explain(refused.value).todo == "Try again later, or from a faster network."


def test_a_link_that_somebody_left_in_the_folder_is_not_written_through(publisher: Publisher, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine", "utf-8")
    folder = tmp_path / "new"
    folder.mkdir()
    for name in ("sopwizard.deb", "sopwizard.deb.part"):
        (folder / name).symlink_to(mine)
    offer = look(publisher.announce(), folder)
    assert offer.file
    assert Path(offer.file).read_bytes() == INSTALLER
    assert mine.read_text("utf-8") == "mine"


def test_the_administrator_can_switch_it_off() -> None:
    with pytest.raises(SopError) as refused:
        updates.check_policy(Policy(updates=False, source="/etc/x"))
    assert refused.value.problem is Problem.NOT_BY_POLICY
    updates.check_policy(Policy())


def test_the_policy_names_the_feed_before_anybody_else() -> None:
    key = base64.b64encode(PUBLIC).decode()
    decided = Policy(update_feed="https://inside.example/feed", update_key=key)
    assert settings(decided, {"SOPWIZARD_UPDATE_FEED": "https://elsewhere.example"}) == (decided.update_feed, PUBLIC)
    with pytest.raises(SopError) as unknown:
        settings(Policy(), {})
    assert unknown.value.problem is Problem.NO_UPDATE_FEED


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [("1.10.0", "1.9.9", True), ("1.0", "1.0.0", False), ("1.0.1", "1.0.1.dev2", False), ("2.0rc1", "1.0", False)],
)
def test_versions_are_compared_by_their_figures(version: str, than: str, newer: bool) -> None:  # noqa: FBT001
    assert is_newer(version, than) is newer
