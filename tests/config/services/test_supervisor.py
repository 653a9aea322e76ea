"""What dies is started again, at once the first time, then after pauses that grow."""

import os
import signal
from pathlib import Path

import pytest

from config.services.programs import Program
from config.services.supervisor import Supervisor, pause_before
from tests.config.services.processes_of import wait_until


@pytest.mark.parametrize(
    ("failures", "pause"), [(0, 0), (1, 0), (2, 0.5), (3, 1), (4, 2), (6, 8), (7, 10), (100, 10)]
)
def test_pauses_grow_up_to_a_limit(failures: int, pause: float) -> None:
    assert pause_before(failures) == pause


def test_a_killed_program_runs_again(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(say=said.append)
    program = Program("sleeper", ["sleep", "100"], tmp_path / "log", env=dict(os.environ))
    supervisor.add(program)
    first = program.pid
    assert first
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not program.alive())
    supervisor.tend()
    assert program.alive()
    assert program.pid != first
    assert said == ["sleeper stopped; starting it again"]
    supervisor.stop()
    assert not program.alive()


def test_a_program_that_keeps_dying_is_given_pauses(tmp_path: Path) -> None:
    now = 1000.0
    said: list[str] = []
    supervisor = Supervisor(say=said.append, clock=lambda: now)
    program = Program("fragile", ["false"], tmp_path / "log", env=dict(os.environ))
    supervisor.add(program)
    starts = 0
    for _ in range(100):  # tenths of a second
        wait_until(lambda: not program.alive())
        before = program.pid
        supervisor.tend()
        starts += program.pid != before
        now += 0.1
    supervisor.stop()
    assert starts == 5  # at 0, 0.5, 1.5, 3.5 and 7.5 seconds, give or take a tenth each


def test_a_program_that_ran_for_long_starts_again_at_once(tmp_path: Path) -> None:
    now = 0.0
    said: list[str] = []
    supervisor = Supervisor(say=said.append, clock=lambda: now)
    program = Program("fragile", ["false"], tmp_path / "log", env=dict(os.environ))
    supervisor.add(program)
    for _ in range(5):
        wait_until(lambda: not program.alive())
        now += 31
        supervisor.tend()
    supervisor.stop()
    assert set(said) == {"fragile stopped; starting it again"}
