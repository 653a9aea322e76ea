"""The unit after a number: percent, points, times, physical and counting units, and "per" compounds."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from extraction.vocabulary import words

PERCENT = "%"
POINTS = "points"
TIMES = "x"

_DATA = Path(__file__).parent / "data"
_LISTED: list[dict[str, Any]] = tomllib.loads((_DATA / "units.toml").read_text(encoding="utf-8"))["units"]
_NO_UNITS = words("% points x multiple magnitude spread parameters people elo")
"""Units and families of units.toml that are read otherwise, or that name what is counted and no unit."""
_AMBIGUOUS = words("K L T t d b in in. A σ SD")
"""Signs that stand for other things more often than for a unit."""


def _names(entry: dict[str, Any]) -> frozenset[str]:
    if entry["name"] in _NO_UNITS or entry["family"] in _NO_UNITS:
        return frozenset()
    return frozenset([entry["name"], *entry.get("aliases", [])]) - _AMBIGUOUS


_UNITS = {name: entry["family"] for entry in _LISTED for name in _names(entry)}
_COUNTED_FAMILIES = words(
    """tokens steps demonstrations iterations epochs episodes evaluations frames images samples queries
    requests words lines gpus qubits rounds turns gas gates votes cycles"""
)
COUNTED = frozenset(
    name
    for name, family in _UNITS.items()
    if family.split()[-1] in _COUNTED_FAMILIES and name.endswith(("s", "E"))
) | words("agents calls cases hops traces trials labels annotations documents sentences sequences")
"""Things that a cost is counted in, in the plural."""
PHYSICAL = frozenset(name for name, family in _UNITS.items() if family.split()[-1] not in _COUNTED_FAMILIES)
"""Signs and words of units that measure something by themselves."""

_PER = r"""(?:\ ?/\ ?(?:[a-zA-Zμ°]{1,12}|\(?[0-9]{1,4}[a-zA-Z]{0,8}\)?)(?:\^?[23])?
    | \ per\ [a-zA-Z]{1,14}(?:-[a-z]{2,10})?)"""
_DEVICE = r"(?:[A-Z][\w-]{0,12}\ )?[GCT]PU[\ -]?(?:hours?|days?)"
_SCALED = r"(?:FLOP|MAC)s?\ ?\([KMGT]\)"
"""As the heads of tables have it: "4.5 FLOPs (G)"."""
_UNIT = re.compile(
    rf"""(?P<points>\ ?(?:%|percent(?:age)?|per\ cent)?[\ -]?(?:points?|pts?|pp|p\.p\.|ppts?)(?![\w-])
           |\ ?%-?\ ?(?:p|pt|pts)(?![\w]) |\ ?%-points? )
    | (?P<percent>\ ?% | [\ -]?(?:percent|per\ cent|pct|percentage)(?!\w))
    | (?P<times>×(?![0-9]) | \ ×(?!\ ?[0-9]) | [xX](?!\w) | \ [xX](?!\w|\ ?[0-9])
           | \ ?-?\ ?folds?(?!\w) | [\ -]?times(?!\w) )
    | (?P<named>[\ -]?(?P<name>°C|°F|°|{_DEVICE}|{_SCALED}|[A-Za-zμΩ][A-Za-z]*(?:/[A-Za-z0-9]+(?:\ pixels)?)?)
           (?P<power>\^?[23])?(?P<per>{_PER})?)
    """,
    re.VERBOSE,
)
_DEVICE_TIME = re.compile(r"[GCT]PU[ -]?(?:hours?|days?)$")
_RATED = words("bits bit bytes tokens frames images samples queries requests words characters points")
_TIMES = words("second sec s minute min hour h day week month year")


class Unit(NamedTuple):
    """A unit as written (`name`, None: no unit) and where it ends."""

    name: str | None
    end: int


def after(clean: str, at: int) -> Unit:
    """The unit that stands at this place of the text, straight after a number."""
    found = _UNIT.match(clean, at)
    if found is None:
        return Unit(None, at)
    if found["points"] is not None:
        return Unit(POINTS, found.end())
    if found["percent"] is not None:
        return Unit(PERCENT, found.end())
    if found["times"] is not None:
        return Unit(TIMES, found.end())
    return _named(found, at)


def _named(found: re.Match[str], at: int) -> Unit:
    name = _known(found["name"])
    if name is None or not _ends(found, name):
        return Unit(None, at)
    end = found.start("name") + len(name)
    if found["power"] and len(name) == len(found["name"]):
        end, name = found.end("power"), name + "^" + found["power"].lstrip("^")
    if found["per"] and end == found.start("per") and _is_rate(name, found["per"]):
        end, name = found.end("per"), name + found["per"]
    return Unit(name, end)


def _is_rate(name: str, per: str) -> bool:
    """Whether "per" makes a unit ("bits per second"), and not an aside ("12 minutes per subject")."""
    return "/" in per or name in _RATED or per.rpartition(" ")[2] in _TIMES


def _known(name: str) -> str | None:
    """The name where it is a unit, or a unit with a slash and what it is counted by."""
    if name in PHYSICAL or name in COUNTED:
        return name
    if _DEVICE_TIME.search(name):
        return name
    front = name.partition("/")[0]
    return name if front in PHYSICAL or front in COUNTED else None


def _ends(found: re.Match[str], name: str) -> bool:
    """Whether no letter or digit follows the unit, as in "3 m" and unlike "3 m2seq"."""
    end = found.start("name") + len(name)
    following = found.string[end : end + 1]
    return not (following.isalnum() or following == "_")


def family(unit: str | None) -> str:
    """What a physical unit measures, empty where it is none or not known; with "per" it is a rate."""
    if unit is None:
        return ""
    return _UNITS.get(unit) or (
        "money" if unit[0] in "$€£¥" else "rate" if "/" in unit or " per " in unit else ""
    )
