"""Names of data sets and benchmarks in a document, known or not, with what the words around them say."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extraction.claims import Span
from extraction.context import Context
from extraction.finding import Hit
from extraction.keys import key
from extraction.lexicon import BenchmarkEntry, Lexicon
from extraction.linking.clauses import Sentence, analyse
from extraction.linking.features import Listed, listings
from extraction.mentions import acronyms, names
from extraction.mentions.data_cues import DATA_NOUN, cues
from extraction.mentions.no_names import is_no_data
from extraction.mentions.other_kinds import is_other_kind
from extraction.mentions.words import codes


class Place(NamedTuple):
    """One place where a name stands: tokens first to last (end exclusive) of a sentence, and its list there.

    `key` is the name's comparison key, `cues` are what the words around it say ("on", "dataset", "acts");
    `entry` is None where no list holds it.
    """

    name: str
    key: str
    sentence: int
    first: int
    last: int
    span: Span
    entry: BenchmarkEntry | None
    listed: Listed
    cues: tuple[str, ...]


def find(context: Context, hits: Sequence[Hit], blocked: Sequence[frozenset[int]]) -> list[Place]:
    """Every name in the abstract that could be a data set's, in order.

    `hits` are the lexicon's finds; `blocked` holds for each sentence the tokens that are measured numbers.
    """
    sentences = [analyse(context.text.clean[s.start : s.end]) for s in context.sentences]
    known = _by_sentence(context, hits)
    found: list[list[tuple[int, int, str, BenchmarkEntry | None]]] = [[] for _ in sentences]
    for name in names.find(sentences, blocked=blocked):
        found[name.sentence].extend(
            _named(name, sentences[name.sentence], known[name.sentence], context.lexicon)
        )
    out: list[Place] = []
    defined = acronyms.find(sentences)
    for index, sentence in enumerate(sentences):
        rows = _with_unnamed(found[index], sentence, known[index], context.lexicon)
        rows = [_whole(row, sentence, [each for each in defined if each.sentence == index]) for row in rows]
        rows = [row for row in rows if not _is_elsewhere(row, sentence)]
        rows = [
            row for row in rows if row[3] or not is_other_kind(row[:3], sentence, defined, context.lexicon)
        ]
        letters = codes(sentence.lowers)
        lists = listings(sentence, [(first, last) for first, last, _, _ in rows], nouns=DATA_NOUN)
        start = context.sentences[index].start
        out.extend(
            Place(
                name=text,
                key=key(text),
                sentence=index,
                first=first,
                last=last,
                span=Span(start + sentence.starts[first], start + sentence.ends[last - 1]),
                entry=entry,
                listed=listed,
                cues=tuple(cues(sentence, letters, first, last, listed)),
            )
            for (first, last, text, entry), listed in zip(rows, lists, strict=True)
        )
    return out


Known = tuple[int, int, BenchmarkEntry]


def _by_sentence(context: Context, hits: Sequence[Hit]) -> list[list[Known]]:
    """The known benchmarks of each sentence, with offsets relative to it."""
    out: list[list[Known]] = [[] for _ in context.sentences]
    index = 0
    for start, end, entry in filter(None, (_benchmark(hit, context) for hit in hits)):
        while index < len(out) and context.sentences[index].end <= start:
            index += 1
        if index < len(out) and context.sentences[index].start <= start:
            offset = context.sentences[index].start
            out[index].append((start - offset, end - offset, entry))
    return out


def _benchmark(hit: Hit, context: Context) -> Known | None:
    """The known benchmark, also where its name begins that of a measure ("COCO FID")."""
    if isinstance(hit.entry, BenchmarkEntry):
        return hit.start, hit.end, hit.entry
    first, blank, _ = context.text.clean[hit.start : hit.end].partition(" ")
    entry = context.lexicon.benchmark(first) if blank and first[0].isupper() else None
    written = entry is not None and first in (entry.name, *entry.aliases)
    return (hit.start, hit.start + len(first), entry) if entry and written else None


Row = tuple[int, int, str, BenchmarkEntry | None]


def _named(name: names.Name, sentence: Sentence, known: Sequence[Known], lexicon: Lexicon) -> Iterator[Row]:
    """The name without the measure at its end ("COCO FID"), unless it is a known one or a split."""
    name = _without_year(_without_measure(name, sentence, lexicon), sentence)
    if _is_none(name, sentence):
        return
    start, end = sentence.starts[name.first], sentence.ends[name.last - 1]
    inside = [(a, b, entry) for a, b, entry in known if a < end and start < b]
    if not inside and (name.suffix or _SPLIT.fullmatch(name.text) or lexicon.metric(name.text)):
        return
    if len(inside) == 1 and inside[0][0] <= start and inside[0][1] >= end:
        return
    entry = inside[0][2] if len(inside) == 1 and inside[0][0] == start else None
    last = name.last
    if entry and _LOOKS.fullmatch(sentence.text[inside[0][1] : end]):
        last = sentence.token_at(inside[0][1] - 1) + 1
        name = name._replace(text=sentence.text[start : inside[0][1]], last=last)
    if (
        last < len(sentence.words)
        and sentence.words[last][0].isupper()
        and sentence.lowers[last] in DATA_NOUN
    ):
        last += 1
    yield (
        name.first,
        last,
        sentence.text[start : sentence.ends[last - 1]] if last > name.last else name.text,
        entry,
    )


def _whole(row: Row, sentence: Sentence, defined: Sequence[acronyms.Definition]) -> Row:
    """The name up to where its short form is given ("Faces in the Wild (FW)"), and not only its capitals."""
    first, last, _, entry = row
    long = next((d for d in defined if d.first == first and last < d.last), None)
    if long is None or entry is not None or sentence.lowers[last] not in _SMALL:
        return row
    return first, long.last, long.long, entry


_SOME_DATA = DATA_NOUN | {
    "subset",
    "split",
    "variant",
    "sample",
    "task",
    "derived",
    "style",
    "like",
    "-",
    "based",
}
_SMALL = frozenset(["in", "of", "for", "on", "from", "with", "and"])
_SPLIT = re.compile(r"(?:test|dev|val|valid|validation|train|eval)(?:[-_ ]\w+)*|\w+ split", re.IGNORECASE)
_SPLIT_OF = re.compile(r"[ -](?:test|val|validation|dev|closed-loop|open-loop|indoor|outdoor)$")


def _is_elsewhere(row: Row, sentence: Sentence) -> bool:
    """Whether no result is on the name here: "ImageNet pretrained", "with the additional UBody dataset"."""
    first, last = row[:2]
    if _PRETRAINED(sentence.lowers[min(last, len(sentence.words) - 1)]):
        return True
    ahead = [word for word in sentence.lowers[max(first - 4, 0) : first] if word not in _ARTICLES]
    return len(ahead) > 1 and ahead[-1] in _ADDED and ahead[-2] in _ADDS


_ARTICLES = frozenset(["the", "an", "a"])
_ADDED = frozenset("additional extra auxiliary supplementary".split())
_ADDS = frozenset("with using by adding".split())
_PRETRAINED = re.compile(r"-?pre-?train(?:ed|ing)").match  # "ImageNet pretrained": no results are on it
_LOOKS = re.compile(r"(?:[ -](?:X-?rays?|RGB|CT|MRI|images?|videos?))+", re.IGNORECASE)


def _without_measure(name: names.Name, sentence: Sentence, lexicon: Lexicon) -> names.Name:
    last = name.last
    while last - name.first > 1 and lexicon.metric(sentence.words[last - 1]) is not None:
        last -= 1
    if last == name.last:
        return name
    return name._replace(text=sentence.text[sentence.starts[name.first] : sentence.ends[last - 1]], last=last)


def _without_year(name: names.Name, sentence: Sentence) -> names.Name:
    """The name without the first of several years ("GLOBEM 2018-2019")."""
    end = sentence.ends[name.last - 1]
    if name.last - name.first < 2 or not _YEARS.match(sentence.text, end - 4):
        return name
    last = name.last - 1
    return name._replace(text=sentence.text[sentence.starts[name.first] : sentence.ends[last - 1]], last=last)


def _is_none(name: names.Name, sentence: Sentence) -> bool:
    """Whether the name is plainly that of a country, a size, a measure ("the metric OWTA"), or of a kind.

    Of a kind there are many: "on a KUKA robot". A part of a data set is one, too: "on an ImageNet subset".
    """
    before = sentence.lowers[name.first - 1] if name.first else ""
    one_of_many = before in ("a", "an") and _SOME_DATA.isdisjoint(sentence.lowers[name.last : name.last + 4])
    return before in ("metric", "metrics") or is_no_data(name.text) or one_of_many


_YEARS = re.compile(r"(?:19|20)\d\d ?[-–—] ?(?:19|20)\d\d")


def _with_unnamed(
    rows: Sequence[Row], sentence: Sentence, known: Sequence[Known], lexicon: Lexicon
) -> list[Row]:
    """The names found by form, and the known ones that no form shows or that are longer, in order."""
    taken = {token for first, last, _, _ in rows for token in range(first, last)}
    extra = [
        (first, last, _shortest(_closed(_SPLIT_OF.sub("", sentence.text[a:b])), entry, lexicon), entry)
        for a, b, entry in known
        if not _SPLIT.fullmatch(sentence.text[a:b])
        and not taken & set(range(first := sentence.token_at(a), last := sentence.token_at(b - 1) + 1))
    ]
    return sorted([*rows, *extra], key=lambda row: row[:2])


def _closed(name: str) -> str:
    """The name without a bracket that opens in it and closes behind it ("Humanity's Last Exam (HLE")."""
    return name if ")" in name else name.partition(" (")[0]


def _shortest(name: str, entry: BenchmarkEntry, lexicon: Lexicon) -> str:
    """The name without ordinary words at its end that it is the same data set without ("COCO object")."""
    while (shorter := name.rpartition(" "))[0] and shorter[2].islower():
        if lexicon.benchmark(shorter[0]) is not entry:
            break
        name = shorter[0]
    return name
