"""Keeps servers and programs running: what dies is started again, after a pause that grows."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from config.services.errors import ServiceError

LONGEST_PAUSE = 10.0
STEADY_SECONDS = 30.0  # who ran this long starts again at once


class Member(Protocol):
    """Something to keep alive."""

    @property
    def name(self) -> str:
        """What to call it."""

    def start(self) -> object:
        """Start it, or raise ServiceError."""

    def alive(self) -> bool:
        """Whether it runs."""

    def stop(self) -> None:
        """End it and what it started."""


@dataclass(slots=True)
class _Watch:
    member: Member
    started: float = 0.0
    failures: int = 0
    next_try: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Members in the order in which they start; they stop in the opposite one."""

    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    restarts: int = 0
    _watched: list[_Watch] = field(default_factory=list)

    def add(self, member: Member) -> object:
        """Start the member, keep it from now on, and give back what its start gave."""
        watch = _Watch(member)
        self._watched.append(watch)
        answer = member.start()
        watch.started = self.clock()
        return answer

    def tend(self) -> None:
        """Start again, once, whatever is dead and has paused long enough."""
        for watch in self._watched:
            if not watch.member.alive():
                self._revive(watch)

    def stop(self) -> None:
        """Stop all members, the last one started first."""
        for watch in reversed(self._watched):
            watch.member.stop()
        self._watched.clear()

    def _revive(self, watch: _Watch) -> None:
        now = self.clock()
        if not watch.next_try:
            watch.failures = 0 if now - watch.started > STEADY_SECONDS else watch.failures + 1
            pause = pause_before(watch.failures)
            watch.next_try = now + pause
            self.say(
                f"{watch.member.name} stopped; starting it again" + (f" in {pause:g} s" if pause else "")
            )
        if now < watch.next_try:
            return
        watch.started, watch.next_try = now, 0.0
        self.restarts += 1
        try:
            watch.member.start()
        except ServiceError as error:
            self.say(str(error))


def pause_before(failures: int) -> float:
    """Seconds to wait before the start that follows so many failures in a row."""
    return min(LONGEST_PAUSE, 0.5 * 2 ** (failures - 2)) if failures > 1 else 0.0
