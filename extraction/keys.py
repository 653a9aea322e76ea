"""Comparison forms of names: which spellings are the same name, whoever typed it."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

GENERIC = frozenset({"dataset", "datasets", "benchmark", "benchmarks", "model", "models"})
_NOT_ALNUM = re.compile(r"[^\w]|_")
_KEPT = "+@&∞"  # signs that tell names apart ("HumanEval+", "R@1", "T&T", "∞Bench")
_PARTS = re.compile(rf"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+|\d+|[{_KEPT}]")
_SHORT = 5  # letters and digits; as short as that, other words are spelled the same
_JOINTS = 4  # beyond so many places to write a space or a hyphen, a name has its usual spellings only


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The comparison form: letters and digits in lower case, plurals folded.

    "the" before a name and "dataset", "benchmark", "model" after it don't count. A "+" counts as "plus",
    so that "HumanEval+" stays apart from "HumanEval".
    """
    words = unicodedata.normalize("NFKC", name).replace("+", "plus").split()
    if len(words) > 1 and words[0].casefold() == "the":
        words = words[1:]
    while len(words) > 1 and words[-1].casefold().strip(".,") in GENERIC:
        words = words[:-1]
    return _NOT_ALNUM.sub("", "".join(map(singular, words)).casefold())


def singular(word: str) -> str:
    """The word without a plural ending; capitals are part of a name ("FPS") and stay."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class _Fold(dict[int, str]):
    """A table for str.translate that keeps the length: lower case, everything between words a space."""

    def __missing__(self, code: int) -> str:
        """The folded character, remembered for the next time."""
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        folded = plain if len(plain) == 1 and (plain.isalnum() or plain in _KEPT) else " "
        self[code] = folded
        return folded


_FOLD = _Fold()


def fold(text: str) -> str:
    """The text in lower case with a space for every character between words; same length."""
    return text.translate(_FOLD)


def compact(name: str) -> str:
    """The letters and digits (and the signs that tell names apart) in their own case."""
    return "".join(_PARTS.findall(name))


def needs_case(name: str) -> bool:
    """Whether only the exact capitals make it the name: short names and capitalised single words.

    "MATH", "mAP", "IN-A", "Adult" are names by their capitals alone; "ImageNet" and names of several words
    may be written otherwise too; an alias given in lower case is a name in any case.
    """
    if name.islower() or name.isnumeric():
        return False
    return len(compact(name)) <= _SHORT or (name.isalpha() and name[1:].islower())


def spellings(name: str) -> set[str]:
    """The folded forms that a text may write the name in: "imagenet 1k", "imagenet1k"..."""
    folded = fold(name)
    found = {folded.strip()}
    if "/" in name:
        found |= {fold(name.replace("/", " / ")), fold(name.replace(" / ", "/"))}
    pieces = list(_PARTS.finditer(name))
    gaps = [_gaps(left, right, name) for left, right in pairwise(pieces)]
    if pieces and sum(map(len, gaps)) - len(gaps) <= _JOINTS:
        words = [folded[piece.start() : piece.end()] for piece in pieces]
        forms = words[:1]
        for gap, word in zip(gaps, words[1:], strict=True):
            forms = [form + between + word for form in forms for between in gap]
        found.update(forms)
    return found - {""}


def _gaps(left: re.Match[str], right: re.Match[str], name: str) -> tuple[str, ...]:
    """What writers put between two pieces: nothing, a space (or hyphen), or the one as well as the other.

    Both spellings are in use at digits, hyphens and inner capitals, never between plain words.
    """
    between, before, after = name[left.end() : right.start()], left.group(), right.group()
    if before in _KEPT or after in _KEPT:
        return (" ",) if between else ("",)
    if before.isdigit() != after.isdigit() or ("-" in between and min(len(before), len(after)) > 1):
        return "", " "
    if between:
        return (
            (" ",) if "-" in between or before.isdigit() or before.islower() or after.islower() else ("", " ")
        )
    return ("", " ") if before[1:].islower() and len(before) > 2 and len(after) > 2 else ("",)
