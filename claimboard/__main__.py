"""`python -m claimboard`."""

import sys

from claimboard.cli import main

sys.exit(main())
