"""Whether a short name can be the acronym of a long one."""

import re
from collections.abc import Sequence

SHORTEST, LONGEST = 2, 12
"""Letters and digits of an acronym."""

MOST_WORDS = 14

SMALL = frozenset("a an and at by for from in of on or the to with".split())
"""Words that an acronym may leave out."""

_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+|\d+[A-Za-z]*|[^\W\d_]+")


def is_acronym(short: str, *, long: str) -> bool:
    """True when the short name is made of the first letters of the long one's words, in their order.

    Small words may be left out, a word in capitals or with digits may stand whole ("GSM8K", Grade School
    Math 8K), and a plural's "s" does not count.
    """
    letters = "".join(filter(str.isalnum, short))
    words = _WORD.findall(long)
    if not SHORTEST <= len(letters) <= LONGEST or not 2 <= len(words) <= MOST_WORDS:
        return False
    if sum(map(str.isupper, letters)) < SHORTEST:
        return False
    bare = letters.removesuffix("s")
    return any(_spells(each.casefold(), words) for each in {letters, bare})


def initials(name: str) -> frozenset[str]:
    """The acronyms, in small letters, to look for: first letters of all words, and of all but small ones."""
    words = _WORD.findall(name)
    large = [word for word in words if word.casefold() not in SMALL]
    return frozenset("".join(word[0] for word in each).casefold() for each in (words, large) if len(each) > 1)


def _spells(letters: str, words: Sequence[str]) -> bool:
    if not words:
        return not letters
    first, *rest = words
    parts = [first[0].casefold()]
    if first.isupper() or first[0].isdigit():
        parts.append(first.casefold())
    if first.casefold() in SMALL and _spells(letters, rest):
        return True
    return any(letters.startswith(part) and _spells(letters[len(part) :], rest) for part in parts)
