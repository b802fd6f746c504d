"""Requests to one environment's Web API, with the right headers, the right token, and patience."""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from sopwizard.adapters.dataverse import answers, batch
from sopwizard.adapters.dataverse.answers import Json
from sopwizard.adapters.dataverse.patience import BUSY_STATUSES, Patience
from sopwizard.adapters.dataverse.rows import keyed
from sopwizard.adapters.dataverse.wire import MAX_BYTES, Answer, Wire, WireError
from sopwizard.domain.errors import Problem
from sopwizard.services.job import Job
from sopwizard.services.ports import Tokens

ROOT = "/api/data/v9.2/"
MAX_PAGES = 200
"""Pages of one list; at 5,000 rows a page no list that is read here comes near."""

HEADERS = {
    "Accept": "application/json",
    "OData-Version": "4.0",
    "OData-MaxVersion": "4.0",
    "If-None-Match": "null",  # DOMAIN 7.1: no answer from a cache
    "User-Agent": "sopwizard",
}
FRESH = {"Consistency": "Strong"}
"""Past the server's own caches, which may be 30 seconds old (DOMAIN 7.1)."""

_UNAUTHORIZED = 401

_log = logging.getLogger(__name__)


def _ids(answer: Answer) -> dict[str, str]:
    found = answers.request_id(answer.headers)
    return {answers.BATCH_ID: found} if found else {}


