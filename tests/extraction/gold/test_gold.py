"""Every abstract of the gold files, read by the whole engine; each case is named after what it shows."""

from typing import Any

import pytest

from extraction import scoring
from extraction.pipeline import extract
from extraction.records import as_record
from tests.extraction.gold.cases import Case, cases

NUMBERS = ("value", "unit", "kind", "direction", "role", "bound")
NAMES = ("metric", "benchmark", "system", "baseline")


def wrong_numbers(case: Case) -> list[str]:
    """What is missed, invented, or read as another value, unit, kind, direction, role or bound."""
    read = _read(case)["claims"]
    pairs = scoring.match(case.claims, read)
    found, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *(f"{claim['text']} is missed" for i, claim in enumerate(case.claims) if i not in found),
        *(f"{claim['text']} is no claim" for j, claim in enumerate(read) if j not in taken),
        *_wrong(case, NUMBERS),
    ]


def wrong_names(case: Case) -> list[str]:
    """What is measured as something else, on something else, or for or against somebody else."""
    return _wrong(case, NAMES)


def wrongly_dropped(case: Case) -> list[str]:
    """Numbers that are no claims and were not dropped, or for another reason."""
    reasons: dict[str, list[str]] = {}
    for rejection in _read(case)["rejections"]:
        reasons.setdefault(rejection["text"], []).append(rejection["reason"])
    return [
        f"{number} is dropped as {' and '.join(reasons.get(number, ['nothing']))}, not as {reason}"
        for number, reason in case.rejections
        if reason not in reasons.get(number, [])
    ]


PARTS = {"numbers": wrong_numbers, "names": wrong_names, "dropped": wrongly_dropped}


def _wrong(case: Case, fields: tuple[str, ...]) -> list[str]:
    read = _read(case)["claims"]
    return [
        f"{name} of {case.claims[i]['text']} is {read[j][name]!r}, not {case.claims[i][name]!r}"
        for i, j in sorted(scoring.match(case.claims, read))
        for name in fields
        if not scoring.CHECKS[name](case.claims[i], read[j])
    ]


def _read(case: Case) -> dict[str, Any]:
    return as_record(case.document, extract(case.document), rejections=True)


def _cases() -> list[object]:
    return [
        pytest.param(case, part, id=f"{case.name}-{part}", marks=_known(case, part))
        for case in cases()
        for part in PARTS
        if part != "dropped" or case.rejections
    ]


def _known(case: Case, part: str) -> list[pytest.MarkDecorator]:
    """A known miss as a strict xfail, which says what to do once it is read right."""
    if part not in case.miss:
        return []
    reason = (
        f"{case.miss[part]}. If this is read right now, well done:"
        f' take "{part}" out of "miss" of "{case.name}" in tests/extraction/gold/{case.file}'
    )
    return [pytest.mark.xfail(strict=True, reason=reason)]


@pytest.mark.parametrize(("case", "part"), _cases())
def test_gold(case: Case, part: str) -> None:
    assert PARTS[part](case) == []


def test_there_are_enough_cases_and_each_has_a_name_of_its_own() -> None:
    names = [case.name for case in cases()]
    assert len(names) >= 40
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_gold_is_sound(case: Case) -> None:
    """Offsets match, and every miss is of a part that exists: a slip here would hide behind an xfail."""
    for claim in case.claims:
        assert case.document.abstract[claim["start"] : claim["end"]] == claim["text"]
        assert {*NUMBERS, *NAMES, "value_high", "task", "setting"} <= claim.keys()
    assert case.miss.keys() <= PARTS.keys()
