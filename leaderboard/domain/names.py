"""When two names are the same thing, and what a name looks like in an address."""

import re
import unicodedata
from hashlib import sha256

MAX_NAME = 200
"""Code points of the longest name that becomes a row; longer words of a text stay words."""

MAX_SLUG = 80


def key(name: str) -> str:
    """The name's letters and digits, folded; names with the same key are the same thing.

    A "+" counts as the word "plus": HumanEval+ is not HumanEval.
    """
    return letters(unicodedata.normalize("NFKC", name).replace("+", "plus"))


def letters(text: str) -> str:
    """The text's letters and digits in small form, nothing else.

    Full-width, superscript and ligature forms count as the letters they stand for (NFKC).
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(filter(str.isalnum, folded))


def is_name(text: str) -> bool:
    """True when the text can stand as the name of a row: it has a key, and neither is too long."""
    return len(text) <= MAX_NAME and 0 < len(key(text)) <= MAX_NAME


def slug(name: str) -> str:
    """The name in small ASCII letters, digits and single hyphens; never empty.

    Letters of other scripts are named ("π0" becomes "pi0"); a name that leaves nothing gets a digest.
    """
    plain = "".join(map(_ascii, unicodedata.normalize("NFKD", name).casefold()))
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].strip("-")
    return short or _digest(name)


def slug_apart(name: str) -> str:
    """The name's slug with a digest of its key: for a name whose plain slug is another's already."""
    tail = _digest(key(name))
    return f"{slug(name)[: MAX_SLUG - len(tail) - 1].strip('-')}-{tail}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _ascii(character: str) -> str:
    if character.isascii():
        return character
    if not character.isalpha():
        return "" if unicodedata.combining(character) else "-"
    word = unicodedata.name(character, "").partition("LETTER ")[2].partition(" WITH ")[0]
    return word.lower() if word.isalnum() and word.isascii() else f"u{ord(character):x}"
