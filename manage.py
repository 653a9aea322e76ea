#!/usr/bin/env python
"""Django's command line for Claimboard: `python manage.py help` lists what there is."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError
from environs import EnvError

from config.environment import data_folder, env, shown
from config.services import machine
from config.services.errors import ServiceError


def main() -> None:
    """Run the command named in the arguments; a database out of reach is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except (EnvError, ServiceError) as error:
        sys.exit(f"error: {error}")
    except (OperationalError, InterfaceError) as error:
        if "--traceback" in sys.argv:
            raise
        print(_without_database(error), file=sys.stderr)
        sys.exit(os.EX_UNAVAILABLE)


def _without_database(error: Exception) -> str:
    data = data_folder()
    try:
        if not env.str("DATABASE_URL", "") and not machine.busy(data):
            return f"error: nothing runs on DATA={shown(data)}; start it with `make run`, or set DATA"
    except ServiceError as problem:
        return f"error: {problem}"
    reason = " ".join(str(error).split())
    return f"The database cannot be used: {reason}\nTry again, or set DATABASE_URL to a running PostgreSQL."


if __name__ == "__main__":
    main()
