r"""Damaged text made readable, with the way back to the original.

Abstracts arrive as LaTeX source, as LaTeX whose backslashes were lost on the way, as HTML, and with every
dash and space that Unicode has. The clean text is plain: "2.4×" for "$2.4\times$", "83%" for "83\%",
"~24%" for "sim24\%". Most characters map one to one; where they don't, a clean character maps to the
whole piece that it was made from.
"""

import re
from collections.abc import Callable

from extraction.context import Text
from extraction.latex import ABOUT, COMMANDS, ENTITIES, SINGLE, SPLIT, THIN, UNWRAPPED


def clean(raw: str) -> Text:
    """The text made readable; `to_raw` of any clean span gives the original's span."""
    plain = raw.translate(SINGLE)
    if not _is_suspect(plain):
        return Text(raw=raw, clean=plain, starts=range(len(raw)), ends=range(1, len(raw) + 1))
    return _Rewriter(raw, plain).text()


_DAMAGE = re.compile(
    r"""(?=[\\^&{}~$`'+SPLITTHIN\u207a\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u200b-\u200d\u2060\ufeff\u00ad-]
         |x[02]|times|\ ?pm|sim|approx|[lg]eq|textas|v\.s)(?:  # a look ahead: most places hold no damage
      (?P<href>\\href\{[^{}]{0,400}\})
    | (?P<cited>\\(?:cite[a-z]{0,8}|ref|label|textcolor|color)\*?\{[^{}]{0,400}\})
    | (?P<fraction>\\[td]?frac\{(?P<over>[^{}\\]{0,30})\}\{(?P<under>[^{}\\]{0,30})\})
    | (?P<code>\\unicode\{x(?P<point>[0-9a-fA-F]{2,5})\})
    | (?P<degree>\^(?:\{\\circ\}|\\circ\b))
    | (?P<thousand>(?<=[0-9])(?:\\[,!]|\{,\}|\\!,|THIN)(?=[0-9]{3}(?![0-9])))
    | (?P<command>\\[A-Za-z]+\*?)
    | (?P<escape>\\.)
    | (?P<entity>&(?:[a-zA-Z]{2,6}|\#[0-9]{2,6});)
    | (?P<either>\+\ ?/\ ?-)
    | (?P<versus>\bv\.s\.)
    | (?P<dashes>-{2,3})
    | (?P<lost>(?<![0-9])x(?P<hex>2013|2014|2018|2019|201[cdCD]|2026|2212|2248|00d7|00D7)(?![0-9]))
    | (?P<times>(?<=[0-9])times(?![a-z]))
    | (?P<relation>\b(?:sim|approx|leq|geq|textasciitilde)\ ?(?=\$?[0-9]))
    | (?P<plusminus>(?<=[0-9%])\ ?pm\ ?(?=[0-9]))
    | (?P<tilde>~)
    | (?P<dollar>\$)
    | (?P<brace>[{}])
    | (?P<quotes>``|'')
    | (?P<raised>(?<=[0-9])[\u207a\u207b]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)
    | (?P<split>[SPLIT])
    | (?P<gone>[\u200b-\u200d\u2060\ufeff\u00ad])
    | (?P<thin>THIN)
    )""".replace("SPLIT", "".join(SPLIT)).replace("THIN", THIN),
    re.VERBOSE | re.DOTALL,
)
_SIGNS = re.compile("[\\\\$~{}&⁰-⁹¹²³\u200b-\u200d\u2060\ufeff\u00ad" + THIN + "".join(SPLIT) + "]")
_LOST = re.compile(
    r"[0-9+](?:times|\ ?pm|(?<=x[02])[02]|(?<=\+)\ ?/"
    r"|(?<=(?:im|ox|eq|de)[0-9])|(?<=(?:im|ox|eq|de)[ $][0-9])|(?<=(?:im|ox|eq|de)\ \$[0-9]))"
)  # digits and "+" only, for such a pattern skips all other characters at once


def _is_suspect(plain: str) -> bool:
    """Whether anything in the text may need rewriting: a quick look that spares most texts the slow one."""
    if _SIGNS.search(plain) or "--" in plain or "''" in plain or "``" in plain or "v.s." in plain:
        return True
    return _LOST.search(plain) is not None and _DAMAGE.search(plain) is not None


_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_RELATIONS = {"sim": ABOUT, "approx": ABOUT, "textasciitilde": ABOUT, "leq": "≤", "geq": "≥"}
_LONGEST_FORMULA = 300


