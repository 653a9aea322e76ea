"""How pages write numbers, units, titles and addresses elsewhere."""

from collections.abc import Iterable
from decimal import Context, Decimal
from typing import Protocol
from urllib.parse import quote

from leaderboard.domain import scales
from leaderboard.domain.lines import line
from leaderboard.queries.boards import KINDS
from leaderboard.queries.claims import ClaimRow
from leaderboard.views import words

MOST_PLACES = 6
"""Decimal places up to which a column of numbers is aligned at its points."""

SMALLEST_PLAIN, LARGEST_PLAIN = -6, 15
"""Powers of ten between which a number is written out; beyond them it gets an exponent."""

_EXACT = Context(prec=1_000)
"""Rounds nothing that can be stored."""
_FOUR_DIGITS = Context(prec=4)
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = {"x": "×", "X": "×", "times": "×", "fold": "×", "%": "%"}


_UNITS = {"percent_change": scales.PERCENT, "fraction": scales.PERCENT, "factor": scales.TIMES}
"""Units of the scales that are the same for every metric."""


class Titled(Protocol):
    """Anything that has a paper's title."""

    @property
    def title(self) -> str:
        """The title, empty where the source gives none."""


def number(value: Decimal) -> str:
    """The number with its digits as stored, thousands set apart: "83.50", "1,890", "3.8×10²⁵"."""
    if value and not SMALLEST_PLAIN <= value.adjusted() < LARGEST_PLAIN:
        digits, _, exponent = f"{_EXACT.normalize(value):e}".partition("e")
        return digits.replace("-", "−") + "×10" + str(int(exponent)).translate(_SUPERSCRIPTS)
    return f"{value:,f}".replace("-", "−")


def at_point(value: Decimal) -> tuple[str, str]:
    """The number cut before its decimal point: ("83", ".5"); nothing behind it where there is none."""
    whole, point, part = number(value).partition(".")
    return (whole + point + part, "") if "×" in part else (whole, point + part)


def places(values: Iterable[Decimal | None]) -> int:
    """The most decimal places among the numbers, as far as a column can show them aligned."""
    behind = (len(at_point(value)[1]) - 1 for value in values if value is not None)
    return min(MOST_PLACES, max((0, *behind)))


def unit(words: str | None) -> str:
    """The unit as it stands behind a number: "%" and "×" close to it, others after a space."""
    if not words:
        return ""
    return _SIGNS.get(words) or "\u00a0" + words


def written(claim: ClaimRow) -> str:
    """The number as the abstract writes it, with its unit; money has its sign before it.

    Orders of magnitude are times by themselves.
    """
    if "magnitude" in claim.quote.lower():
        return claim.quote
    if claim.unit and len(claim.unit) == 1 and claim.unit in "$€£¥":
        return claim.unit + claim.quote
    return claim.quote + unit(claim.unit)


def rounded(value: Decimal) -> Decimal:
    """The number with at most four digits that count: how many times better, which is mostly a quotient."""
    short = _FOUR_DIGITS.plus(value)
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short.normalize()


def on_scale(claim: ClaimRow) -> Decimal | None:
    """The value on the common scale, without zeros that nobody wrote; None where it can't be put there."""
    if claim.scaled is None:
        return None
    return claim.value if claim.scaled == claim.value else _EXACT.normalize(claim.scaled)


def normalised(claim: ClaimRow) -> str:
    """The value, or both ends of a range, on the metric's common scale; else the plain number as read."""
    common = on_scale(claim)
    low = number(claim.value if common is None else common)
    return low if claim.value_high is None else f"{low}–{number(_high(claim, claim.value_high))}"


def _high(claim: ClaimRow, high: Decimal) -> Decimal:
    """The upper end of a range on the scale that its lower end was put on."""
    if claim.scaled is None or claim.scaled == claim.value:
        return high
    return (high * claim.scaled / claim.value).normalize()


def scale_unit(claim: ClaimRow) -> str | None:
    """The unit of the value on its common scale, as `domain.scales` has it; None: none, or not known."""
    if claim.scaled is None or claim.kind is None:
        return None
    if claim.kind == "difference" and claim.scale == scales.PERCENT:
        return scales.POINTS
    return _UNITS.get(claim.kind, claim.scale)


def title(paper: Titled) -> str:
    """The paper's title, or words that say that its source gave none."""
    return paper.title or "Untitled paper"


def arxiv_address(identifier: str) -> str:
    """The paper's page at arXiv."""
    return "https://arxiv.org/abs/" + quote(identifier)


def doi_address(identifier: str) -> str:
    """Where the DOI leads."""
    return "https://doi.org/" + quote(identifier)


def is_web(address: str) -> bool:
    """True for an address that a browser may follow; a source can hold any text there."""
    return address.startswith(("https://", "http://"))


def why_dropped(reason: str) -> str:
    """The words for one of the engine's reasons; the reason itself where a newer engine gave it."""
    return words.DROPPED.get(reason) or reason.replace("_", " ")


def counted(count: int, thing: str) -> str:
    """How many of the thing there are, in words: "1 claim", "2,000 claims"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


FILTERS = {
    "arxiv_address": arxiv_address,
    "at_point": at_point,
    "counted": counted,
    "doi_address": doi_address,
    "line": line,
    "is_web": is_web,
    "normalised": normalised,
    "number": number,
    "on_scale": on_scale,
    "paper_title": title,
    "rounded": rounded,
    "scale_unit": scale_unit,
    "unit": unit,
    "why_dropped": why_dropped,
    "written": written,
}
GLOBALS = {
    "BOUNDS": words.BOUNDS,
    "KINDS": words.KINDS,
    "NO_PLACE": words.NO_PLACE,
    "REASONS": words.REASONS,
    "STATES": words.STATES,
    "STATES_OF_PROPOSALS": words.STATES_OF_PROPOSALS,
    "BY_POLICY": words.BY_POLICY,
    "TAB_OF": {kind and kind.value: tab.value for tab, kind in KINDS.items()},
    "places": places,
}
