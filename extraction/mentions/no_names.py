"""Words that look like names and are none: places, kinds of recordings, scraps of formulas."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "no_names.toml"


@lru_cache(maxsize=16384)
def is_no_data(name: str) -> bool:
    """Whether the whole name is a place's, a kind of recording's, a size or a web site: no data set's."""
    return name in _PLACES or name in _MODALITIES or is_scrap(name) or _NO_DATA.fullmatch(name) is not None


@lru_cache(maxsize=16384)
def is_no_system(name: str) -> bool:
    """Whether the whole name is a place's or a scrap: no system's. Kinds of recordings may be meant."""
    return name in _PLACES or is_scrap(name)


def is_scrap(name: str) -> bool:
    """Whether it is cut out of a formula or a number: a lone bracket, a command, a mere size."""
    return (
        any(name.count(opening) != name.count(closing) for opening, closing in ("{}", "[]"))
        or "\\" in name
        or name[-1:] in "^_={"
        or not any(map(str.isalpha, name))
        or _SIZE.fullmatch(name) is not None
    )


def _names(listed: str) -> frozenset[str]:
    return frozenset(name for line in listed.split("\n") for name in line.split("|") if name)


_LISTS: dict[str, str] = tomllib.loads(DATA.read_text(encoding="utf-8"))
_PLACES, _MODALITIES = _names(_LISTS["places"]), _names(_LISTS["modalities"])
_SIZE = re.compile(
    r"\d[\d.,]*(?:[kKMGBT]|[nµm]?s|min|h|hrs?|[kMGT]i?B|fps|FPS|[kMG]?Hz|[mk]?W|[mk]?J|[nmck]?m|px|%|x)"
)
_NO_DATA = re.compile(
    r"\d+[x×]\d+\w*|U\.?S\.?A?|U\.?K|E\.?U|GitHub|Hugging ?Face|arXiv|Zenodo|\d{3,4}[pP]|4K|8K"
)
