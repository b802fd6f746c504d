"""Talking to the simulator as a stranger would: plain requests, multipart batches, and curl."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

Json = dict[str, Any]

MEGAN = "4026be43-6b69-4a1b-8f0a-3f8f4d7a9c01"
ORGANIZATION = "6c1b7f5e-2d0a-4c38-9a57-5f5a1c0e7b42"
ERP = "a1c0de00-0000-4000-8000-000000000015"
RUNTIME = "a1c0de00-0000-4000-8000-0000f1752846"
INTEGRATION = "a1c0de00-0000-4000-8000-00002e49aa60"
EVERYTHING = {"Prefer": 'odata.include-annotations="*"'}


@dataclass(frozen=True)
class Part:
    """An answer inside of a batch's answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Json:
        value: Json = json.loads(self.body)
        return value


class Client:
    """A stranger with a token."""

    def __init__(self, origin: str, *, token: str = "anything", version: str = "v9.2") -> None:  # noqa: S107  any will do
        self.root = f"{origin}/api/data/{version}/"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {token}"

    def send(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, /, **headers: str
    ) -> requests.Response:
        """One request; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        url = path if path.startswith(("http://", "https://")) else self.root + path
        return self.session.request(method, url, json=body, headers=named, timeout=30, allow_redirects=False)

    def get(self, path: str, **headers: str) -> Json:
        """A GET that must succeed."""
        answer = self.send("GET", path, None, **headers)
        assert answer.status_code == 200, answer.text
        value: Json = answer.json()
        return value

    def rows(self, path: str, **headers: str) -> list[Json]:
        """The rows of a list that must be readable."""
        found: list[Json] = self.get(path, **headers)["value"]
        return found

    def refused(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, /, **headers: str
    ) -> tuple[int, str, str]:
        """A request that must fail: status, code, message."""
        answer = self.send(method, path, body, **headers)
        assert answer.status_code >= 400, f"{method} {path} was answered with {answer.status_code}: {answer.text[:300]}"
        error = answer.json()["error"]
        return answer.status_code, error["code"], error["message"]

    def fetch(self, entity_set: str, xml: str, **headers: str) -> requests.Response:
        """FetchXML."""
        return self.send("GET", f"{entity_set}?fetchXml={quote(xml)}", None, **headers)

    def batch(self, *parts: str, newline: str = "\r\n", **headers: str) -> tuple[requests.Response, list[Part]]:
        """A batch of parts as :func:`get`, :func:`patch` and :func:`change_set` make them."""
        lines = [f"--batch_1{newline}{part.replace(chr(10), newline)}" for part in parts]
        text = newline.join((*lines, "--batch_1--", ""))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Content-Type", 'multipart/mixed; boundary="batch_1"')
        answer = self.session.post(self.root + "$batch", data=text.encode(), headers=named, timeout=30)
        return answer, parts_of(answer.headers.get("Content-Type", ""), answer.content)


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """The answers of a batch in order, those of change sets among them."""
    boundary = re.search(r"boundary=([^;]+)", content_type)
    if boundary is None:
        return []
    found: list[Part] = []
    for piece in body.split(b"--" + boundary[1].encode())[1:-1]:
        head, _, rest = piece.lstrip(b"\r\n").partition(b"\r\n\r\n")
        outer = _headers(head)
        if outer["content-type"].startswith("multipart/mixed"):
            found += parts_of(outer["content-type"], rest)
            continue
        inner, _, content = rest.partition(b"\r\n\r\n")
        first, _, fields = inner.partition(b"\r\n")
        found.append(Part(int(first.split()[1]), {**_headers(fields), **outer}, content.rstrip(b"\r\n")))
    return found


def _headers(text: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.decode().splitlines() if line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def part(
    method: str, path: str, body: Mapping[str, Any] | None = None, content_id: str | None = None, **headers: str
) -> str:
    """A part of a batch."""
    outer = ["Content-Type: application/http", "Content-Transfer-Encoding: binary"]
    if content_id:
        outer.append(f"Content-ID: {content_id}")
    inner = [f"{method} {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if body is not None:
        inner.append("Content-Type: application/json")
    return "\n".join((*outer, "", *inner, "", json.dumps(body) if body is not None else ""))


def change_set(*parts: str) -> str:
    """A change set of parts."""
    lines = [f"--changeset_1\n{text}" for text in parts]
    return "\n".join(("Content-Type: multipart/mixed; boundary=changeset_1", "", *lines, "--changeset_1--"))


def curl(*arguments: str) -> subprocess.CompletedProcess[str]:
    """curl, with the answer's head before its body."""
    return subprocess.run(
        ["curl", "--silent", "--show-error", "--include", "--max-time", "20", "--noproxy", "*", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
