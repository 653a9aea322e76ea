"""Children end with their parent, whatever ends it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from config.services import processes
from tests.config.services.processes_of import wait_until

PARENT = """
import sys, time
from config.services import processes
child = processes.spawn(["sleep", "100"])
print(child.pid, flush=True)
time.sleep(100)
"""
GRANDCHILD = "import subprocess; print(subprocess.Popen(['sleep', '100']).pid, flush=True)"


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_killing_the_parent_ends_the_child() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    wait_until(lambda: not alive(child))


def test_stopping_a_child_ends_what_it_started(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with output.open("wb") as file:
        child = processes.spawn([sys.executable, "-c", GRANDCHILD], output=file)
    child.wait()
    grandchild = int(output.read_text())
    assert alive(grandchild)
    processes.stop(child)
    wait_until(lambda: not alive(grandchild))


def test_a_child_that_does_not_listen_is_killed() -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(99)"
    read, write = os.pipe()
    child = processes.spawn([sys.executable, "-c", deaf], output=write)
    os.read(read, 1)
    processes.stop(child, grace=0.2)
    os.close(read)
    os.close(write)
    assert child.returncode == -signal.SIGKILL


def test_processes_that_work_in_a_folder(tmp_path: Path) -> None:
    child = processes.spawn(["sleep", "100"], cwd=tmp_path)
    assert processes.working_in(tmp_path) == [child.pid]
    processes.stop(child)
    assert processes.working_in(tmp_path) == []
