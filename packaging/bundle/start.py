"""What a bundle starts."""

import sys

from sopwizard.__main__ import main

sys.exit(main())
