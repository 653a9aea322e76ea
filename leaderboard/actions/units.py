"""The bundled units as rows, so that the database can put amounts on one scale."""

from collections.abc import Iterator

from extraction.entries import UnitEntry
from extraction.lexicon import Lexicon
from leaderboard.domain.efficiency import shown_unit
from leaderboard.models import UnitWord


def sync(lexicon: Lexicon) -> int:
    """Bring the units of the vocabulary into their table; how many rows were new, changed or removed."""
    wanted = {row.word: row for entry in lexicon.units for row in _rows(entry)}
    there = {row.word: row for row in UnitWord.objects.all()}
    gone = there.keys() - wanted.keys()
    UnitWord.objects.filter(word__in=gone).delete()
    new = [row for word, row in wanted.items() if word not in there]
    UnitWord.objects.bulk_create(new)
    changed = [row for word, row in wanted.items() if word in there and _differs(row, there[word])]
    UnitWord.objects.bulk_update(changed, ["base", "factor"])
    return len(gone) + len(new) + len(changed)


def _rows(entry: UnitEntry) -> Iterator[UnitWord]:
    """A row for each spelling of a unit that can be converted."""
    if entry.base is not None and entry.factor is not None:
        base, size = shown_unit(entry.base)
        for word in dict.fromkeys((entry.name, *entry.aliases)):
            yield UnitWord(word=word, base=base, factor=entry.factor / size)


def _differs(one: UnitWord, other: UnitWord) -> bool:
    return (one.base, one.factor) != (other.base, other.factor)
