"""The bundled vocabulary: enough of it, every line well-formed, no name of two things."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

import pytest

from extraction.entries import FAMILIES, AnyEntry
from extraction.keys import key
from extraction.lexicon import DATA, Lexicon, NameKind, by_key

LEXICON = Lexicon.bundled()
TABLES: dict[NameKind, tuple[AnyEntry, ...]] = {
    NameKind.METRIC: LEXICON.metrics,
    NameKind.BENCHMARK: LEXICON.benchmarks,
    NameKind.TASK: LEXICON.tasks,
}


def names(entries: Iterable[AnyEntry]) -> Iterable[tuple[str, AnyEntry]]:
    return ((name, entry) for entry in entries for name in (entry.name, *entry.aliases))


@pytest.mark.parametrize(
    ("kind", "floor"), [(NameKind.METRIC, 330), (NameKind.BENCHMARK, 1600), (NameKind.TASK, 140)]
)
def test_there_are_enough(kind: NameKind, floor: int) -> None:
    assert len(TABLES[kind]) >= floor


def test_every_area_of_computer_science_has_benchmarks() -> None:
    areas = Counter(entry.area for entry in LEXICON.benchmarks)
    assert len(areas) >= 25
    assert None not in areas


@pytest.mark.parametrize("kind", list(NameKind))
def test_no_name_belongs_to_two_entries(kind: NameKind) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, entry in names(TABLES[kind]):
        owners[key(name)].add(entry.name)
    assert {name: sorted(found) for name, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("kind", list(NameKind))
def test_an_entry_names_itself_once(kind: NameKind) -> None:
    for entry in TABLES[kind]:
        written = (entry.name, *entry.aliases)
        assert len(set(written)) == len(written), entry.name


@pytest.mark.parametrize("kind", list(NameKind))
def test_every_name_looks_up_its_entry(kind: NameKind) -> None:
    look = {
        NameKind.METRIC: LEXICON.metric,
        NameKind.BENCHMARK: LEXICON.benchmark,
        NameKind.TASK: LEXICON.task,
    }
    for name, entry in names(TABLES[kind]):
        assert look[kind](name) is entry, name


@pytest.mark.parametrize("kind", list(NameKind))
def test_every_name_has_letters_or_digits_and_no_loose_space(kind: NameKind) -> None:
    for name, _ in names(TABLES[kind]):
        assert key(name), name
        assert name == " ".join(name.split()), name


def test_metrics_are_well_formed() -> None:
    for entry in LEXICON.metrics:
        assert entry.direction in {"higher", "lower", None}, entry.name
        assert entry.family in FAMILIES, entry.name
        assert entry.percentage in {True, False, None}, entry.name
        assert entry.unit is None or LEXICON.unit(entry.unit), entry.name
        assert entry.description.endswith("."), entry.name
        assert len(entry.description) <= 110, entry.name


def test_a_percentage_has_no_other_unit_and_no_speed_is_one() -> None:
    for entry in LEXICON.metrics:
        assert not entry.percentage or entry.unit in {None, "%"}, entry.name
        assert not entry.percentage or entry.family not in {"speed", "latency"}, entry.name


@pytest.mark.parametrize(
    "name",
    ["score", "bias", "refusal rate", "attack success rate", "lower bound", "variance", "context length"],
)
def test_no_direction_is_guessed_where_it_depends(name: str) -> None:
    entry = LEXICON.metric(name)
    assert entry is not None
    assert entry.direction is None


@pytest.mark.parametrize(
    ("name", "direction", "percentage"),
    [
        ("accuracy", "higher", True),
        ("word error rate", "lower", True),
        ("FID", "lower", False),
        ("perplexity", "lower", False),
        ("PSNR", "higher", False),
        ("latency", "lower", False),
        ("speedup", "higher", False),
        ("tokens per second", "higher", False),
        ("real-time factor", "lower", False),
        ("RTFx", "higher", False),
        ("win rate", "higher", True),
        ("expected calibration error", "lower", True),
        ("BD-rate", "lower", True),
        ("BD-rate savings", "higher", True),
        ("worst negative slack", "higher", False),
        ("Sharpe ratio", "higher", False),
        ("maximum drawdown", "lower", True),
        ("bit error rate", "lower", None),
    ],
)
def test_directions_and_percentages(name: str, direction: str, *, percentage: bool | None) -> None:
    entry = LEXICON.metric(name)
    assert entry is not None
    assert (entry.direction, entry.percentage) == (direction, percentage)


def test_a_benchmark_reports_metrics_that_are_known() -> None:
    for entry in LEXICON.benchmarks:
        assert entry.metrics, entry.name
        for metric in entry.metrics:
            assert LEXICON.metric(metric), (entry.name, metric)


def test_a_benchmark_has_a_task_that_is_known() -> None:
    for entry in LEXICON.benchmarks:
        assert entry.task is not None
        task = LEXICON.task(entry.task)
        assert task is not None
        assert (task.name, task.area) == (entry.task, entry.area)


def test_rules_are_about_entries_and_stand_in_no_alias_list() -> None:
    aliases = {(kind, alias) for kind, table in TABLES.items() for entry in table for alias in entry.aliases}
    for rule in LEXICON.rules:
        if rule.means:
            found = by_key(TABLES[rule.kind]).get(key(rule.means)) if rule.kind is NameKind.TASK else None
            found = found or (LEXICON.metric if rule.kind is NameKind.METRIC else LEXICON.benchmark)(
                rule.means
            )
            assert found is not None, rule
            assert found.name == rule.means, rule
        assert (rule.kind, rule.alias) not in aliases, rule


def test_an_ambiguous_name_has_a_rule_for_each_meaning_once() -> None:
    pairs = Counter((rule.kind, rule.alias, rule.means) for rule in LEXICON.rules)
    assert [pair for pair, times in pairs.items() if times > 1] == []


@pytest.mark.parametrize("name", ["metrics", "benchmarks", "units"])
def test_a_line_holds_nothing_that_is_not_read(name: str) -> None:
    fields = {
        "metrics": {"name", "aliases", "direction", "family", "unit", "percentage", "description"},
        "benchmarks": {"name", "aliases", "metrics"},
        "units": {"name", "aliases", "family", "base", "factor", "magnitude"},
    }
    data = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    rows = [row for group in data.get("tasks", ()) for row in group["benchmarks"]] or data[name]
    assert {field for row in rows for field in row} <= fields[name]


def test_units_are_well_formed() -> None:
    for unit in LEXICON.units:
        assert (unit.base is None) == (unit.factor is None), unit.name
        assert unit.factor is None or unit.factor > 0, unit.name


def test_no_unit_is_written_like_another() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for unit in LEXICON.units:
        for name in (unit.name, *unit.aliases):
            owners[name].add(unit.name)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_a_family_has_one_base_and_its_factor_is_one() -> None:
    families: dict[str, set[str]] = defaultdict(set)
    for unit in LEXICON.units:
        if unit.base:
            families[unit.family].add(unit.base)
    assert {family: bases for family, bases in families.items() if len(bases) > 1} == {}
    for unit in LEXICON.units:
        if unit.name == unit.base:
            assert unit.factor == Decimal(1), unit.name
