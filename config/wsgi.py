"""The WSGI application that granian serves."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from config.environment import env
from config.services import processes

if env.bool("DIE_WITH_PARENT", False):  # the server's workers would outlive a server killed by kill -9
    processes.die_with_parent(signal.SIGKILL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
