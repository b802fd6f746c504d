"""`python -m sopwizard`, and the command `sopwizard`."""

import sys

from sopwizard.app import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
