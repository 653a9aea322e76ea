"""Values on one scale, or on none where that would be a guess."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.scales import Scale, Unit, scaled

PERCENT, POINTS, TIMES = Unit("%", "%"), Unit("points", "points"), Unit("x", "x")
SECOND, MS = Unit("s", "s"), Unit("ms", "s", Decimal("0.001"))
GB, MB, DB = Unit("GB", "B", Decimal(10**9)), Unit("MB", "B", Decimal(10**6)), Unit("dB", "dB", implied=True)
MILE = Unit("mile", "m", Decimal("1609.344"))

ACCURACY, FID, UNKNOWN = Scale(percentage=True), Scale(percentage=False), Scale()
LATENCY, MEMORY, PSNR = Scale(False, MS), Scale(False, GB), Scale(False, DB)


@pytest.mark.parametrize(
    ("kind", "value", "unit", "scale", "expected"),
    [
        ("absolute", "83.5", PERCENT, ACCURACY, "83.5"),
        ("absolute", "0.835", None, ACCURACY, "83.5"),
        ("absolute", "-0.2", None, ACCURACY, "-20"),
        ("absolute", "0.9", PERCENT, ACCURACY, "0.9"),
        ("absolute", "45.3", None, ACCURACY, "45.3"),
        ("absolute", "45.3", POINTS, ACCURACY, "45.3"),
        ("absolute", "0", None, ACCURACY, "0"),
        ("absolute", "1.0", None, ACCURACY, "100"),
        ("absolute", "1", None, ACCURACY, None),
        ("absolute", "100", None, ACCURACY, "100"),
        ("absolute", "130", None, ACCURACY, None),
        ("absolute", "130", PERCENT, ACCURACY, "130"),
        ("absolute", "12", MS, ACCURACY, None),
        ("absolute", "12.7", None, FID, "12.7"),
        ("absolute", "12.7", POINTS, FID, "12.7"),
        ("absolute", "12.7", PERCENT, FID, None),
        ("absolute", "12.7", None, UNKNOWN, "12.7"),
        ("absolute", "12.7", PERCENT, UNKNOWN, None),
        ("absolute", "12", MS, LATENCY, "12"),
        ("absolute", "1.5", SECOND, LATENCY, "1500"),
        ("absolute", "12", None, LATENCY, None),
        ("absolute", "12", GB, LATENCY, None),
        ("absolute", "512", MB, MEMORY, "0.512"),
        ("absolute", "32.1", None, PSNR, "32.1"),
        ("absolute", "32.1", DB, PSNR, "32.1"),
        ("difference", "2.7", POINTS, ACCURACY, "2.7"),
        ("difference", "2.7", PERCENT, ACCURACY, "2.7"),
        ("difference", "1.2", None, ACCURACY, "1.2"),
        ("difference", "0.02", None, ACCURACY, None),
        ("difference", "120", None, ACCURACY, None),
        ("difference", "2.4", MS, ACCURACY, None),
        ("difference", "2.3", None, FID, "2.3"),
        ("difference", "2.3", POINTS, FID, "2.3"),
        ("difference", "0.3", SECOND, LATENCY, "300"),
        ("percent_change", "42", PERCENT, LATENCY, "42"),
        ("percent_change", "42", None, LATENCY, None),
        ("factor", "7.8", TIMES, LATENCY, "7.8"),
        ("factor", "10", None, LATENCY, "10"),
        ("factor", "10", MS, LATENCY, None),
        ("fraction", "27", PERCENT, MEMORY, "27"),
        ("fraction", "0.125", None, MEMORY, "12.5"),
        ("fraction", "0.5", TIMES, MEMORY, "50"),
        ("fraction", "0.5", GB, MEMORY, None),
        (None, "83.5", PERCENT, ACCURACY, None),
    ],
)
def test_scaled(kind: str | None, value: str, unit: Unit | None, scale: Scale, expected: str | None) -> None:
    result = scaled(Decimal(value), kind=kind, unit=unit, scale=scale)
    assert result == (None if expected is None else Decimal(expected))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_no_digit_is_lost_between_units(value: Decimal) -> None:
    assert scaled(value, kind="absolute", unit=PERCENT, scale=ACCURACY) == value
    in_ms = scaled(value, kind="absolute", unit=SECOND, scale=LATENCY)
    assert in_ms == value.scaleb(3) or len(value.as_tuple().digits) > 28


def test_an_endless_quotient_is_cut_after_fifty_digits() -> None:
    miles = scaled(Decimal(1), kind="absolute", unit=Unit("m", "m"), scale=Scale(False, MILE))
    assert miles is not None
    assert 45 < len(miles.as_tuple().digits) <= 50
