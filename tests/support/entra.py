"""An identity provider that behaves like Entra where Entra differs from others, with Dataverse and discovery beside it.

One server answers for every host: which one is meant stands in the Host header. `pretend` leads the production host
names to it. What it should refuse is set by tests in `fails`; what was asked of it is in `seen`.
"""

# ruff: noqa: ANN401, C901, PLR0911  one server, and what it is asked is JSON

import base64
import hashlib
import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from tests.support.certificates import Pair

TENANT = "aaaaaaaa-1111-2222-3333-444444444444"
OTHER_TENANT = "bbbbbbbb-1111-2222-3333-444444444444"
LOGIN = ("login.microsoftonline.com", "login.microsoftonline.us", "login.chinacloudapi.cn",
         "login.partner.microsoftonline.cn")  # fmt: skip
ENVIRONMENTS = ("contoso.crm4.dynamics.com", "fabrikam.crm4.dynamics.com", "contoso.crm9.dynamics.com",
                "contoso.crm.microsoftdynamics.us", "contoso.crm.appsplatform.us", "contoso.crm.dynamics.cn",
                "contoso.crm77.dynamics.com")  # fmt: skip
DISCOVERY = ("globaldisco.crm.dynamics.com", "globaldisco.crm9.dynamics.com",
             "globaldisco.crm.microsoftdynamics.us", "globaldisco.crm.appsplatform.us",
             "globaldisco.crm.dynamics.cn")  # fmt: skip
HOSTS = (*LOGIN, *ENVIRONMENTS, *DISCOVERY)
# Every secret that the server makes holds it, so that tests can look for it.
SECRET_MARK = "SeCrEt"  # noqa: S105


