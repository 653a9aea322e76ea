"""Names by their form: coined capitals, acronyms, versions; nothing is known yet of what they name."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extraction.linking.clauses import Sentence
from extraction.mentions import cues
from extraction.vocabulary import words as word_set

STRONG, CAPITAL, NUMBER, LETTER, LOWER, MARK = "S", "C", "N", "L", "w", "p"
"""What a piece of a sentence looks like: LoRA, Mesa, 2.5, B, accuracy, a comma."""


class Name(NamedTuple):
    """A place where something name-shaped stands: tokens `first` to `last` (end exclusive) of a sentence.

    `text` leaves out a suffix such as "-based", which `suffix` holds ("" where there is none).
    """

    text: str
    sentence: int
    first: int
    last: int
    suffix: str = ""


def find(sentences: Sequence[Sentence], *, blocked: Sequence[Collection[int]] = ()) -> tuple[Name, ...]:
    """Every name-shaped run of tokens, in the order of the text.

    A capitalised word that opens a sentence counts only where the text capitalises it elsewhere too.
    `blocked` holds for each sentence the tokens that are measured numbers and so part of no name.
    """
    return _find(tuple(sentences), tuple(map(frozenset, blocked)))


@lru_cache(maxsize=64)
def _find(sentences: tuple[Sentence, ...], blocked: tuple[frozenset[int], ...]) -> tuple[Name, ...]:
    """The names, kept for the next linker: systems and data sets are looked for among the same ones."""
    pieces = [_pieces(s, blocked[i] if blocked else ()) for i, s in enumerate(sentences)]
    runs = [_runs(p) for p in pieces]
    known = {
        _text(p, *run) for p, found in zip(pieces, runs, strict=True) for run in found if run[0] > _opening(p)
    }
    return tuple(
        name
        for index, (p, found) in enumerate(zip(pieces, runs, strict=True))
        for name in _merged(
            [name for run in found for name in _names(index, p, run, known)],
            _lower_case(index, sentences[index]),
        )
    )


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """The form in which names are compared: lower case, letters and digits only."""
    return _NOT_KEY.sub("", name.casefold())


def is_common(name: str) -> bool:
    """Whether this is a well-known system that is written in lower case ("random forest")."""
    parts = name.casefold().split()
    return any(_spelt(parts, 0, each) == len(parts) for each in cues.vocabulary().common.get(parts[0], ()))


@lru_cache(maxsize=16384)
def shape(word: str) -> str:
    """The class of one piece of text; see the constants of this module."""
    if not word[0].isalnum():
        return MARK
    if _NUMBER.fullmatch(word):
        return NUMBER
    if len(word) == 1:
        return LETTER if word.isupper() else LOWER
    if word.startswith(("http", "www.")) or word.lower() in _CLOSED or _MEASURE.fullmatch(word):
        return LOWER
    core = _SUFFIX.sub("", word)
    if _STRONG.search(core) and not _PLAIN.fullmatch(core):
        return STRONG
    return CAPITAL if word[0].isupper() else LOWER


_NOT_KEY = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"v?\d+(?:\.\d+)*[bBkKmM]?")
_STRONG = re.compile(r"\w[^\W\d_a-zα-ω]|[^\W\d_](?:[\w-])*\d|\d[^\W\d_]{2}|[-–@+^][^\W\d_a-zα-ω]")
_PLAIN = re.compile(
    r"[a-z]{1,3}-[a-z]+|(?:per|top|pre|post|multi|non|un|sub|inter|intra|cross|co|semi|anti|de|re|mid|self)-\w+|[A-Z][a-z]+(?:-[A-Z]?[a-z]+)+|\d+-?[a-zα-ω]+|[A-Z]-[a-z]+"
)
_MEASURE = re.compile(
    r"\d+(?:\.\d+)?(?:x|X|D|th|st|nd|rd|ms|[kK]|px|fps|FPS|[KMGT]B|kg|[cmn]?m|[kMG]?Hz|bits?|[Kk]m|s|h|FLOPs|W)"
    r"|\d+(?:-\w+)+|\d+(?:\.\d+)?[A-Za-z]?-[a-z]{3,}"
    r"|[A-Z]-(?:axis|value|score|test)"
)
_SUFFIX = re.compile(
    r"[-–](?:[a-z]+(?:ed|ing|ive|ical|ous|able|ible|ient)|built|driven|style|like|aware|level|specific|centric|only|free|hard"
    r"|agnostic|native|side|class|scale|type|family|wise|friendly|ready|related|specialized|grown|led|to|and|or|vs)s?$"
)
_RUN_ON = re.compile(r"^[a-z]+[.–—:](?=[A-Z])|[–—](?=[a-z]{2,}).*$")
_CLOSED = word_set(
    """a an the this that these those we our it its they their i in on at of for from by with without to
    into onto across among between under over within through during after before while when where
    whereas although though because since if as than and or but nor so yet both either neither not no
    all each every some any most many more less fewer here there thus hence therefore moreover
    furthermore additionally also finally first second third next then however nevertheless notably
    specifically particularly empirically theoretically importantly interestingly surprisingly
    remarkably overall together compared using based given despite unlike unless experiments
    experimental extensive results evaluations evaluation code source available project page github
    which who whose what how why can is are was were be been has have had do does may might will would
    should sota soa ours existing recent current previous prior traditional conventional our
    background objective objectives methods conclusion conclusions introduction purpose method such
    only even just still let via per january february march april may june july august september
    october november december"""
)
_RUN = re.compile(r"(?:[SC]N{0,2}){1,6}(?:L(?!N))?")
_JOINTS = frozenset("/^_&-–")
_LONGEST_INDEX = 4


@dataclass(slots=True)
class _Pieces:
    """A sentence cut where blanks and punctuation stand, with what was glued together whole."""

    texts: list[str]
    firsts: list[int]
    lasts: list[int]
    shapes: str


def _pieces(sentence: Sentence, blocked: Collection[int]) -> _Pieces:
    texts: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    words, starts, ends = sentence.words, sentence.starts, sentence.ends
    i, count = 0, len(words)
    while i < count:
        j = i + 1
        if words[i].startswith("http"):
            while j < count and starts[j] == ends[j - 1]:
                j += 1
        while (
            words[i] not in _JOINTS
            and j < count
            and starts[j] == ends[j - 1]
            and _glued(words, starts, ends, j)
        ):
            j += 1
        texts.append(words[i] if j == i + 1 else sentence.text[starts[i] : ends[j - 1]])
        firsts.append(i)
        lasts.append(j)
        i = j
    shapes = "".join(map(shape, texts))
    if blocked:
        shapes = "".join([MARK if first in blocked else s for s, first in zip(shapes, firsts, strict=True)])
    return _Pieces(texts, firsts, lasts, shapes)


def _glued(words: Sequence[str], starts: Sequence[int], ends: Sequence[int], j: int) -> bool:
    """Whether token j continues the name before it with no blank between: 3|DGS, DC|^|2, ViT-B|/|16."""
    word, before = words[j], words[j - 1]
    if word in _JOINTS:
        follows = (
            j + 1 < len(words)
            and starts[j + 1] == ends[j]
            and (words[j + 1][0].isalnum() or words[j + 1] == "{")
        )
        return follows and before[-1].isalnum() and (word != "/" or words[j + 1].isdigit())
    if word == "{":
        return before in ("^", "_")
    if word == "}":
        return "{" in words[max(j - _LONGEST_INDEX, 0) : j]
    return word[0].isalnum() and (before[-1].isalnum() or before in _JOINTS or before == "{")


def _runs(pieces: _Pieces) -> list[tuple[int, int]]:
    """The name-shaped runs, cut behind possessives and participles ("OpenAI's CLIP", "CLIP-based BLIP")."""
    out: list[tuple[int, int]] = []
    for run in _RUN.finditer(pieces.shapes):
        start = run.start()
        for i in range(start, run.end() - 1):
            if pieces.texts[i].endswith("'s") or _SUFFIX.search(pieces.texts[i]):
                out.append((start, i + 1))
                start = i + 1
        out.append((start, run.end()))
    return out


def _opening(pieces: _Pieces) -> int:
    """The piece that the sentence starts with."""
    return next((i for i, c in enumerate(pieces.shapes) if c != MARK), 0)


def _text(pieces: _Pieces, start: int, end: int) -> str:
    """The run's text without possessive and without words that a lost blank glued to it."""
    text = pieces.texts[start] if end == start + 1 else " ".join(pieces.texts[start:end])
    text = text.removesuffix("'")
    return _RUN_ON.sub("", text.removesuffix("'s"))


