"""The Celery application: `celery --app config worker`, `celery --app config beat`.

It is not imported in `config/__init__`: what keeps servers running knows no Celery.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("claimboard", task_cls="celery.contrib.django.task:DjangoTask")
app.config_from_object("config.queue")
