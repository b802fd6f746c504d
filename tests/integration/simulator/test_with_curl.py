"""curl, as somebody at a terminal would use it, over TLS too."""

import re
from collections.abc import Callable
from pathlib import Path

from sopwizard.adapters.simulator.server import RunningSimulator
from tests.support.certificates import TestAuthority
from tests.support.simulator import ORGANIZATION, curl

TOKEN = ("-H", "Authorization: Bearer x")
JSON = ("-H", "Content-Type: application/json")


def test_curl_reads_changes_and_meets_the_refusals(simulator: RunningSimulator) -> None:
    root = f"{simulator.origin}/api/data/v9.2"
    assert "401 Unauthorized" in curl(f"{root}/organizations").stdout
    listed = curl(*TOKEN, f"{root}/organizations?$select=name,issopintegrationenabled").stdout
    assert '"issopintegrationenabled":false' in listed
    etag = re.search(r'"@odata.etag":"(W/\\"\d+\\")"', listed)
    assert etag is not None
    row = f"{root}/organizations({ORGANIZATION})"
    body = ("-X", "PATCH", "-d", '{"issopintegrationenabled":true}')
    changed = curl(*TOKEN, *JSON, *body, "-H", "If-Match: " + etag[1].replace("\\", ""), row).stdout
    assert changed.startswith("HTTP/1.1 204 No Content")
    assert f"OData-EntityId: {row}" in changed
    assert (
        "412 Precondition Failed"
        in curl(*TOKEN, *JSON, *body, "-H", "If-Match: " + etag[1].replace("\\", ""), row).stdout
    )
    assert "415" in curl(*TOKEN, *body, row).stdout.splitlines()[0]
    assert '"issopintegrationenabled":true' in curl(*TOKEN, f"{row}?$select=issopintegrationenabled").stdout
    encoded = curl(
        *TOKEN, "-G", f"{root}/systemusers", "--data-urlencode", "$select=fullname", "--data-urlencode",
        "$filter=contains(fullname,'Operations') and isdisabled eq false", "--data-urlencode", "$count=true",
    ).stdout  # fmt: skip
    assert '"@odata.count":2' in encoded
    assert "404 Not Found" in curl(*TOKEN, f"{root}/nonsense").stdout
    head = curl(*TOKEN, "-I", f"{root}/organizations").stdout
    assert head.startswith("HTTP/1.1 200 OK")
    assert "OData-Version: 4.0" in head


def test_curl_sends_a_batch_from_a_file(simulator: RunningSimulator, tmp_path: Path) -> None:
    batch = tmp_path / "batch.txt"
    batch.write_bytes(
        b"--batch_a\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        b"GET /api/data/v9.2/WhoAmI HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n"
        b"--batch_a\r\nContent-Type: multipart/mixed; boundary=changeset_b\r\n\r\n"
        b"--changeset_b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 1\r\n\r\n"
        b"PATCH /api/data/v9.2/organizations("
        + ORGANIZATION.encode()
        + b") HTTP/1.1\r\nContent-Type: application/json\r\n"
        b'If-Match: *\r\n\r\n{"issopintegrationenabled":true}\r\n--changeset_b--\r\n--batch_a--\r\n'
    )
    kind = ("-H", "Content-Type: multipart/mixed; boundary=batch_a")
    answer = curl(*TOKEN, *kind, "--data-binary", f"@{batch}", f"{simulator.origin}/api/data/v9.2/$batch").stdout
    assert "multipart/mixed; boundary=batchresponse_" in answer
    assert answer.count("HTTP/1.1 200 OK") == 2
    assert "HTTP/1.1 204 No Content" in answer
    assert "Content-ID: 1" in answer


def test_curl_over_tls_trusts_the_certificate_that_was_given(
    tmp_path: Path, start: Callable[..., RunningSimulator]
) -> None:
    authority = TestAuthority(tmp_path)
    pair = authority.server("localhost")
    origin = start(tls=(pair.certificate, pair.key)).origin.replace("127.0.0.1", "localhost")
    assert origin.startswith("https://")
    trusted = curl("--cacert", str(authority.bundle), *TOKEN, f"{origin}/api/data/v9.2/WhoAmI")
    assert trusted.stdout.startswith("HTTP/1.1 200 OK")
    assert f'"@odata.context":"{origin}/api/data/v9.2/$metadata#' in trusted.stdout
    assert curl(*TOKEN, f"{origin}/api/data/v9.2/WhoAmI").returncode == 60
    assert curl(*TOKEN, f"{origin.replace('https', 'http')}/api/data/v9.2/WhoAmI").returncode != 0
