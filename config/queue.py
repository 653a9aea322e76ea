"""How Celery works here: Redis only wakes workers, so a message may be lost or come twice, never a paper."""

from celery.schedules import crontab
from django.conf import settings

broker_url = settings.REDIS_URL
broker_connection_timeout = 5
broker_connection_retry = True
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # for ever: a worker outlives its broker
broker_transport_options = {
    # Longer than any task, or a task that still runs would be given to a second worker.
    "visibility_timeout": 900,
    # A broker that vanished without a word is noticed by keepalive and by the health check.
    "socket_connect_timeout": 5,
    "socket_timeout": 30,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "retry_on_timeout": True,
}

accept_content = ["json"]
task_serializer = "json"
result_serializer = "json"
result_backend = None
task_ignore_result = True

task_acks_late = True
task_reject_on_worker_lost = True
task_soft_time_limit = 300
task_time_limit = 360
task_publish_retry_policy = {
    "max_retries": 2,
    "interval_start": 0.1,
    "interval_step": 0.3,
    "interval_max": 1.0,
}

worker_prefetch_multiplier = 1
worker_max_tasks_per_child = 500
worker_cancel_long_running_tasks_on_connection_loss = False  # tasks are idempotent, let them finish
include = ["leaderboard.tasks"]

enable_utc = True
timezone = "UTC"
beat_schedule = {
    "sweep": {"task": "leaderboard.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "alerts": {"task": "leaderboard.tasks.watch_alerts", "schedule": 60.0, "options": {"expires": 60}},
    "mail": {"task": "leaderboard.tasks.send_mail", "schedule": 300.0, "options": {"expires": 300}},
    "export": {
        "task": "leaderboard.tasks.export_everything",
        "schedule": crontab(hour=3, minute=17),
        "options": {"expires": 3600},
    },
    "sessions": {
        "task": "leaderboard.tasks.forget_sessions",
        "schedule": crontab(hour=2, minute=47),
        "options": {"expires": 3600},
    },
    "snapshot": {
        "task": "leaderboard.tasks.take_snapshot",
        "schedule": crontab(day_of_month=1, hour=4, minute=17),
        "options": {"expires": 3600},
    },
}
