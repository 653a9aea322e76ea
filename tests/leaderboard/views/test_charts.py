"""Where points, lines and labels of the chart stand."""

import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from leaderboard.queries.progress import Point
from leaderboard.views.axes import LABELS
from leaderboard.views.charts import Chart, chart


def points(*values: str, step: int = 100) -> list[Point]:
    return [
        Point(
            claim=UUID(int=number),
            paper=UUID(int=number),
            day=date(2022, 1, 1) + timedelta(days=number * step),
            value=Decimal(value),
            system="",
            record=number == 0,
        )
        for number, value in enumerate(values)
    ]


def drawn(given: list[Point]) -> Chart:
    made = chart(given)
    assert made
    return made


def test_too_few_points_or_a_single_day_make_no_chart() -> None:
    assert chart([]) is None
    assert chart(points("1", "2")) is None
    assert chart(points("1", "2", "3", step=0)) is None


def test_later_is_right_and_larger_is_higher() -> None:
    dots = drawn(points("1", "3", "2")).dots
    assert dots[0].x < dots[1].x < dots[2].x
    assert dots[1].y < dots[2].y < dots[0].y


@pytest.mark.parametrize(
    "values",
    [
        ("1", "2", "3"),
        ("5", "5", "5"),
        ("-3", "0", "4"),
        ("0.001", "1", "1000000"),
        ("1e99", "2e99", "3e-99"),
    ],
)
def test_everything_stands_within_the_drawing(values: tuple[str, ...]) -> None:
    made = drawn(points(*values))
    for dot in made.dots:
        assert made.left <= dot.x <= made.right
        assert made.top <= dot.y <= made.bottom
    assert all(made.top <= tick.at <= made.bottom for tick in made.values)
    assert all(made.left <= tick.at <= made.right for tick in made.days)
    assert 0 < len(made.values) <= 2 * LABELS
    assert 0 < len(made.days) <= 2 * LABELS


def test_wide_ranges_stand_on_a_logarithmic_scale() -> None:
    made = drawn(points("1", "10", "100"))
    assert made.logarithmic
    assert [tick.words for tick in made.values] == ["1", "10", "100"]
    gaps = [a.y - b.y for a, b in zip(made.dots, made.dots[1:], strict=False)]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.2)
    assert not drawn(points("0", "10", "100")).logarithmic


def test_labels_are_round() -> None:
    assert [tick.words for tick in drawn(points("81.3", "88.8", "84")).values] == ["82", "84", "86", "88"]
    assert [tick.words for tick in drawn(points("1", "2", "3", step=400)).days] == ["2022", "2023", "2024"]


def test_a_record_holds_until_the_next_one() -> None:
    given = points("1", "3", "2")
    given[1] = Point(**{name: getattr(given[1], name) for name in Point.__slots__} | {"record": True})
    made = drawn(given)
    first, second, _ = made.dots
    assert made.line == f"M{first.x} {first.y}H{second.x}V{second.y}H{made.right}"
    assert re.fullmatch(r"[MHV0-9. ]+", made.line)


def test_among_many_only_records_are_links() -> None:
    assert all(dot.linked for dot in drawn(points(*"123")).dots)
    many = drawn(points(*(["1", "2"] * 30)))
    assert [dot.linked for dot in many.dots] == [dot.point.record for dot in many.dots]
