"""Names of data sets and benchmarks in a document, known or not, with what the words around each say of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.claims import Span
from extraction.context import Context
from extraction.finding import Hit, NameKind
from extraction.lexicon import BenchmarkEntry
from extraction.linking.clauses import Sentence, analyse
from extraction.linking.features import Listed, listings
from extraction.mentions import names
from extraction.mentions.cues import vocabulary
from extraction.mentions.words import HEAD_FAMILY, codes


@dataclass(frozen=True, slots=True)
class Place:
    """One place where a name stands: tokens first to last (end exclusive) of a sentence, and its list there.

    `cues` are what the words around it say ("on", "dataset", "acts"); `entry` is None where no list holds it.
    """

    name: str
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
        found[name.sentence].extend(_named(name, sentences[name.sentence], known[name.sentence]))
    out: list[Place] = []
    for index, sentence in enumerate(sentences):
        rows = _with_unnamed(found[index], sentence, known[index])
        letters = codes(sentence.lowers)
        lists = listings(sentence, [(first, last) for first, last, _, _ in rows])
        start = context.sentences[index].start
        out.extend(
            Place(
                name=text,
                sentence=index,
                first=first,
                last=last,
                span=Span(start + sentence.starts[first], start + sentence.ends[last - 1]),
                entry=entry,
                listed=listed,
                cues=tuple(_cues(sentence, letters, first, last, listed)),
            )
            for (first, last, text, entry), listed in zip(rows, lists, strict=True)
        )
    return out


DATA_NOUN = frozenset(
    """dataset datasets benchmark benchmarks corpus corpora challenge challenges testbed suite suites leaderboard database
    databases collection track competition competitions testset testsets split splits subset subsets test val validation
    eval evaluation evaluations environment environments game games task tasks data domain domains sets set images videos
    samples questions problems""".split()
)
SYSTEM_NOUN = frozenset(
    """model models method methods framework frameworks backbone backbones network networks architecture architectures agent
    agents algorithm algorithms approach approaches system systems pipeline baseline baselines encoder encoders decoder
    llm llms optimizer gpu gpus hardware family families series detector detectors transformer transformers module
    modules policy planner classifier library kernel kernels chip platform
    platforms device devices processor cpu cpus engine cluster robot robots simulator""".split()
)
_SOFT = frozenset("the a an both two three four five six seven eight nine ten several multiple various many our popular challenging public new novel standard our its widely-used large-scale".split())
_INTRODUCES = frozenset(
    f"{stem}{ending}"
    for stem in ("introduc", "present", "propos", "releas", "construct", "develop", "creat", "curat", "collect", "build")
    for ending in ("e", "es", "ed", "ing", "", "s")
)
_VERB = re.compile(r"(?:achiev|outperform|surpass|improv|reduc|attain|reach|obtain|exceed|show|demonstrat|yield|deliver)")
_BENCH = re.compile(r"bench|eval|qa\d*$|arena|gym|corpus|dataset|\d+k$|suite|challenge", re.IGNORECASE)


def shape(name: str) -> str:
    """The look of a name: "bench" where it says so itself, digits, capitals."""
    if _BENCH.search(name):
        return "bench"
    if _SIZE.search(name) or any(part in vocabulary().families for part in re.split(r"[- ]", name.lower())):
        return "model"
    if name.casefold() in vocabulary().concepts or name.casefold() in vocabulary().hardware:
        return "concept"
    flags = "digit" if any(map(str.isdigit, name)) else ""
    flags += "caps" if name.replace("-", "").isupper() else "camel" if any(map(str.isupper, name[1:])) else "plain"
    return flags + ("+" if " " in name else "")


_SIZE = re.compile(r"\d(?:\.\d+)?[BM]\b|-(?:base|small|large|mini|tiny|XL|pro|max)\b|^GPT", re.IGNORECASE)


def _by_sentence(context: Context, hits: Sequence[Hit]) -> list[list[tuple[int, int, BenchmarkEntry]]]:
    """The known benchmarks of each sentence, with offsets relative to it."""
    out: list[list[tuple[int, int, BenchmarkEntry]]] = [[] for _ in context.sentences]
    index = 0
    for hit in hits:
        if hit.kind is not NameKind.BENCHMARK:
            continue
        while index < len(out) and context.sentences[index].end <= hit.start:
            index += 1
        if index < len(out) and context.sentences[index].start <= hit.start:
            offset = context.sentences[index].start
            out[index].append((hit.start - offset, hit.end - offset, hit.entry))
    return out


Row = tuple[int, int, str, BenchmarkEntry | None]


def _named(name: names.Name, sentence: Sentence, known: Sequence[tuple[int, int, BenchmarkEntry]]) -> Iterator[Row]:
    """The name, or the known names inside where what follows them is a measure or a split ("ImageNet FID")."""
    start, end = sentence.starts[name.first], sentence.ends[name.last - 1]
    inside = [(a, b, entry) for a, b, entry in known if a < end and start < b]
    if len(inside) == 1 and inside[0][0] <= start and inside[0][1] >= end:
        return
    if inside and inside[-1][1] < end and _is_measure(sentence.text[inside[-1][1] : end]):
        return
    entry = inside[0][2] if len(inside) == 1 and inside[0][0] == start else None
    yield name.first, name.last, name.text, entry


def _is_measure(text: str) -> bool:
    return bool(_MEASURE.search(text))


_MEASURE = re.compile(r"^\s*(?:FID|mAP|AP\d*|mIoU|IoU|F1|BLEU|PSNR|SSIM|AUC|AUROC|WER|CER|CIDEr|Dice|R@\d+|Top-\d|MAE|PQ)\b")


def _with_unnamed(rows: Sequence[Row], sentence: Sentence, known: Sequence[tuple[int, int, BenchmarkEntry]]) -> list[Row]:
    """The names found by form, and the known ones that no form shows or that are longer, in order."""
    taken = {token for first, last, _, _ in rows for token in range(first, last)}
    extra = [
        (first, last, sentence.text[a:b], entry)
        for a, b, entry in known
        if not taken & set(range(first := sentence.token_at(a), last := sentence.token_at(b - 1) + 1))
    ]
    return sorted([*rows, *extra], key=lambda row: row[:2])


def _cues(sentence: Sentence, letters: str, first: int, last: int, listed: Listed) -> Iterator[str]:
    """What the words around the name or its list say."""
    lowers = sentence.lowers
    left = _governor(letters, lowers, listed.first)
    before = lowers[left] if left >= 0 else "^"
    inside = lowers[left + 1 : listed.first]
    if "(" in lowers[max(listed.first - 2, 0) : listed.first]:
        yield "bracket"
    yield f"before {before}" if before in _PREPOSITION else f"before {letters[left]}"
    if before in ("on", "in", "using", "with", "across", "over") and left >= 0:
        yield f"{_doing(lowers, left)} {before}"
        if left <= 1 or lowers[left - 1] == ",":
            yield f"leading {before}"
    if any(word in DATA_NOUN for word in inside):
        yield "inside data"
    if before in _EXEMPLIFIES and any(word in DATA_NOUN for word in lowers[max(left - 4, 0) : left]):
        yield "example of data"
    yield from _right_cues(lowers, listed.last, "list ")
    if listed.size > 1:
        yield from _right_cues(lowers, last, "own ")
    yield from _introduction(lowers, first, last)


def _governor(letters: str, lowers: Sequence[str], first: int) -> int:
    """The token that governs the name: left over articles, adjectives and nouns to a preposition, verb or mark."""
    at = first - 1
    while at >= 0 and first - at < 6 and (letters[at] in "WAN" or lowers[at] in _SOFT or lowers[at] in "\"'“‘`(["):
        at -= 1
    return at


_EXEMPLIFIES = frozenset(["as", "like", "including", ":", "namely", "-", "–", "—", "e.g.", "i.e.", ",", "("])


def _doing(lowers: Sequence[str], at: int) -> str:
    """What is done on the name: "train", "test", or "else"."""
    near = lowers[max(at - 3, 0) : at]
    if any(_TRAINS.match(word) for word in near):
        return "train"
    return "test" if any(_TESTS.match(word) for word in near) else "else"


_TRAINS = re.compile(r"(?:pre-?|fine-?)?(?:train|tun)(?:ed|ing|s)?$|distill|initiali[sz]ed|based$|built$")
_TESTS = re.compile(r"evaluat|experiment|test|validat|assess|benchmark|conduct|perform|result")
_PREPOSITION = frozenset(
    "on in for from over across to of with by and using via than as like including against at within under vs ^".split()
)


def _right_cues(lowers: Sequence[str], last: int, prefix: str) -> Iterator[str]:
    after = lowers[last] if last < len(lowers) else "$"
    following = lowers[last + 1] if last + 1 < len(lowers) else "$"
    if after in DATA_NOUN:
        yield f"{prefix}{after.rstrip('s')}"
    elif after in SYSTEM_NOUN:
        yield prefix + "system"
    elif after in HEAD_FAMILY or (following in HEAD_FAMILY and after.isalpha() and after not in _PREPOSITION):
        yield prefix + "metric"
    elif following in DATA_NOUN and after not in _PREPOSITION and after.isalpha():
        yield prefix + "data later"
    elif following in SYSTEM_NOUN and after.isalpha() and after not in _PREPOSITION:
        yield prefix + "system later"
    if _VERB.match(after):
        yield prefix + "acts"
    if after == "(":
        yield prefix + "bracket"
    if after in (",", ".", ";", "$", ")"):
        yield prefix + "stop"


def _introduction(lowers: Sequence[str], first: int, last: int) -> Iterator[str]:
    """Whether the sentence introduces the name, and as what."""
    if any(word in _INTRODUCES for word in lowers[max(first - 5, 0) : first]):
        window = lowers[last : last + 14]
        kind = next((word for word in window if word in DATA_NOUN or word in SYSTEM_NOUN), "")
        yield "introduced " + ("data" if kind in DATA_NOUN else "system" if kind else "plain")
    elif any(word.startswith(("evaluat", "experiment", "test", "validat", "assess")) for word in lowers[:first]):
        yield "evaluated"