def _names(index: int, pieces: _Pieces, run: tuple[int, int], known: Collection[str]) -> list[Name]:
    """The run as a name, without a word that is capitalised for opening the sentence only."""
    start, end = run
    if (
        start == _opening(pieces)
        and pieces.shapes[start] == CAPITAL
        and not _proper(pieces, start, end, known)
    ):
        start += 1
    while start < end and pieces.shapes[start] == NUMBER:
        start += 1
    while end - start > 1 and _is_measure(pieces.texts[end - 1]):
        end -= 1
    if start == end:
        return []
    text = _text(pieces, start, end)
    core = _SUFFIX.sub("", text)
    if not core or shape(core.split()[0]) not in (STRONG, CAPITAL):
        return []
    return [Name(core, index, pieces.firsts[start], pieces.lasts[end - 1], text[len(core) :])]


def _is_measure(word: str) -> bool:
    """Whether the word names a measure; a Map is a map and not mAP."""
    return word.casefold() in cues.vocabulary().measures and word != "Map"


def _merged(shaped: list[Name], lower: list[Name]) -> list[Name]:
    """Both in the order of the text; where they overlap, the name-shaped one."""
    if not lower:
        return shaped
    kept = [n for n in lower if not any(n.first < o.last and o.first < n.last for o in shaped)]
    return sorted([*shaped, *kept], key=lambda n: n.first)


