"""Bars on the terminal, one for each file that is being written."""

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from leaderboard.exports.collection import Step


def drawn(*, shown: bool) -> Progress:
    """What draws the bars, on standard error; draws nothing unless it is `shown`."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} rows"))
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), disable=not shown)


class Bars:
    """Moves a file's bar whenever rows of it are written."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def __call__(self, step: Step) -> None:
        """Draw how far the file is."""
        if step.file not in self._bars:
            self._bars[step.file] = self._progress.add_task(step.file, total=max(step.total, 1))
        self._progress.update(self._bars[step.file], completed=step.rows or 1 - min(step.total, 1))
