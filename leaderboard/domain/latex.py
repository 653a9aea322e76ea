"""Unicode text as LaTeX that prints the very same characters.

bibtexparser's own table is not used: it leaves braces bare, so that a title can end its field, and
writes Greek letters outside of mathematics.
"""

import unicodedata

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: "\\" + sign for sign in "&%$#_"},
}
_LETTERS = {
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ł": "l",
    "Ł": "L",
    "ı": "i",
}
"""Commands that every TeX font has; an ogonek or a thorn needs a newer one than the oldest styles load."""
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
    "\u0323": "d",
    "\u0331": "b",
}
_SIGNS = {
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\ldots{}",
    "\u00a0": "~",
    "×": r"$\times$",
    "±": r"$\pm$",
    "→": r"$\rightarrow$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "≈": r"$\approx$",
    "∞": r"$\infty$",
    "°": r"\textdegree{}",
    "−": "$-$",
}
_GREEK = {
    letter: f"$\\{name}$"
    for letter, name in zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
        "phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega".split(),
        strict=True,
    )
}
_DIRECT = _SPECIAL | _SIGNS | _GREEK | {letter: "{\\" + command + "}" for letter, command in _LETTERS.items()}


def latex(text: str) -> str:
    """The text with its special characters escaped; letters that have no command stay Unicode.

    Braces are always balanced, whatever the text holds.
    """
    return "".join(map(_character, unicodedata.normalize("NFC", text)))


def _character(character: str) -> str:
    if character in _DIRECT:
        return _DIRECT[character]
    letter, accent = (*unicodedata.normalize("NFD", character), "", "")[:2]
    if letter.isascii() and letter.isalpha() and accent in _ACCENTS and _is_pair(character):
        inside = {"i": r"\i", "j": r"\j"}.get(letter, letter) if accent in _ABOVE else letter
        return f"{{\\{_ACCENTS[accent]}{{{inside}}}}}"
    return character


def _is_pair(character: str) -> bool:
    """Whether the character is one letter with one accent; of more, the table would lose some."""
    return len(unicodedata.normalize("NFD", character)) == 2


_ABOVE = set(_ACCENTS) - {"\u0327", "\u0323", "\u0331"}
"""Accents that take the place of the dot of an i."""