def _lower_case(index: int, sentence: Sentence) -> list[Name]:
    """Well-known systems that are written in lower case, and people."""
    vocab, lowers = cues.vocabulary(), sentence.lowers
    out: list[Name] = []
    for at, word in enumerate(lowers):
        last = None
        if word in vocab.common:
            last = next((end for name in vocab.common[word] if (end := _spelt(lowers, at, name))), None)
        elif word in vocab.people:
            last = _people(lowers, at)
        if last is not None and (not out or at >= out[-1].last):
            text = sentence.text[sentence.starts[at] : sentence.ends[last - 1]]
            out.append(Name(text, index, at, last))
    return out


def _spelt(lowers: Sequence[str], at: int, name: Sequence[str]) -> int | None:
    """The token after the name or its plural where it stands at token `at`, else None."""
    end = at + len(name)
    there = tuple(lowers[at:end])
    if there[:-1] == tuple(name[:-1]) and there[-1:] in ((name[-1],), (name[-1] + "s",)):
        return end
    return None


def _people(lowers: Sequence[str], at: int) -> int | None:
    """The token after the people at token `at`; None where the word only qualifies something else."""
    follows = lowers[at + 1] if at + 1 < len(lowers) else "."
    if lowers[at] != "human":
        return at + 1
    if follows in _KINDS_OF_PEOPLE:
        return at + 2
    return at + 1 if follows in _PERFORMANCE or not follows[0].isalnum() else None


_KINDS_OF_PEOPLE = word_set(
    """experts expert annotators annotator raters evaluators specialists participants players subjects
    readers judges"""
)
_PERFORMANCE = word_set("performance accuracy baseline baselines level ceiling quality scores")


def _proper(pieces: _Pieces, start: int, end: int, known: Collection[str]) -> bool:
    """Whether the run is a name as a whole: it stands elsewhere too, or starts as a known family does."""
    if _text(pieces, start, end) in known or key(pieces.texts[start]) in cues.vocabulary().families:
        return True
    return end - start > 1 and pieces.shapes[start + 1] == CAPITAL
