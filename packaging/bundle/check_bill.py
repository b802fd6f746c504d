"""Holds a list of parts against the schema of CycloneDX 1.6, SPDX's identifiers and the form of packages' addresses.

    python packaging/bundle/check_bill.py sbom.cdx.json

It runs in an environment of its own that `make_bundle.check_bill` makes.
"""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing
from packageurl import PackageURL


def main() -> None:
    """End with what is wrong, or say nothing."""
    text = Path(sys.argv[1]).read_text("utf-8")
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error:
        sys.exit(f"{sys.argv[1]}: {error}"[:2000])
    known = get_spdx_licensing()
    for part in json.loads(text)["components"]:
        PackageURL.from_string(part["purl"])
        for said in part["licenses"]:
            wrong = known.validate(said["expression"]).errors if "expression" in said else []
            if wrong:
                sys.exit(f"{sys.argv[1]}: {part['name']}: {' '.join(wrong)}")


if __name__ == "__main__":
    main()
