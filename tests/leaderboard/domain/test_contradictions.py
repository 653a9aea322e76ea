"""The rule of contradictions, by a table of pairs and by properties."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.contradictions import (
    Statement,
    Unfit,
    Verdict,
    contradiction,
    furthest,
    setting_key,
    span,
    unfit,
)

SURE, MAYBE = Verdict.CERTAIN, Verdict.POSSIBLE
SUBJECT = (1, 2, 3)


def said(value: str, setting: str = "zero-shot", **facts: object) -> Statement:
    """A claim with these facts; `by` is the factor that brings its value to the common scale."""
    times = Decimal(str(facts.pop("by", 1)))
    given = {
        "paper": UUID(int=9),
        "sentence": 0,
        "subject": SUBJECT,
        "scaled": Decimal(value) * times,
        **facts,
    }
    return Statement(uid=UUID(int=9), setting=setting, value=Decimal(value), **given)  # type: ignore[arg-type]


def pair(one: Statement, other: Statement) -> tuple[Statement, Statement]:
    """The two as claims of their own, of two papers."""
    return replace(one, uid=UUID(int=1), paper=UUID(int=1)), replace(
        other, uid=UUID(int=2), paper=UUID(int=2)
    )


VALUES = [
    ("91.2", "91.3", True),
    ("91.2", "91.2", False),
    ("91.2", "91.20", False),
    ("91", "91.2", False),
    ("91", "91.5", False),
    ("91", "91.6", True),
    ("91", "92", True),
    ("90", "94", True),
    ("91.25", "91.3", False),
    ("91.24", "91.3", True),
    ("0", "1", True),
    ("0.0", "0.04", False),
    ("-3", "3", True),
    ("8000", "8012", False),
    ("8000", "8600", True),
    ("100", "101", True),
    ("1300000000", "1340000000", False),
    ("1E+3", "1000", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), VALUES, ids=[f"{a} and {b}" for a, b, _ in VALUES])
def test_numbers_that_one_value_rounds_to_agree(one: str, other: str, *, expected: bool) -> None:
    assert contradiction(*pair(said(one), said(other))) == (SURE if expected else None)


def test_digits_count_as_they_were_written_not_as_they_stand_on_the_scale() -> None:
    assert contradiction(*pair(said("0.91", by=100), said("91.4"))) is None
    assert contradiction(*pair(said("0.910", by=100), said("91.4"))) is SURE
    minutes = {"value": Decimal(90), "scaled": Decimal(90) / 60}
    assert contradiction(*pair(said("1.5"), replace(said("1"), **minutes))) is None  # type: ignore[arg-type]
    assert contradiction(*pair(said("2.0"), replace(said("1"), **minutes))) is SURE  # type: ignore[arg-type]


BOUNDS = [
    ("over 80 and 84.3", said("80", bound="at_least"), said("84.3"), None),
    ("over 80 and 79.4", said("80", bound="at_least"), said("79.4"), SURE),
    ("over 80 and 80", said("80", bound="at_least"), said("80"), None),
    ("up to 84 and 80", said("84", bound="at_most"), said("80"), None),
    ("up to 84 and 85", said("84", bound="at_most"), said("85"), SURE),
    ("up to 84 and over 80", said("84", bound="at_most"), said("80", bound="at_least"), None),
    ("up to 80 and over 84", said("80", bound="at_most"), said("84", bound="at_least"), SURE),
    ("over 80 and over 90", said("80", bound="at_least"), said("90", bound="at_least"), None),
    ("about 80 and 95", said("80", bound="about"), said("95"), None),
    ("80 to 85 and 83", said("80", value_high=Decimal(85)), said("83"), None),
    ("80 to 85 and 85.4", said("80", value_high=Decimal(85)), said("85.4"), None),
    ("80 to 85 and 86", said("80", value_high=Decimal(85)), said("86"), SURE),
    ("80 to 85 and 84 to 90", said("80", value_high=Decimal(85)), said("84", value_high=Decimal(90)), None),
    (
        "0.80 to 0.85 and 84",
        said("0.80", by=100, value_high=Decimal("0.85")),
        said("84"),
        None,
    ),
]


@pytest.mark.parametrize(("one", "other", "expected"), [c[1:] for c in BOUNDS], ids=[c[0] for c in BOUNDS])
def test_bounds_and_ranges_allow_what_they_hold(one: Statement, other: Statement, expected: object) -> None:
    assert contradiction(*pair(one, other)) == expected


SETTINGS = [
    ("zero-shot", "zero-shot", SURE),
    ("zero-shot", "Zero shot", SURE),
    ("zero-shot", "5-shot", None),
    ("zero-shot", "", MAYBE),
    ("", "", MAYBE),
    ("—", "zero-shot", MAYBE),
]


@pytest.mark.parametrize(("one", "other", "expected"), SETTINGS, ids=[f"{a!r} {b!r}" for a, b, _ in SETTINGS])
def test_only_two_papers_that_state_the_same_setting_are_certain(
    one: str, other: str, expected: Verdict | None
) -> None:
    assert contradiction(*pair(said("80", one), said("90", other))) is expected


WITHIN = [
    ("the same setting, two sentences", {"sentence": 40}, MAYBE),
    ("one sentence", {}, None),
    ("a number that its own result improves on", {"sentence": 40, "role": "reference"}, None),
    ("no setting", {"sentence": 40, "setting": ""}, None),
    ("another setting", {"sentence": 40, "setting": "5-shot"}, None),
]


@pytest.mark.parametrize(("facts", "expected"), [c[1:] for c in WITHIN], ids=[c[0] for c in WITHIN])
def test_within_a_paper(facts: dict[str, object], expected: Verdict | None) -> None:
    one = replace(said("80"), uid=UUID(int=1))
    assert contradiction(one, replace(said("90"), **facts)) is expected  # type: ignore[arg-type]


UNFIT: list[tuple[Unfit | None, dict[str, object]]] = [
    (Unfit.RETRACTED, {"retracted": True}),
    (Unfit.STATE, {"state": "rejected"}),
    (Unfit.STATE, {"state": "superseded"}),
    (Unfit.UNSURE, {"confidence": 0.69}),
    (Unfit.KIND, {"kind": "difference"}),
    (Unfit.KIND, {"kind": None}),
    (Unfit.BOUND, {"bound": "about"}),
    (Unfit.SUBJECT, {"subject": None}),
    (Unfit.SCALE, {"scaled": None}),
    (None, {"confidence": 0.7}),
    (None, {"confidence": 0.1, "state": "curated"}),
    (None, {"state": "disputed"}),
    (None, {"role": "reference"}),
]


@pytest.mark.parametrize(("reason", "facts"), UNFIT, ids=[str(sorted(facts.items())) for _, facts in UNFIT])
def test_what_nothing_can_be_held_against(reason: Unfit | None, facts: dict[str, object]) -> None:
    one, other = pair(replace(said("80"), **facts), said("90"))  # type: ignore[arg-type]
    assert unfit(one) is reason
    assert contradiction(one, other) == (None if reason else SURE)


def test_another_subject_is_no_contradiction() -> None:
    for other in ((9, 2, 3), (1, 9, 3), (1, 2, 9)):
        assert contradiction(*pair(said("80"), said("90", subject=other))) is None


def test_the_widest_of_each_setting_the_lower_number_first() -> None:
    values = [("85", "zero-shot"), ("80", "zero-shot"), ("90", "zero-shot"), ("70", ""), ("88", "5-shot")]
    claims = [
        replace(said(value, setting), uid=UUID(int=n), paper=UUID(int=n))
        for n, (value, setting) in enumerate(values)
    ]
    found = {(str(each.low.value), str(each.high.value), each.verdict) for each in furthest(claims)}
    assert found == {("80", "90", SURE), ("70", "90", MAYBE)}


statements = st.builds(
    said,
    st.sampled_from(["80", "80.0", "80.4", "80.5", "81", "8000", "-1", "0"]),
    st.sampled_from(["", "zero-shot", "5-shot"]),
    bound=st.sampled_from(["exact", "exact", "at_least", "at_most", "about"]),
    role=st.sampled_from(["result", "result", "reference"]),
    sentence=st.sampled_from([0, 7]),
    paper=st.integers(0, 3).map(lambda number: UUID(int=number)),
    subject=st.sampled_from([SUBJECT, SUBJECT, (1, 2, 4), None]),
    state=st.sampled_from(["machine", "curated", "rejected"]),
    confidence=st.sampled_from([0.4, 0.9]),
    retracted=st.sampled_from([False, False, True]),
)
collections = st.lists(statements, max_size=9).map(
    lambda claims: [replace(claim, uid=UUID(int=number)) for number, claim in enumerate(claims)]
)


@given(statements, statements)
def test_it_is_the_same_seen_from_either_side(one: Statement, other: Statement) -> None:
    one, other = replace(one, uid=UUID(int=1)), replace(other, uid=UUID(int=2))
    assert contradiction(one, other) is contradiction(other, one)


@given(statements)
def test_never_against_itself_nor_against_the_same_words(claim: Statement) -> None:
    assert contradiction(claim, claim) is None
    assert contradiction(*pair(claim, claim)) is None


@given(collections)
def test_what_is_found_is_a_contradiction_and_nothing_is_missed(claims: list[Statement]) -> None:
    found = furthest(claims)
    for each in found:
        assert contradiction(each.low, each.high) is each.verdict
        assert span(each.low).high <= span(each.high).low
    subjects = {each.low.subject for each in found}
    assert subjects == {a.subject for a in claims for b in claims if contradiction(a, b)}


@given(st.text())
def test_a_setting_is_the_same_however_it_is_spaced(words: str) -> None:
    assert setting_key(words) == setting_key(f" {words}_-") == setting_key(setting_key(words))
