"""The commands that need no broker, and the tasks as a worker calls them."""

import subprocess
import sys
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from extraction.claims import Document, Extraction
from extraction.lexicon import Lexicon
from leaderboard import tasks
from leaderboard.actions import leases
from leaderboard.actions.extract import extract_batch
from leaderboard.management.commands import extract as command
from leaderboard.models import Claim, Paper
from tests.leaderboard.papers import paper, papers, read
from tests.leaderboard.queue.workers import environment

pytestmark = pytest.mark.django_db


def poisonous(document: Document, lexicon: Lexicon) -> Extraction:
    if document.abstract == "poison":
        raise RuntimeError("indigestible")
    return read(document)


@pytest.fixture(autouse=True)
def _small_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "extract_batch", partial(extract_batch, read=poisonous, size=5))
    monkeypatch.setattr(tasks, "extract_batch", partial(extract_batch, read=poisonous, size=5))


def test_extract_reads_everything_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    papers(12)
    call_command("extract")
    out, err = capsys.readouterr()
    assert out == "12 papers read: 12 claims, 12 numbers dropped\n"
    assert "12/12" in err
    call_command("extract")
    assert capsys.readouterr() == ("nothing waits\n", "")


def test_extract_leaves_to_workers_what_they_read(capsys: pytest.CaptureFixture[str]) -> None:
    papers(2)
    leases.claim()
    call_command("extract")
    assert capsys.readouterr() == ("nothing waits, 2 papers are being read\n", "")
    Paper.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    call_command("extract")
    assert capsys.readouterr().out.startswith("2 papers read")


def test_extract_again_reads_all_papers_anew() -> None:
    papers(7)
    call_command("extract")
    call_command("extract", again=True)
    assert set(Paper.objects.values_list("fence", flat=True)) == {3}  # read, asked again, read
    assert Claim.objects.count() == 7


def test_extract_takes_over_from_workers_that_are_gone(capsys: pytest.CaptureFixture[str]) -> None:
    papers(2)
    leases.claim()
    call_command("extract", release=True)
    assert capsys.readouterr().out.splitlines() == [
        "2 papers taken over",
        "2 papers read: 2 claims, 2 numbers dropped",
    ]


def test_extract_says_when_papers_were_parked(capsys: pytest.CaptureFixture[str]) -> None:
    papers(3)
    paper("poison")
    with pytest.raises(CommandError, match="1 papers failed 3 times") as caught:
        call_command("extract")
    assert caught.value.returncode == command.PARKED
    assert capsys.readouterr().out.startswith("3 papers read")


@pytest.mark.parametrize("name", ["extract", "sync_names"])
def test_help_has_an_example_and_exit_codes(name: str) -> None:
    shown = subprocess.run(
        [sys.executable, "manage.py", name, "--help"],
        cwd=settings.BASE_DIR,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    words = " ".join(shown.split())
    assert f"Example: python manage.py {name}" in words
    assert "Exit codes: 0" in words


def test_sync_names_says_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sync_names")
    assert "names new" in capsys.readouterr().out
    call_command("sync_names", verbosity=0)
    assert capsys.readouterr().out == ""


class Sent(list[str]):
    """The messages that tasks sent, in place of a broker that nobody listens to."""

    def __call__(self, *args: Any, **options: Any) -> None:
        self.append("extract_waiting")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    messages = Sent()
    monkeypatch.setattr(tasks.extract_waiting, "apply_async", messages)
    return messages


def test_a_message_is_enough_for_everything_that_waits(sent: Sent) -> None:
    papers(12)
    tasks.extract_waiting()
    assert Paper.objects.filter(state="done").count() == 12
    assert sent == []


def test_a_message_too_many_does_nothing(sent: Sent, caplog: pytest.LogCaptureFixture) -> None:
    tasks.extract_waiting()
    assert sent == []
    assert caplog.records == []


def test_a_full_batch_wakes_a_colleague(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "BATCH", 5)
    papers(12)
    tasks.extract_waiting()
    assert sent == ["extract_waiting"]


def test_a_worker_whose_time_is_up_asks_for_the_next_message(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "WORK_SECONDS", 0)
    papers(12)
    tasks.extract_waiting()
    assert Paper.objects.filter(state="done").count() == 5
    assert sent == ["extract_waiting"]


def test_the_sweeper_wakes_only_when_there_is_something_to_do(sent: Sent) -> None:
    tasks.sweep()
    assert sent == []
    papers(1)
    tasks.sweep()
    assert sent == ["extract_waiting"]
    tasks.extract_waiting()
    tasks.sweep()
    assert sent == ["extract_waiting"]


def test_messages_leave_after_the_commit(
    sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tasks.extract_waiting.delay_on_commit()
        assert sent == []
    assert sent == ["extract_waiting"]