class _Rewriter:
    """Writes the clean text piece by piece, keeping where each character came from."""

    def __init__(self, raw: str, plain: str) -> None:
        self.raw = raw
        self.plain = plain
        self.latex = "\\" in plain or "$" in plain
        self.delimiters = _delimiters(plain)
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def text(self) -> Text:
        at = 0
        for found in _DAMAGE.finditer(self.plain):
            self._copy(at, found.start())
            kind = found.lastgroup or ""
            self._write(self._replacement(kind, found), found.start(), found.end())
            at = found.end()
        self._copy(at, len(self.plain))
        return Text(raw=self.raw, clean="".join(self.pieces), starts=self.starts, ends=self.ends)

    def _copy(self, start: int, end: int) -> None:
        self.pieces.append(self.plain[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def _write(self, piece: str, start: int, end: int) -> None:
        self.pieces.append(piece)
        self.starts.extend([start] * len(piece))
        self.ends.extend([end] * len(piece))

    def _replacement(self, kind: str, found: re.Match[str]) -> str:
        if kind == "brace":
            return "" if self.latex else found.group()
        if kind == "dollar":
            return self._dollar(found.start())
        if kind == "tilde":
            return _tilde(self.plain, found.start())
        return _REPLACEMENTS[kind](found)

    def _dollar(self, at: int) -> str:
        """Empty for a formula's delimiter and for a stray one, which stands before no amount."""
        following = self.plain[at + 1 : at + 2]
        return "" if at in self.delimiters or not following.isdigit() else "$"


def _delimiters(plain: str) -> frozenset[int]:
    """Positions of the dollar signs that open and close formulas, told from amounts of money.

    The rule is Pandoc's: no space after the opening one or before the closing one, and no digit after
    the closing one; and a formula that starts with a digit holds no ordinary words.
    """
    signs = [m.start() for m in re.finditer(r"(?<!\\)\$", plain)] if "$" in plain else []
    pairs: list[int] = []
    i = 0
    while i + 1 < len(signs):
        if _is_formula(plain, signs[i], signs[i + 1]):
            pairs += signs[i : i + 2]
            i += 1
        i += 1
    return frozenset(pairs)


def _is_formula(plain: str, start: int, end: int) -> bool:
    if end - start > _LONGEST_FORMULA:
        return False
    inside = plain[start + 1 : end]
    if not inside:
        return True
    if inside[0].isspace() or inside[-1].isspace():
        return False
    if not inside[0].isdigit():
        return True
    if plain[end + 1 : end + 2].isdigit():
        return False
    return "\\" in inside or re.search(r"\s[a-z]{3,}\b", inside) is None


def _tilde(plain: str, at: int) -> str:
    """A blank for LaTeX's tie ("shows~5"), the sign for "about" where it stands free or in a range."""
    before, after = plain[max(0, at - 3) : at], plain[at + 1 : at + 2]
    if not before or before[-1] in " ([-/=<>≤≥":
        return ABOUT
    in_range = re.search(r"[0-9](?:%|[A-Za-z]{0,2})$", before) and after.isdigit()
    return ABOUT if in_range else " "


_COMPOUND = re.compile(
    r"[A-Z0-9]\\-|.\\-(?:[A-Z0-9]|(?:based|aware|driven|guided|free|level|shot|trained|tuned|style|like|only|time)\b)"
)
"""Where LaTeX's mark of a possible word break stands for the hyphen of a compound ("LLaMA\\-based")."""


def _escaped(found: re.Match[str]) -> str:
    """What an escaped character stands for: itself, a thin space, or nothing."""
    char = found.group()[1]
    if char in "%&_#${}|":
        return char
    if char.isalnum():
        return char
    if char == "~":
        following = found.string[found.end() : found.end() + 1]
        return "" if following.isalpha() else ABOUT
    if char == "-":
        return "-" if _COMPOUND.match(found.string, max(found.start() - 1, 0)) else ""
    return " " if char in ",;:\\ \n" else ""


def _command(found: re.Match[str]) -> str:
    """The command's sign; nothing for one that only sets a type face; its name for an unknown one."""
    name = found.group()[1:].rstrip("*")
    if name in UNWRAPPED:
        return ""
    return COMMANDS.get(name, name)


def _code_point(digits: str) -> str:
    """The character, in the plain form that the rest of the engine reads."""
    number = int(digits, 16)
    return chr(number).translate(SINGLE) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _entity(found: re.Match[str]) -> str:
    body = found.group()[1:-1]
    if body.startswith("#"):
        number = int(body[1:])
        return chr(number).translate(SINGLE) if number < 0xD800 else ""
    return ENTITIES.get(body, found.group())


_REPLACEMENTS: dict[str, Callable[[re.Match[str]], str]] = {
    "href": lambda found: "",
    "cited": lambda found: "",
    "fraction": lambda found: f"{found['over']}/{found['under']}",
    "code": lambda found: _code_point(found["point"]),
    "degree": lambda found: "°",
    "thousand": lambda found: ",",
    "command": _command,
    "escape": _escaped,
    "entity": _entity,
    "dashes": lambda found: "–" if len(found.group()) == 2 else "—",
    "lost": lambda found: _code_point(found["hex"]),
    "times": lambda found: "×",
    "relation": lambda found: _RELATIONS[found.group().strip()],
    "either": lambda found: "±",
    "versus": lambda found: "vs.",
    "plusminus": lambda found: "±",
    "quotes": lambda found: '"',
    "raised": lambda found: "^" + found.group().translate(_RAISED),
    "split": lambda found: SPLIT[found.group()],
    "gone": lambda found: "",
    "thin": lambda found: " ",
}
