#!/usr/bin/env python
"""Django's command line for Claimboard: `python manage.py help` lists what there is."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError
from environs import EnvError


def main() -> None:
    """Run the command named in the arguments; a database out of reach is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except EnvError as error:
        sys.exit(f"error: {error}")
    except (OperationalError, InterfaceError) as error:
        if "--traceback" in sys.argv:
            raise
        reason = " ".join(str(error).split())
        print(f"The database cannot be used: {reason}", file=sys.stderr)
        print("Start it with `make run`, or set DATABASE_URL to a running PostgreSQL.", file=sys.stderr)
        sys.exit(os.EX_UNAVAILABLE)


if __name__ == "__main__":
    main()
