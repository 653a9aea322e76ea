"""The settings that Celery really has once it runs."""

from typing import Any

from config.celery import app
from leaderboard import tasks


def test_the_effective_settings() -> None:
    conf: Any = app.conf
    assert conf.task_acks_late is True
    assert conf.task_reject_on_worker_lost is True
    assert conf.worker_prefetch_multiplier == 1
    assert (conf.accept_content, conf.task_serializer, conf.result_serializer) == (["json"], "json", "json")
    assert conf.result_backend is None
    assert conf.task_ignore_result is True
    assert conf.task_always_eager is False
    assert conf.broker_url.startswith(("redis://", "rediss://", "unix://"))
    assert conf.broker_connection_retry_on_startup is True
    assert conf.broker_connection_max_retries is None
    assert conf.broker_transport_options["socket_keepalive"] is True
    assert (conf.enable_utc, conf.timezone) == (True, "UTC")


def test_time_limits_fit_into_each_other() -> None:
    conf = app.conf
    visible = conf.broker_transport_options["visibility_timeout"]
    assert tasks.WORK_SECONDS < conf.task_soft_time_limit < conf.task_time_limit < visible


def test_every_task_of_the_site_has_the_one_decorator() -> None:
    ours = {name: task for name, task in app.tasks.items() if name.startswith("leaderboard.")}
    assert set(ours) == {
        "leaderboard.tasks." + name
        for name in (
            "extract_waiting",
            "sweep",
            "export_everything",
            "forget_sessions",
            "send_mail",
            "take_snapshot",
            "watch_alerts",
            "apply_policies",
            "work_on_batches",
        )
    }
    for task in ours.values():
        assert (task.acks_late, task.reject_on_worker_lost, task.ignore_result) == (True, True, True)
        assert task.max_retries == 10
        assert hasattr(task, "delay_on_commit")


def test_beat_sweeps_and_its_messages_do_not_pile_up() -> None:
    entry = app.conf.beat_schedule["sweep"]
    assert entry["task"] in app.tasks
    assert entry["options"]["expires"] <= entry["schedule"]
