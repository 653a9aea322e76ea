"""Text of papers as other programs can take it: one line, no characters that their formats forbid."""

import re
import unicodedata

CUT = "…"

_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
"""Marks that turn the direction of what follows, beyond the end of the text that holds them."""


def line(text: str, *, most: int | None = None) -> str:
    """The text on one line, without control characters and marks of direction, cut to `most` characters."""
    plain = " ".join(visible(text).split())
    return plain if most is None or len(plain) <= most else plain[: most - 1].rstrip() + CUT


def visible(text: str) -> str:
    """The text without control characters, which XML can't hold, and without marks of direction."""
    return "".join(map(_allowed, text.translate(_TURNING)))


def formula_safe(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    A number with a sign ("-3.5", "+2%") is no formula and stays as it is.
    """
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]\d[\d,]*(\.\d+)?%?")


def _allowed(character: str) -> str:
    """The character; a space for a control character or one that Unicode assigns to nobody."""
    if unicodedata.category(character) in {"Cc", "Cs"} or ord(character) & 0xFFFE == 0xFFFE:
        return " "
    return character
