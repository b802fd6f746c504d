"""Makes and signs the feed of newer versions that `sopwizard --check-updates` reads.

    python3 packaging/sign_feed.py new-key                      a private key to keep, and the public one to publish
    python3 packaging/sign_feed.py BASE_URL FILE...             feed.json and feed.json.sig from a release's files

The private key comes from SOPWIZARD_FEED_KEY (base64, 32 bytes) and is never written. The public one stands in
`resources/updates.json`, or in the policy of a company that publishes inside. It needs the cryptography library.
"""

import base64
import hashlib
import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT = Path(__file__).resolve().parent.parent
DAYS = 120
"""How long a feed is believed: sign a new one before, also where nothing is new."""
SYSTEMS = {".deb": "linux-deb", ".tar.xz": "linux", ".exe": "windows", ".dmg": "macos"}


def main() -> None:
    """Do one of the two."""
    if sys.argv[1:] == ["new-key"]:
        made = Ed25519PrivateKey.generate()
        print("private, for SOPWIZARD_FEED_KEY:", base64.b64encode(made.private_bytes_raw()).decode())
        print("public, for resources/updates.json:", base64.b64encode(made.public_key().public_bytes_raw()).decode())
        return
    if len(sys.argv) < 3:  # noqa: PLR2004  an address and a file
        sys.exit(__doc__)
    try:
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(os.environ.get("SOPWIZARD_FEED_KEY", "")))
    except ValueError:
        sys.exit("SOPWIZARD_FEED_KEY holds no private key: 32 bytes in base64, as new-key prints them.")
    content = json.dumps(feed(sys.argv[1].rstrip("/"), [Path(name) for name in sys.argv[2:]]), indent=1).encode()
    Path("feed.json").write_bytes(content)
    Path("feed.json.sig").write_bytes(base64.b64encode(key.sign(content)) + b"\n")


def feed(base: str, files: list[Path]) -> dict[str, object]:
    """The release: its version is the checkout's. Ends where a file is none that a feed can name."""
    for file in files:
        if not file.is_file() or not file.name.endswith(tuple(SYSTEMS)):
            sys.exit(f"{file} is no file of a release that a feed names: {', '.join(SYSTEMS)}.")
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "sopwizard" / "__init__.py").read_text("utf-8"))
    now = datetime.now(UTC).replace(microsecond=0)
    return {
        "product": "sopwizard",
        "version": found[1] if found else sys.exit("no version"),
        "released": f"{now:%Y-%m-%d}",
        "expires": (now + timedelta(days=DAYS)).isoformat(),
        "notes": f"{base}/CHANGELOG.md",
        "files": [
            {
                "system": next(system for ending, system in SYSTEMS.items() if file.name.endswith(ending)),
                "name": file.name,
                "url": f"{base}/{file.name}",
                "size": file.stat().st_size,
                "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            }
            for file in files
        ],
    }


if __name__ == "__main__":
    main()
