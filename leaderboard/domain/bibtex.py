"""A paper as a BibTeX entry; what is not known of it is left out, and said in a note."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from leaderboard.domain.latex import latex
from leaderboard.domain.lines import line

MOST_AUTHORS = 500
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
SMALL_WORDS = frozenset(
    "a an and are as at by can do does for from how in into is it of on or our the to towards toward via we "
    "what when where why with".split()
)


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a paper: `key_end` tells apart papers of which neither author nor title is known."""

    title: str
    authors: Sequence[str]
    published_on: date | None
    date_text: str
    arxiv_id: str | None
    categories: Sequence[str]
    doi: str | None
    url: str
    key_end: str


def entry(source: Source) -> str:
    """The entry, of type `misc` since where the paper appeared is not known; ends with a new line."""
    lines = [f"  {name} = {value}," for name, value in _fields(source).items() if value]
    return "\n".join([f"@misc{{{key(source)},", *lines, "}"]) + "\n"


def key(source: Source) -> str:
    """The first author's last name, the year, the title's first long word, as far as they are known."""
    author = _plain(_last_name(source.authors[0])) if source.authors else ""
    year = str(source.published_on.year) if source.published_on else ""
    return (
        (author + year + _word(source.title)) if author or _word(source.title) else "paper" + source.key_end
    )


def _fields(source: Source) -> dict[str, str]:
    day, eprint = source.published_on, _eprint(source.arxiv_id)
    return {
        "title": _whole(latex(line(source.title))),
        "author": _braced(" and ".join(map(_author, _authors(source)))),
        "year": _braced(str(day.year) if day else ""),
        "month": MONTHS[day.month - 1] if day else "",
        "eprint": _braced(eprint),
        "archiveprefix": _braced("arXiv" if eprint else ""),
        "primaryclass": _braced(_category(source.categories) if eprint else ""),
        "doi": _braced(_verbatim(source.doi or "")),
        "url": _braced(_verbatim(source.url)),
        "note": _braced(latex(_note(source))),
    }


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _whole(value: str) -> str:
    """In braces twice, or a style would write the title's capitals small."""
    return _braced(_braced(value))


def _authors(source: Source) -> list[str]:
    return [name for name in (line(author) for author in source.authors[:MOST_AUTHORS]) if name]


def _author(name: str) -> str:
    """The name; in braces where BibTeX would see two names or more than a first and a last one in it."""
    single = re.search(r"(?i)(^|\s)and(\s|$)", name) or name.casefold() == "others" or name.count(",") > 1
    return _braced(latex(name)) if single else latex(name)


def _note(source: Source) -> str:
    missing = [
        words for words, given in (("title", source.title), ("authors", _authors(source))) if not given
    ]
    if len(source.authors) > MOST_AUTHORS:
        missing.append(f"authors after the first {MOST_AUTHORS}")
    if source.published_on is None:
        given = line(source.date_text)
        missing.append(f"full date (the source says: {given})" if given else "date")
    return f"Not known to Claimboard: {', '.join(missing)}" if missing else ""


def _eprint(arxiv_id: str | None) -> str:
    """The identifier, unless it holds something that none has."""
    return arxiv_id if arxiv_id and re.fullmatch(r"[A-Za-z0-9./-]+", arxiv_id) else ""


def _category(categories: Sequence[str]) -> str:
    return next((each for each in categories if re.fullmatch(r"[a-z]+(-[a-z]+)*(\.[A-Za-z-]+)?", each)), "")


def _verbatim(address: str) -> str:
    """An address as these fields take it: not LaTeX, so what would break the entry is percent-encoded."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]-._~<>")


def _last_name(name: str) -> str:
    before, comma, _ = name.partition(",")
    return before if comma else (name.split() or [""])[-1]


def _word(title: str) -> str:
    words = [_plain(word) for word in re.split(r"[\s\-–—:/]+", title)]
    telling = (word for word in words if len(word) > 1 and word[0].isalpha() and word not in SMALL_WORDS)
    return next(telling, "")


def _plain(text: str) -> str:
    """The letters and digits that every BibTeX takes in a key."""
    spelled = text.casefold().translate({0xF8: "o", 0x142: "l", 0xE6: "ae", 0x153: "oe", 0x131: "i"})
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(character for character in plain if character.isascii() and character.isalnum())[:40]
