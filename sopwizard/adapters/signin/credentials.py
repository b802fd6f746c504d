"""What a pipeline signs in with: a secret or a certificate, from the environment variables that Azure's tools use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sopwizard.adapters.signin.refusals import failed
from sopwizard.domain.signin_refusals import SignInReason

_CERTIFICATE: Final = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_KEY: Final = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----.+?-----END (?:[A-Z]+ )*PRIVATE KEY-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Credentials:
    """An application's own sign-in. Exactly one of secret and certificate; neither is ever shown."""

    client_id: str
    tenant: str | None
    secret: str | None = field(default=None, repr=False)
    certificate: Path | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str], client_id: str | None, tenant: str | None
    ) -> "Credentials":
        """From AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH.

        What was given by hand comes first. CREDENTIALS_MISSING names the variable that is not set.
        """
        application = client_id or environment.get("AZURE_CLIENT_ID")
        if not application:
            raise failed(SignInReason.CREDENTIALS_MISSING, variable="AZURE_CLIENT_ID")
        secret = environment.get("AZURE_CLIENT_SECRET") or None
        path = environment.get("AZURE_CLIENT_CERTIFICATE_PATH") or None
        if not secret and not path:
            raise failed(SignInReason.CREDENTIALS_MISSING, variable="AZURE_CLIENT_SECRET")
        return cls(
            application,
            tenant or environment.get("AZURE_TENANT_ID") or None,
            secret,
            Path(path) if path and not secret else None,
            environment.get("AZURE_CLIENT_CERTIFICATE_PASSWORD") or None,
        )

    def for_msal(self) -> str | dict[str, Any]:
        """As MSAL wants it. CERTIFICATE_UNREADABLE where the file is missing or holds no key with its certificate."""
        if self.certificate is None:
            return self.secret or ""
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415  comes with MSAL, and is as slow
            load_pem_private_key,
            pkcs12,
        )

        data = self._read()
        password = self.password.encode() if self.password else None
        try:
            if self.certificate.suffix.lower() in (".pfx", ".p12"):
                key, own, _others = pkcs12.load_key_and_certificates(data, password)
                if key is None or own is None:
                    raise self._unreadable()
                return {"private_key_pfx_path": str(self.certificate), "public_certificate": True} | self._passphrase()
            text = data.decode("ascii", "replace")
            found, certificates = _KEY.search(text), _CERTIFICATE.findall(text)
            if found is None or not certificates:
                raise self._unreadable()
            load_pem_private_key(found.group().encode(), password)
        except (ValueError, TypeError) as error:  # another format, another password, or one too many
            raise self._unreadable() from error
        return {"private_key": found.group(), "public_certificate": "\n".join(certificates)} | self._passphrase()

    def _passphrase(self) -> dict[str, str]:
        return {"passphrase": self.password} if self.password else {}

    def _read(self) -> bytes:
        try:
            return (self.certificate or Path()).read_bytes()
        except OSError as error:
            raise self._unreadable() from error

    def _unreadable(self) -> Exception:
        return failed(SignInReason.CERTIFICATE_UNREADABLE, file=(self.certificate or Path()).name)