def b64(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwt(claims: dict[str, Any]) -> str:
    return f"{b64({'alg': 'RS256', 'typ': 'JWT'})}.{b64(claims)}.{b64(SECRET_MARK.encode() * 20)}"


def audience_of(token: str) -> str | None:
    """Whom a token is for. Its signature is the provider's business, not this server's."""
    try:
        part = token.split(".")[1]
        audience = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["aud"]
    except (IndexError, ValueError, KeyError):
        return None
    return audience if isinstance(audience, str) else None


@dataclass
class Failure:
    """How an endpoint refuses: an OAuth error with Entra's number."""

    number: int
    error: str = "invalid_grant"
    suberror: str | None = None
    claims: str | None = None


@dataclass
class Seen:
    """A request: its host, method and path, and the fields of its query and form."""

    host: str
    method: str
    path: str
    fields: dict[str, str]
    headers: dict[str, str]


@dataclass
class Entra:
    """The state of the simulated cloud."""

    port: int = 0
    person: str = "megan@contoso.example"
    object_id: str = "99999999-0000-0000-0000-000000000001"
    tenant_of: dict[str, str] = field(default_factory=lambda: {"fabrikam.crm4.dynamics.com": OTHER_TENANT})
    challenge: dict[str, str | None] = field(default_factory=dict)
    fails: dict[str, Failure] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)
    environments: Any = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    pending: int = 0
    slow_down: int = 0
    device_seconds: int = 900
    lifetime: int = 3600
    hang: threading.Event | None = None
    hangs_at: str = "nowhere"
    seen: list[Seen] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=set)
    revoked: bool = False
    access_tokens: dict[str, str] = field(default_factory=dict)
    approved: bool = True
    nonce: str | None = None

    def paths(self, host: str | None = None) -> list[str]:
        return [one.path for one in self.seen if host is None or one.host == host]

    # -- endpoints --------------------------------------------------------------------------------------------------

    def answer(self, seen: Seen) -> tuple[int, dict[str, str], Any]:
        self.seen.append(seen)
        if self.hang is not None and self.hangs_at in seen.path:
            self.hang.wait(30)
        if seen.host in ENVIRONMENTS:
            return self._dataverse(seen)
        if seen.host in DISCOVERY:
            return self._discovery(seen)
        _, tenant, rest = seen.path.split("/", 2)
        if tenant.startswith("missing"):
            return 400, {}, self._error(Failure(90002, "invalid_tenant"))
        if rest == "v2.0/.well-known/openid-configuration":
            base = f"https://{seen.host}/{tenant}"
            return 200, {}, {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            } | self.configuration  # fmt: skip
        if rest == "oauth2/v2.0/authorize":
            return self._authorize(seen)
        if rest == "oauth2/v2.0/devicecode":
            return self._device_code(seen)
        if rest == "oauth2/v2.0/token":
            return self._token(seen, tenant)
        return 404, {}, {"error": "not_found"}

    def _error(self, failure: Failure) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "error": failure.error,
            "error_description": f"AADSTS{failure.number}: {SECRET_MARK} words. Trace ID: x Correlation ID: y",
            "error_codes": [failure.number],
            "correlation_id": "cccccccc-0000-0000-0000-000000000001",
            "trace_id": "dddddddd-0000-0000-0000-000000000001",
        }
        if failure.suberror:
            answer["suberror"] = failure.suberror
        if failure.claims:
            answer["claims"] = failure.claims
        return answer

    def _authorize(self, seen: Seen) -> tuple[int, dict[str, str], Any]:
        fields = seen.fields
        if "authorize" in self.fails:
            back = {"error": self.fails["authorize"].error, "state": fields["state"]} | {
                name: value
                for name, value in self._error(self.fails["authorize"]).items()
                if name == "error_description"
            }
        else:
            code = f"{SECRET_MARK}-code-{uuid.uuid4()}"
            self.codes[code] = fields
            back = {"code": code, "state": fields["state"]}
        return 302, {"Location": f"{fields['redirect_uri']}?{urlencode(back)}", "X-Mode": fields["response_mode"]}, back

    def _device_code(self, seen: Seen) -> tuple[int, dict[str, str], Any]:
        if "devicecode" in self.fails:
            return 400, {}, self._error(self.fails["devicecode"])
        code = f"{SECRET_MARK}-device-{uuid.uuid4()}"
        self.codes[code] = seen.fields
        return 200, {}, {
            "user_code": "ABCD-EFGH", "device_code": code, "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": self.device_seconds, "interval": 1, "message": "To sign in, …",
        }  # fmt: skip

    def _token(self, seen: Seen, tenant: str) -> tuple[int, dict[str, str], Any]:
        fields = seen.fields
        grant = fields["grant_type"].rsplit(":", 1)[-1]
        if grant in self.fails:
            return 400, {}, self._error(self.fails[grant])
        if grant == "device_code":
            if self.slow_down > 0:
                self.slow_down -= 1
                return 400, {}, {"error": "slow_down"}
            if self.pending > 0 or not self.approved:
                self.pending -= 1
                return 400, {}, self._error(Failure(70016, "authorization_pending"))
            if fields["device_code"] not in self.codes:
                return 400, {}, self._error(Failure(70019, "expired_token"))
        nonce = None
        if grant == "authorization_code":
            asked = self.codes.pop(fields["code"])
            nonce = self.nonce or asked.get("nonce")
            digest = b64(hashlib.sha256(fields["code_verifier"].encode()).digest())
            if asked["code_challenge"] != digest or asked["redirect_uri"] != fields["redirect_uri"]:
                return 400, {}, self._error(Failure(501481))
        if grant == "device_code":
            fields = fields | {"scope": self.codes.pop(fields["device_code"])["scope"]}
        if grant == "refresh_token" and (self.revoked or fields["refresh_token"] not in self.refresh_tokens):
            return 400, {}, self._error(Failure(50173))
        scope = next(one for one in fields["scope"].split() if one.startswith("https://"))
        audience = scope.rsplit("/", 1)[0]
        realm = TENANT if tenant in ("organizations", "common") else tenant
        app_only = grant == "client_credentials"
        access = jwt({"aud": audience, "tid": realm, "oid": self.object_id, "exp": int(time.time()) + self.lifetime,
                      "jti": str(uuid.uuid4()), "roles" if app_only else "scp": "user_impersonation"})  # fmt: skip
        self.access_tokens[access] = audience
        answer = {
            "token_type": "Bearer", "scope": f"{audience}/user_impersonation {audience}/.default",
            "expires_in": self.lifetime, "ext_expires_in": self.lifetime, "access_token": access,
        }  # fmt: skip
        if not app_only:
            refresh = f"{SECRET_MARK}-refresh-{uuid.uuid4()}"
            self.refresh_tokens.add(refresh)
            answer |= {
                "refresh_token": refresh,
                "id_token": jwt({"oid": self.object_id, "tid": realm, "sub": "s", "name": "Megan Bowen",
                                 "preferred_username": self.person, "nonce": nonce, "aud": fields["client_id"],
                                 "iss": f"https://{seen.host}/{realm}/v2.0", "exp": int(time.time()) + 3600}),
                "client_info": b64({"uid": self.object_id, "utid": TENANT}),
            }  # fmt: skip
        return 200, {}, answer

    def _dataverse(self, seen: Seen) -> tuple[int, dict[str, str], Any]:
        if seen.host in self.statuses:
            return self.statuses[seen.host], {}, "<html>not Dataverse</html>"
        token = seen.headers.get("authorization", "").removeprefix("Bearer ")
        if self.access_tokens.get(token) != f"https://{seen.host}" and audience_of(token) != f"https://{seen.host}":
            login = next(iter(LOGIN)) if seen.host.endswith(".dynamics.com") else (
                "login.chinacloudapi.cn" if seen.host.endswith(".cn") else "login.microsoftonline.us")  # fmt: skip
            tenant = self.tenant_of.get(seen.host, TENANT)
            default = (f"Bearer authorization_uri=https://{login}/{tenant}/oauth2/authorize, "
                       f"resource_id=https://{seen.host}/")  # fmt: skip
            header = self.challenge.get(seen.host, default)
            return 401, {} if header is None else {"WWW-Authenticate": header}, ""
        return 200, {}, {
            "UserId": "11111111-0000-0000-0000-000000000001",
            "BusinessUnitId": "22222222-0000-0000-0000-000000000001",
            "OrganizationId": "33333333-0000-0000-0000-000000000001",
        }  # fmt: skip

    def _discovery(self, seen: Seen) -> tuple[int, dict[str, str], Any]:
        token = seen.headers.get("authorization", "").removeprefix("Bearer ")
        if self.access_tokens.get(token) != f"https://{seen.host}":
            return 401, {}, ""
        if seen.host in self.statuses:
            return self.statuses[seen.host], {}, ""
        found = self.environments.get(seen.host, []) if isinstance(self.environments, dict) else self.environments
        return 200, {}, found if isinstance(found, str) else {"@odata.context": "http://10.0.0.1/x", "value": found}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, body: str) -> None:
        parts = urlsplit(self.path)
        entra: Entra = self.server.entra  # type: ignore[attr-defined]
        fields = {name: values[0] for name, values in parse_qs(parts.query).items()} | dict(parse_qsl(body))
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = (self.headers.get("Host") or "").partition(":")[0]
        status, more, value = entra.answer(Seen(host, self.command, parts.path, fields, headers))
        data = (value if isinstance(value, str) else json.dumps(value)).encode()
        self.send_response(status)
        for name, text in (more | {"Content-Type": "application/json", "Content-Length": str(len(data))}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, entra: Entra, pair: Pair) -> None:
        self.entra = entra
        super().__init__(("127.0.0.1", 0), _Handler)
        self.socket = pair.context().wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def serve(pair: Pair) -> Iterator[Entra]:
    """The simulated cloud on a free port of 127.0.0.1, with that certificate."""
    entra = Entra()
    server = _Server(entra, pair)
    entra.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield entra
    finally:
        if entra.hang is not None:
            entra.hang.set()
        server.shutdown()
        server.server_close()


def pretend(monkeypatch: pytest.MonkeyPatch, ports: Callable[[str], int | None]) -> None:
    """Lead host names to ports of 127.0.0.1; None leaves a name alone. TLS and HTTP still see the names."""
    look_up = socket.getaddrinfo

    def led(host: Any, port: Any, *args: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        found = ports(name) if isinstance(name, str) else None
        return look_up("127.0.0.1", found, *args, **named) if found else look_up(host, port, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", led)
