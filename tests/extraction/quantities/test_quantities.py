"""The number grammar: value, range, unit and bound of every way that papers write numbers."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.claims import Bound
from extraction.numerals import Form
from extraction.quantities import MOST, Found, find
from extraction.text import clean

NUMERIC = {Form.DIGITS, Form.WORDS, Form.RATIO}
Row = tuple[str, str, str | None, str | None, str]


def rows(raw: str) -> list[Row]:
    """Core, value, upper end, unit and bound of each number of the text that is none by its form."""
    text = clean(raw)
    return [_row(text.clean, found) for found in find(text) if found.first.form in NUMERIC]


def _row(text: str, found: Found) -> Row:
    quantity = found.quantity
    high = None if quantity.value_high is None else _plain(quantity.value_high)
    core = text[quantity.span.start : quantity.span.end]
    return core, _plain(quantity.value), high, quantity.unit, quantity.bound.value


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def one(core: str, value: str, unit: str | None = None, bound: str = "exact", high: str | None = None) -> Row:
    return core, value, high, unit, bound


VALUES = [
    ("whole number", "in 16 runs", one("16", "16")),
    ("decimal", "AUC of 0.975 here", one("0.975", "0.975")),
    ("no digit before the point", "kappa of .81 here", one(".81", "0.81")),
    ("thousands", "cost 1,890 in all", one("1,890", "1890")),
    ("millions with commas", "up 1,234,567 now", one("1,234,567", "1234567")),
    ("thousands and decimals", "takes 10,119.52 ms", one("10,119.52", "10119.52", "ms")),
    ("minus", "bias = -0.14 ppm", one("-0.14", "-0.14", "ppm")),
    ("minus sign", "at −50.03 dBc", one("-50.03", "-50.03", "dBc")),
    ("plus", "gains of +3.6 mAP", one("+3.6", "3.6")),
    ("plus with a blank", "gains + 3.6 mAP", one("+ 3.6", "3.6")),
    ("a letter for millions", "has 5.7M parameters", one("5.7", "5700000")),
    ("a letter for billions with a blank", "has 2 B parameters", one("2", "2000000000")),
    ("a letter for thousands", "with 75K parameters", one("75", "75000")),
    ("small k", "on 1k traces", one("1", "1000", "traces")),
    ("a word for billions", "saw 1.6 billion km", one("1.6", "1600000000", "km")),
    ("a word for millions with a hyphen", "a 3-million gain", one("3", "3000000")),
    ("scientific, e", "lr of 3e-5 here", one("3e-5", "0.00003")),
    ("scientific, times ten", "about 3 × 10^6 rows", one("3 × 10^6", "3000000", None, "about")),
    ("power of ten", "p < 10^-3 there", one("10^-3", "0.001", None, "at_most")),
    ("ratio", "only 1/8 KV cache", one("1/8", "0.125")),
    ("ratio with th", "1/10th the cost", one("1/10", "0.1")),
    ("fraction sign", "uses ½ of it", one("1/2", "0.5")),
    ("small fraction", "needs 1/2500 of it", one("1/2500", "0.0004")),
]
UNITS = [
    ("percent", "83.5% top-1", one("83.5", "83.5", "%")),
    ("percent with a blank", "83.5 % top-1", one("83.5", "83.5", "%")),
    ("percent as a word", "89.3 percent agree", one("89.3", "89.3", "%")),
    ("percent with a hyphen", "a 12-percent rise", one("12", "12", "%")),
    ("points", "by 9 points", one("9", "9", "points")),
    ("percentage points", "by 3.1 percentage points", one("3.1", "3.1", "points")),
    ("percent points", "by 3.1 % points", one("3.1", "3.1", "points")),
    ("pp", "by 20 pp", one("20", "20", "points")),
    ("pts", "by 1.4 pts", one("1.4", "1.4", "points")),
    ("points of a measure", "by 17.6 CIDEr points", one("17.6", "17.6", "points")),
    ("points of a two-word measure", "by 50.5 macro-F1 score points", one("50.5", "50.5", "points")),
    ("data points are no points", "with 100 data points", one("100", "100")),
    ("x", "a 7.8x speedup", one("7.8", "7.8", "x")),
    ("capital X", "a 10X speedup", one("10", "10", "x")),
    ("times sign", "a 2.4× speedup", one("2.4", "2.4", "x")),
    ("times as a word", "5 times faster", one("5", "5", "x")),
    ("times without a blank, backslash lost", "48times faster", one("48", "48", "x")),
    ("fold", "a 3.5-fold gain", one("3.5", "3.5", "x")),
    ("fold without a hyphen", "a 3fold gain", one("3", "3", "x")),
    ("times sign before", "a ×1.93 speedup", one("1.93", "1.93", "x")),
    ("by a factor of", "by a factor of 3 over", one("3", "3", "x")),
    ("by a factor of about", "a factor of ~1000 over", one("1000", "1000", "x", "about")),
    ("milliseconds", "takes 26.8ms", one("26.8", "26.8", "ms")),
    ("gigabytes", "uses 24 GB", one("24", "24", "GB")),
    ("teraflops", "at 156 TFLOPS", one("156", "156", "TFLOPS")),
    ("teraflops a second", "at 225 TFLOPs/s per GPU", one("225", "225", "TFLOPs/s")),
    ("frames", "at 112.48 FPS", one("112.48", "112.48", "FPS")),
    ("tokens a second", "at 45 tokens per second", one("45", "45", "tokens per second")),
    ("tokens with a slash", "at 45 tokens/s", one("45", "45", "tokens/s")),
    ("bits per decade", "is 1.36 bits per decade", one("1.36", "1.36", "bits per decade")),
    ("an aside with per is no unit", "takes 12 minutes per subject", one("12", "12", "minutes")),
    ("milliseconds a frame", "(27 ms/frame)", one("27", "27", "ms/frame")),
    ("hand", "at -57 mbb/hand", one("-57", "-57", "mbb/hand")),
    ("degree sign", "of 4.1° here", one("4.1", "4.1", "°")),
    ("degrees a second", "at 135 °/s", one("135", "135", "°/s")),
    ("degrees as a word", "errors of 6.4 degrees", one("6.4", "6.4", "degrees")),
    ("decibel", "of 25.6 dB", one("25.6", "25.6", "dB")),
    ("millimetres", "within 2.65 mm", one("2.65", "2.65", "mm", "at_most")),
    ("metres, tight", "of 0.55m indoors", one("0.55", "0.55", "m")),
    ("a unit with a hyphen", "a 2.4-second delay", one("2.4", "2.4", "second")),
    ("squared unit", "of 0.94 mph^2", one("0.94", "0.94", "mph^2")),
    ("GPU hours", "in 88 GPU-days", one("88", "88", "GPU-days")),
    ("GPU hours of a model", "in 442 A100-40G GPU hours", one("442", "442", "A100-40G GPU hours")),
    ("dollars", "for $500", one("500", "500", "$")),
    ("dollars a kilometre", "at $247/km", one("247", "247", "$/km")),
    ("US dollars as a word", "at 0.75 USD each", one("0.75", "0.75", "USD")),
    ("code before", "at USD 350", one("350", "350", "USD")),
    ("euro", "at €20", one("20", "20", "€")),
    ("a word after is no unit", "by 5 across", one("5", "5")),
    ("no unit at the end", "reaches 12.7", one("12.7", "12.7")),
]
BOUNDS = [
    ("up to", "up to 7.8x", one("7.8", "7.8", "x", "at_most")),
    ("as much as", "by as much as 30%", one("30", "30", "%", "at_most")),
    ("less than", "less than 1%", one("1", "1", "%", "at_most")),
    ("less than a", "less than a 3% drop", one("3", "3", "%", "at_most")),
    ("under", "under 2 s", one("2", "2", "s", "at_most")),
    ("within", "within 0.14dB", one("0.14", "0.14", "dB", "at_most")),
    ("below", "below 5.47%", one("5.47", "5.47", "%", "at_most")),
    ("below the is a comparison", "well below the 82% of humans", one("82", "82", "%")),
    ("less-than sign", "p <0.05", one("0.05", "0.05", None, "at_most")),
    ("at most sign", "≤ 30%", one("30", "30", "%", "at_most")),
    ("or less", "1.1% or less", one("1.1", "1.1", "%", "at_most")),
    ("falls short of", "falls short of 60%", one("60", "60", "%", "at_most")),
    ("over", "over 99% of", one("99", "99", "%", "at_least")),
    ("more than", "more than 20%", one("20", "20", "%", "at_least")),
    ("more than a", "more than a 26% gain", one("26", "26", "%", "at_least")),
    ("at least a", "at least a 5.41x gain", one("5.41", "5.41", "x", "at_least")),
    ("greater-than sign", "by >21%", one("21", "21", "%", "at_least")),
    ("exceeding", "exceeding 1,000 FPS", one("1,000", "1000", "FPS", "at_least")),
    ("as little as", "as little as 5% of", one("5", "5", "%", "at_least")),
    ("plus after", "90%+ accuracy", one("90", "90", "%", "at_least")),
    ("plus before the unit", "100+ FPS", one("100", "100", "FPS", "at_least")),
    ("or more", "13x or more", one("13", "13", "x", "at_least")),
    ("none above is at most", "no model scores over 75% here", one("75", "75", "%", "at_most")),
    ("fails to exceed", "fails to exceed 50% here", one("50", "50", "%", "at_most")),
    ("about", "about 30% fewer", one("30", "30", "%", "about")),
    ("tilde", "~42 times less", one("42", "42", "x", "about")),
    ("nearly", "nearly 76% here", one("76", "76", "%", "about")),
    ("a nearly", "a nearly 1.9x gain", one("1.9", "1.9", "x", "about")),
    ("approximately", "approximately 16x", one("16", "16", "x", "about")),
    ("close to", "close to 89%", one("89", "89", "%", "about")),
    ("a verb is no bound", "aboutness 30%", one("30", "30", "%")),
    ("over after a gain is no bound of the next", "3% over X and then 5%", one("3", "3", "%")),
    ("factor of up to", "by a factor of up to 300", one("300", "300", "x", "at_most")),
]
RANGES = [
    ("percent to percent", "gains of 12.4% to 17.5% on", one("12.4% to 17.5", "12.4", "%", high="17.5")),
    ("dash", "a 5-10x gain", one("5-10", "5", "x", high="10")),
    ("en dash", "91–95% precision", one("91–95", "91", "%", high="95")),
    ("LaTeX dash", "88--94% there", one("88–94", "88", "%", high="94")),
    ("decimals", "a 1.24-2.01x gain", one("1.24-2.01", "1.24", "x", high="2.01")),
    ("units on both sides", "1.18×-1.22× on it", one("1.18×-1.22", "1.18", "x", high="1.22")),
    ("a lost dash", "is 7.4x -7.8x faster", one("7.4x -7.8", "7.4", "x", high="7.8")),
    ("tilde", "10X~20X faster", one("10X~20", "10", "x", high="20")),
    ("signs", "gains of +0.8% to +1.5% per", one("+0.8% to +1.5", "0.8", "%", high="1.5")),
    ("between", "between 25 and 60% here", one("25 and 60", "25", "%", high="60")),
    ("ranging from", "gains ranging from 17.5% to 38.5% on", one("17.5% to 38.5", "17.5", "%", high="38.5")),
    ("gains from to", "with gains from 2% to 5% on", one("2% to 5", "2", "%", high="5")),
    ("minutes", "takes ~10-15 minutes", one("10-15", "10", "minutes", "about", "15")),
    (
        "varies from",
        "varies from 19.9 points to 26.9 points",
        one("19.9 points to 26.9", "19.9", "points", high="26.9"),
    ),
    ("up to a range", "up to 2-3x faster", one("2-3", "2", "x", "at_most", "3")),
]
WORDS = [
    ("half", "with half the steps", one("half", "0.5")),
    ("half a second", "in less than half a second", one("half", "0.5", "second", "at_most")),
    ("twice", "is twice as fast", one("twice", "2", "x")),
    ("over twice", "over twice the speed", one("twice", "2", "x", "at_least")),
    ("doubles", "doubles the speed", one("doubles", "2", "x")),
    ("doubling", "doubling the speed", one("doubling", "2", "x")),
    ("triples", "triples the speed", one("triples", "3", "x")),
    ("halves", "halves the error", one("halves", "0.5")),
    ("an order of magnitude", "by an order of magnitude", one("an order of magnitude", "10", "x")),
    ("two orders of magnitude", "by two orders of magnitude", one("two orders of magnitude", "100", "x")),
    ("orders in digits", "by 3 orders of magnitude", one("3 orders of magnitude", "1000", "x")),
    ("an order-of-magnitude", "an order-of-magnitude gain", one("an order-of-magnitude", "10", "x")),
    ("three times", "over three times the size", one("three", "3", "x", "at_least")),
    ("twofold", "a twofold gain", one("two", "2", "x")),
    ("a factor of two", "by a factor of two here", one("two", "2", "x")),
    ("two-thirds", "about two-thirds of it", one("two-thirds", "0.666666666666667", None, "about")),
    ("one-third", "about one-third the length", one("one-third", "0.333333333333333", None, "about")),
    ("a quarter", "with a quarter of it", one("a quarter", "0.25")),
    ("one tenth", "at one tenth of the cost", one("one tenth", "0.1")),
    ("seven seconds", "less than seven seconds", one("seven", "7", "seconds", "at_most")),
    ("zero", "with zero false alarms", one("zero", "0")),
    ("fifteen percent", "by fifteen percent", one("fifteen", "15", "%")),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [case[1:] for case in (*VALUES, *UNITS, *BOUNDS, *RANGES, *WORDS)],
    ids=[case[0] for case in (*VALUES, *UNITS, *BOUNDS, *RANGES, *WORDS)],
)
def test_the_first_number(text: str, expected: Row) -> None:
    assert rows(text)[0] == expected


LISTS = [
    (
        "a comma alone makes no list",
        "an mAP of 51.2, 3.1 points more",
        ["51.2 None exact", "3.1 points exact"],
    ),
    ("a shared unit, x", "by 4.73, 9.23, and 9.15x", ["4.73 x exact", "9.23 x exact", "9.15 x exact"]),
    (
        "a shared unit, points",
        "by 16, 21 and 33 points",
        ["16 points exact", "21 points exact", "33 points exact"],
    ),
    ("a shared unit, from to", "from 78.2 to 83.1%", ["78.2 % exact", "83.1 % exact"]),
    ("a shared unit, slash", "by 0.3/1.1% accuracy", ["0.3 % exact", "1.1 % exact"]),
    ("slash pairs", "by 35%/52% fewer", ["35 % exact", "52 % exact"]),
    ("versus", "0.61 vs 0.71ms", ["0.61 ms exact", "0.71 ms exact"]),
    ("deviation", "of 1.81 ± 0.14 mm", ["1.81 mm exact", "0.14 mm exact"]),
    ("a year takes no unit", "on AIME 2025 and 8.1% on AMC", ["2025 None exact", "8.1 % exact"]),
    ("a fraction of one takes no percent", "of 0.9487 or 94.87%", ["0.9487 None exact", "94.87 % exact"]),
    (
        "a bound over a list",
        "up to 1.1%, 8.8%, and 19.1%",
        ["1.1 % at_most", "8.8 % at_most", "19.1 % at_most"],
    ),
    (
        "a bound over a list with marks",
        "as much as (1) 4.5x, (2) 3x and (3) 2x",
        [
            "1 None at_most",
            "4.5 x at_most",
            "2 None exact",
            "3 x at_most",
            "3 None exact",
            "2 x at_most",
        ],
    ),
    ("a bound over a list with letters", "up to (a) 4.5x; (b) 3x", ["4.5 x at_most", "3 x at_most"]),
    (
        "a bound over what results",
        "up to 9x less work, resulting in 3x shorter runs",
        ["9 x at_most", "3 x at_most"],
    ),
    ("a bound over named parts", "up to 37x over A and 345x over B", ["37 x at_most", "345 x at_most"]),
    (
        "a bound over unlike units",
        "up to 6.1% less memory and 7.5x more speed",
        ["6.1 % at_most", "7.5 x at_most"],
    ),
    ("a bound ends at a verb", "up to 51% and improves it by 2x", ["51 % at_most", "2 x exact"]),
    ("a bound ends at an average", "up to 72% and 41% on average", ["72 % at_most", "41 % exact"]),
    ("a bound ends at a bracket", "up to 1.78% (0.63% on average)", ["1.78 % at_most", "0.63 % exact"]),
    ("two bounds", "(at least 9.78% and up to 30.21%)", ["9.78 % at_least", "30.21 % at_most"]),
    ("about over a list", "about 60% of its size and 65% of its cost", ["60 % about", "65 % about"]),
    (
        "a bound passes a model's size",
        "about 30% fewer for 32B and 50% fewer",
        ["30 % about", "32000000000 None exact", "50 % about"],
    ),
    ("each its own", "reaching 95% from over 47%", ["95 % exact", "47 % at_least"]),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in LISTS], ids=[c[0] for c in LISTS])
def test_lists(text: str, expected: list[str]) -> None:
    assert [f"{value} {unit} {bound}" for _, value, _, unit, bound in rows(text)] == expected


MOVES = [
    ("from A to B", "raises it from 57.31 to 69.22 on X", ["57.31", "69.22"], [(1, 0)]),
    ("from A on X to B", "falls from -0.574 at G=4 to -0.270 now", ["-0.574", "4", "-0.270"], [(2, 0)]),
    ("and again", "from 40% to 62% on A and 53% to 73% on B", ["40", "62", "53", "73"], [(1, 0), (3, 2)]),
    ("an arrow", "on X (88.8% → 93.9%)", ["88.8", "93.9"], [(1, 0)]),
    ("an arrow without blanks", "66.3 %→72.9 % on X", ["66.3", "72.9"], [(1, 0)]),
    ("in brackets, downwards", "mismatch (35.2% to 7.3%)", ["35.2", "7.3"], [(1, 0)]),
    ("increasing to", "reached 57%, increasing to 76% with it", ["57", "76"], [(1, 0)]),
    ("of a range to a range", "lifts it from 0.30-0.57 to 0.60-0.84", ["0.30-0.57", "0.60-0.84"], [(1, 0)]),
    ("up to is no arrival", "by 4.4% and latency by up to 13x", ["4.4", "13"], []),
    ("compared to is no arrival", "46.9% compared to a 25% one", ["46.9", "25"], []),
    ("a spread is no move", "ranging from 2% to 5% here", ["2% to 5"], []),
]


@pytest.mark.parametrize(("text", "cores", "moves"), [c[1:] for c in MOVES], ids=[c[0] for c in MOVES])
def test_moves(text: str, cores: list[str], moves: list[tuple[int, int]]) -> None:
    cleaned = clean(text)
    founds = [found for found in find(cleaned) if found.first.form in NUMERIC]
    assert [cleaned.clean[f.quantity.span.start : f.quantity.span.end] for f in founds] == cores
    heads = {found.head: i for i, found in enumerate(founds)}
    assert [(i, heads[f.origin]) for i, f in enumerate(founds) if f.origin is not None] == moves


FORMS = [
    ("a model's version", "GPT-4 is", Form.NAME),
    ("digits in a word", "YOLOv11 is", Form.NAME),
    ("a model and a patch", "ViT-B/16 is", Form.NAME),
    ("an adjective", "3D shapes", Form.NAME),
    ("a cut-off", "mAP@0.5 is", Form.NAME),
    ("a decade", "the 1990s were", Form.NAME),
    ("an ordinal", "the 2nd place", Form.ORDINAL),
    ("a grid", "224x224 images", Form.DIMENSION),
    ("a grid with blanks", "5 × 5 grids", Form.DIMENSION),
    ("an exponent", "km^2 of", Form.EXPONENT),
    ("a snake", "top_10 of", Form.NAME),
    ("a very long number", "1" * 60, Form.NAME),
]


@pytest.mark.parametrize(("text", "form"), [c[1:] for c in FORMS], ids=[c[0] for c in FORMS])
def test_numbers_that_are_none_by_their_form(text: str, form: Form) -> None:
    assert find(clean(text))[0].first.form is form


def test_a_percentage_with_a_lost_blank_is_read() -> None:
    assert rows("gains of5% here") == [one("5", "5", "%")]


def test_a_text_without_numbers_has_none() -> None:
    assert find(clean("No number stands here.")) == ()


def test_reading_stops_at_more_numbers_than_any_abstract_holds() -> None:
    assert len(find(clean("1 " * (MOST + 5)))) == MOST


ALPHABET = "0123456789.,%x×-–~+±/()$ abkKMBtoupandfrm<>≥^e"


@given(st.one_of(st.text(max_size=120), st.text(alphabet=ALPHABET, max_size=120)))
@settings(max_examples=500, deadline=None)
def test_any_text_gives_quantities_in_order_inside_it(raw: str) -> None:
    text = clean(raw)
    founds = find(text)
    at = 0
    for found in founds:
        span = found.quantity.span
        assert at <= span.start < span.end <= len(text.clean)
        assert found.head <= span.start
        assert span.end <= found.stop
        assert found.quantity.value_high is None or found.quantity.value <= found.quantity.value_high
        assert isinstance(found.quantity.bound, Bound)
        at = span.end


@given(st.text(alphabet=ALPHABET, max_size=120))
@settings(max_examples=200, deadline=None)
def test_reading_twice_gives_the_same(raw: str) -> None:
    assert find(clean(raw)) == find(clean(raw))


@given(
    st.decimals(min_value=0, max_value=10**6, places=3), st.sampled_from(["%", "x", " ms", " GB", " points"])
)
def test_a_written_number_is_read_back(value: Decimal, unit: str) -> None:
    [found] = find(clean(f"it is {value:f}{unit} here"))
    assert found.quantity.value == value
    assert found.quantity.unit == unit.strip()


@given(st.integers(min_value=1000, max_value=10**9))
def test_thousands_separators_change_nothing(value: int) -> None:
    [found] = find(clean(f"it is {value:,} here"))
    assert found.quantity.value == value