class Connection:
    """One environment, one sign-in, one request at a time."""

    def __init__(self, origin: str, tokens: Tokens, timeout: float) -> None:
        self._origin = origin
        self._tokens = tokens
        self._wire = Wire(origin, timeout)

    def close(self) -> None:
        """Close the kept connection."""
        self._wire.close()

    def get(self, path: str, job: Job) -> Json:
        """The JSON object at a path under the service root, as fresh as the server can make it."""
        return Patience().ask(lambda: answers.content(self._send("GET", ROOT + path, job, FRESH)), job)

    def batch(self, paths: Sequence[str], job: Job) -> tuple[Answer, ...]:
        """The answers to several reads, in one round trip; each may be a refusal of its own.

        Parts that the server puts off are asked for again, alone, with the patience of any other request.
        """
        patience = Patience()
        found = list(patience.ask(lambda: self._parts(paths, job), job))
        while busy := [place for place, part in enumerate(found) if part.status in BUSY_STATUSES]:
            longest = max((answers.put_off(found[place]) for place in busy), key=lambda each: each.retry_after or 0)
            if not patience.wait(longest, job):
                break
            rest = [paths[place] for place in busy]
            try:
                again = patience.ask(lambda rest=rest: self._parts(rest, job), job)  # type: ignore[misc]
            except WireError:
                break  # what the others say is known, and these were put off
            for place, part in zip(busy, again, strict=True):
                found[place] = part
        return tuple(found)

    def _parts(self, paths: Sequence[str], job: Job) -> tuple[Answer, ...]:
        kind, body = batch.compose([ROOT + path for path in paths], {**HEADERS, **FRESH})
        more = {"Content-Type": kind, "Prefer": "odata.continue-on-error"}
        answer = self._send("POST", ROOT + "$batch", job, more, body)
        if answer.status // 100 != 2:  # noqa: PLR2004  the class of success
            answers.refuse(answer)
        if not batch.is_batch(answer):
            raise answers.not_dataverse(answer)
        found = batch.parts(answer, len(paths))
        for path, part in zip(paths, found, strict=True):
            _log.debug("in the batch, GET %s: %d", path, part.status)
        # Where a part has no id of its own, the support finds it by that of the batch.
        return tuple(replace(part, headers={**_ids(answer), **part.headers}) for part in found)

    def rows(self, first: Json, job: Job) -> Iterator[Json]:
        """The rows of a list from its first page on, each once; further pages are asked for when they are needed.

        ENDLESS_LIST where pages lead in a circle or there are more than MAX_PAGES; ANSWER_TOO_LARGE where the further
        pages together are larger than one answer may be.
        """
        page, seen, size = first, set(), 0
        told: set[str] = set()
        for _ in range(MAX_PAGES):
            rows = keyed(page)
            yield from (row for key, row in rows.items() if key not in told)
            told |= rows.keys()
            link = page.get("@odata.nextLink")
            if link is None:
                return
            path = self._own_path(link)
            if path in seen:
                break
            seen.add(path)
            page, more = Patience().ask(lambda path=path: self._page(path, job), job)  # type: ignore[misc]
            size += more
            if size > MAX_BYTES:
                raise WireError(Problem.ANSWER_TOO_LARGE, {"megabytes": MAX_BYTES // 1024**2})
        raise WireError(Problem.ENDLESS_LIST)

    def _page(self, path: str, job: Job) -> tuple[Json, int]:
        """A further page, and its size in bytes."""
        answer = self._send("GET", path, job, FRESH)
        return answers.content(answer), len(answer.body)

    def patch(self, path: str, body: bytes, if_match: str, job: Job) -> None:
        """Change one existing row, once. RefusedError or WireError as it went; nothing is repeated here."""
        headers = {**FRESH, "If-Match": if_match, "Content-Type": "application/json"}
        answer = self._send("PATCH", ROOT + path, job, headers, body)
        if answer.status == 204:  # noqa: PLR2004  no content: done
            return
        answers.content(answer)

    def _send(self, method: str, path: str, job: Job, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """The answer with the token at hand; where that is refused nothing was taken, and a fresh one is tried."""
        token = self._tokens.token(self._origin, job)
        every = {**HEADERS, **headers}
        answer = self._logged(method, path, token, job, every, body)
        if answer.status != _UNAUTHORIZED:
            return answer
        fresh = self._tokens.token(self._origin, job, fresh=True)
        return answer if fresh == token else self._logged(method, path, fresh, job, every, body)

    def _logged(  # noqa: PLR0913, PLR0917  an HTTP request has that many parts
        self, method: str, path: str, token: str, job: Job, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """The answer; what was asked and how it went is in the log, without headers and bodies."""
        shown = path if _log.isEnabledFor(logging.DEBUG) else path.partition("?")[0]
        begun = time.monotonic()
        try:
            answer = self._wire.send(method, path, token, job, headers=headers, body=body)
        except WireError as error:
            _log.info("%s %s: %s after %.2f s", method, shown, error.problem.value, time.monotonic() - begun)
            raise
        found = answers.request_id(answer.headers)
        _log.info("%s %s: %d after %.2f s, request %s", method, shown, answer.status, time.monotonic() - begun, found)
        return answer

    def _own_path(self, link: object) -> str:
        """The path and query of a link to our own service; OFF_ORIGIN for any other."""
        if not isinstance(link, str) or not link.isascii() or not link.isprintable() or len(link) > 16_000:  # noqa: PLR2004
            raise WireError(Problem.BROKEN_ANSWER, {"reason": "nextLink"})
        try:
            parts = urlsplit(link)
            port, host = parts.port, parts.hostname
        except ValueError as error:
            raise WireError(Problem.BROKEN_ANSWER, {"reason": "nextLink"}) from error
        own = urlsplit(self._origin)
        usual = {"https": 443, "http": 80}.get(own.scheme)
        same = (parts.scheme.lower(), host, port or usual) == (own.scheme, own.hostname, own.port or usual)
        if not same or "@" in parts.netloc:
            raise WireError(Problem.OFF_ORIGIN, {"to": answers.clean(host or "", 100)})
        if not parts.path.lower().startswith("/api/data/v") or ".." in unquote(parts.path).split("/"):
            raise WireError(Problem.OFF_ORIGIN, {"to": answers.clean(parts.path, 100)})
        return parts.path + (f"?{parts.query}" if parts.query else "")
