"""Dates as sources write them: full ones become dates, others stay words."""

import re
from datetime import date

from dateutil import parser

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?\Z", re.ASCII)
_PAGE_DATE = re.compile(r"(?P<day>[A-Z][a-z]{2} \d{1,2})(?:, (?P<year>\d{4}))?(?: \d+)?\Z", re.ASCII)


def iso_date(text: str) -> date | None:
    """The day of an ISO date or time ("2024-05-01", "2024-05-01T09:30:00Z"); None for anything else."""
    match = _ISO.match(text.strip())
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def dated(text: str) -> tuple[date | None, str]:
    """The day that a text names and "", or None and the text when it names no full date.

    A year, or a month and year, is no day: the missing parts are not guessed.
    """
    text = " ".join(text.split())
    found = iso_date(text) or _written_date(text)
    return (found, "") if found else (None, text)


def page_date(line: str) -> tuple[date | None, str] | None:
    """A date line of a listing page ("Jun 15, 2022", "Mar 25 2"); None when the line is no date.

    A number after the date counts comments and is dropped. Pages leave out the year of the day
    they were saved on, which is not known later: such a day stays words.
    """
    match = _PAGE_DATE.match(line.strip())
    if match is None or match["day"][:3].lower() not in MONTHS:
        return None
    if match["year"] is None:
        return None, match["day"]
    return dated(f"{match['day']}, {match['year']}")


def _written_date(text: str) -> date | None:
    """A day written out ("1 May 2024", "Mon, 2 Apr 2007 19:18:42 GMT").

    Read twice with different defaults: a part that the text leaves out differs, and then it is no date.
    """
    if not re.search(r"[A-Za-z]{3}", text) or len(text) > 64:
        return None
    try:
        readings = {parser.parse(text, default=default).date() for default in _DEFAULTS}
    except (ValueError, OverflowError):
        return None
    return readings.pop() if len(readings) == 1 else None


_DEFAULTS = tuple(parser.parse(day) for day in ("1801-01-01", "1802-02-02"))
