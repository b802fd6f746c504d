"""`python -m sopwizard`, and the command `sopwizard`."""

from __future__ import annotations

import sys

from sopwizard.app.start import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
