"""The task that each number was measured in: that of its own clause, else of its data set."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extraction.claims import Span
from extraction.context import Choice, Context, Reading
from extraction.entries import NameKind
from extraction.finding import Hit


def find(
    readings: Sequence[Reading], context: Context, benchmarks: Sequence[Choice], hits: Sequence[Hit]
) -> list[str | None]:
    """The task of each reading in the words of the text, or as the lexicon names its one known data set's.

    A clause that names none has that of its data set, then the one that the sentence opens with.
    """
    tasks = [Span(hit.start, hit.end) for hit in hits if hit.kind is NameKind.TASK]
    spans = [reading.quantity.span for reading in readings]
    found: list[str | None] = []
    for reading, choice in zip(readings, benchmarks, strict=True):
        named, numbers = _within(reading.sentence, tasks), _within(reading.sentence, spans)
        at, known, clean = (
            numbers.index(reading.quantity.span),
            _of_benchmark(choice, context),
            context.text.clean,
        )
        own = _own(numbers, at, named, clean)
        if own is None and known is None:
            own = _opening(numbers, at, named, clean[: numbers[0].start], reading.sentence.start)
        found.append(clean[own.start : own.end] if own else known)
    return found


def _within(sentence: Span, spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if sentence.start <= span.start and span.end <= sentence.end]


def _own(numbers: Sequence[Span], at: int, tasks: Sequence[Span], clean: str) -> Span | None:
    """The task of the number's own clause, the nearest one; numbers of one tight list share theirs."""
    first, last = _tight(numbers, at, clean)
    start, end = numbers[first].start, numbers[last].end
    floor = numbers[first - 1].end if first else 0
    ceiling = numbers[last + 1].start if last + 1 < len(numbers) else len(clean)
    before = [task for task in tasks if floor <= task.start and task.end <= start]
    before = [task for task in before if not _BREAK.search(clean, task.end, start)]
    if first:
        before = [task for task in before if _END.search(clean, floor, task.start)]
    behind = [task for task in tasks if end <= task.start and task.end <= ceiling]
    behind = [task for task in behind if not _END.search(clean, end, task.start)]
    if listed := _listed(before, clean):
        if len(listed) == last - first + 1:
            return listed[at - first]
        before = []
    return min((*before, *behind), key=lambda task: max(start - task.end, task.start - end), default=None)


def _tight(numbers: Sequence[Span], at: int, clean: str) -> tuple[int, int]:
    """The first and the last of the numbers that stand in one list with this one, with only glue between."""
    first = last = at
    while first and _is_glued(numbers[first - 1], numbers[first], clean):
        first -= 1
    while last + 1 < len(numbers) and _is_glued(numbers[last], numbers[last + 1], clean):
        last += 1
    return first, last


def _is_glued(left: Span, right: Span, clean: str) -> bool:
    """Whether only glue stands between the two, or the first leads to the second ("by 2, reaching 41").

    "85.3%, 47.9 AP" are of two measures.
    """
    if clean[left.end : left.end + 1] == "%" != clean[right.end : right.end + 1]:
        return False
    return _GLUE.fullmatch(clean, left.end, right.start) is not None or (
        _ARRIVES.fullmatch(clean, left.end, right.start) is not None
    )


def _listed(tasks: Sequence[Span], clean: str) -> list[Span]:
    """The tasks, where they are several that stand in one list."""
    joined = all(_AND.fullmatch(clean, left.end, right.start) for left, right in pairwise(tasks))
    return list(tasks) if len(tasks) > 1 and joined else []


def _opening(numbers: Sequence[Span], at: int, tasks: Sequence[Span], ahead: str, start: int) -> Span | None:
    """The task that the sentence opens with ("For X, ..."), in turn where there are as many as numbers."""
    before = [task for task in tasks if task.end <= len(ahead)]
    if not before or not _OPENS.fullmatch(ahead, start, before[0].start):
        return None
    if len(before) == len(numbers) and _listed(before, ahead):
        return before[at]
    return before[0] if len(tasks) == 1 else None


def _of_benchmark(choice: Choice, context: Context) -> str | None:
    if len(choice.mentions) != 1 or choice.mentions[0].canonical is None:
        return None
    entry = context.lexicon.benchmark(choice.mentions[0].canonical)
    return entry.task if entry else None


_GLUE = re.compile(
    r"[^A-Za-z]{0,6}(?:(?:and|or|to|vs\.?|versus|points|x|pp)[^A-Za-z]{0,6}){0,3}", re.IGNORECASE
)
_ARRIVES = re.compile(
    r"[^,;.()]{0,25},? (?:and )?(?:reaching|attaining|achieving|to reach|up to|to)(?: an?| the)? "
)
_AND = re.compile(r"[^A-Za-z]{0,3}(?:(?:and|or|the|as well as)\ ){0,2}", re.IGNORECASE)
_OPENS = re.compile(r"(?:For|On|In|Across|Under)\b[^,;:]{0,40}")
_BREAK = re.compile(r";|\b(?:while|whereas|but|although)\b")
_END = re.compile(r"[,;:]|\b(?:and|while|whereas|but|or|as well as)\b")
"""What ends a number's clause behind it."""
