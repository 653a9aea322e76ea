"""What the words around a name say of its being a data set or benchmark."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.linking.clauses import Sentence
from extraction.linking.features import Listed
from extraction.mentions.cues import vocabulary
from extraction.mentions.words import HEAD_FAMILY, WORDS

DATA_NOUN = frozenset(word for word, kind in WORDS.naming.items() if kind == "data")


def cues(sentence: Sentence, letters: str, first: int, last: int, listed: Listed) -> Iterator[str]:
    """Each thing that speaks for or against the name at these tokens; `listed` is the list that it is in."""
    lowers = sentence.lowers
    left = _governor(letters, lowers, listed.first)
    before = lowers[left] if left >= 0 else "^"
    yield f"before {before if before in _PREPOSITION else letters[left]}"
    if 0 < left < listed.first - 1 and before in _SAYS and lowers[left + 1] in _ONE:
        yield "inside description"
    yield from _deeds(lowers, left, before)
    inside = [word for word in lowers[left + 1 : listed.first] if word in DATA_NOUN]
    if inside:
        yield "inside data"
    if any(word in _SEVERAL for word in inside) or _is_example(lowers, left, before):
        yield "example of data"
    heads = {head(lowers, letters, listed.last)} if listed.size > 1 else set()
    heads.add(head(lowers, letters, last))
    if listed.size == 1 and last < len(lowers) and lowers[last] in _SEVERAL:
        yield "several of its kind"
    for each in sorted(heads):
        yield f"head {each}"
    yield from _bracketed(lowers, listed)
    yield from _followed(lowers, letters, listed.last)
    yield from _introduction(lowers, letters, first, last)


def _bracketed(lowers: Sequence[str], listed: Listed) -> Iterator[str]:
    """Whether the list stands in brackets, and behind what: a lone name may be short for it."""
    opening = next((at for at in (listed.first - 1, listed.first - 2) if at >= 0 and lowers[at] == "("), -1)
    if opening < 0:
        return
    if opening and opening == listed.first - 1 and lowers[listed.last : listed.last + 1] == (")",):
        kind = "list" if listed.size > 1 else "short"
        yield f"bracket {kind} {_noun(lowers[opening - 1])}"
    else:
        yield "bracket"


_SAYS = frozenset([",", "is", "–", "—", ":", "-", "("])
_ONE = frozenset(["a", "an", "our", "one"])
_SEVERAL = frozenset("datasets benchmarks corpora challenges databases".split())


def head(lowers: Sequence[str], letters: str, last: int) -> str:
    """What the noun that ends the phrase says: data, part, task, system, metric, other or none."""
    last = _behind_bracket(lowers, last)
    if lowers[last : last + 1] == ("shared",):
        return "data"
    end = last
    while end < len(lowers) and end - last < 5 and letters[end] in "WA" and not _VERBISH.match(lowers[end]):
        end += 1
        if (found := _noun(lowers[end - 1])) == "data":
            return "data" if end - last < 2 else "data later"
    if end == last:
        return "none"
    found = _noun(lowers[end - 1])
    return found if found != "other" or end - last > 1 else _noun(lowers[last])


def _noun(word: str) -> str:
    return WORDS.naming.get(word) or ("metric" if word in HEAD_FAMILY else "other")


def _behind_bracket(lowers: Sequence[str], at: int) -> int:
    """The token behind the bracket that opens at the token, or the token itself where none does."""
    if at >= len(lowers) or lowers[at] != "(":
        return at
    return next((i + 1 for i in range(at, min(at + 14, len(lowers))) if lowers[i] == ")"), at)


_VERBISH = re.compile(
    r"(?!shared|unbalanced|curated|annotated)\w+(?:ed|izes|ates)$|shows?$|is$|are$|requires?$|represents?$"
)
_SOFT = frozenset(
    """the a an both two three four five six seven eight nine ten several multiple various many our popular
    challenging public new novel standard its widely-used large-scale well-known well-established
    respectively other established""".split()
)
_QUOTES = frozenset("\"'“‘`([")
_PREPOSITION = frozenset(
    """on in for from over across to of with by and using via than as like including against at within
    under vs ^""".split()
)


def _governor(letters: str, lowers: Sequence[str], first: int) -> int:
    """The token that governs the name: left over articles, adjectives, nouns to a preposition, verb or mark.

    In "on X (81%) and Y (79%)" the second name is governed like the first.
    """
    at, reach = first - 1, first - 7
    while at >= 0 and at > reach:
        if letters[at] in "WAN" or lowers[at] in _SOFT or lowers[at] in _QUOTES:
            at -= 1
        elif lowers[at] in _JOINING and (opened := _opened(lowers, at)) > 0:
            at, reach = opened - 1, opened - 7
        else:
            break
    return at


_JOINING = frozenset([",", "and", "or"])


def _opened(lowers: Sequence[str], at: int) -> int:
    """Where the bracket opens that closes right before the comma or "and"; -1 where none does."""
    while at > 0 and lowers[at - 1] in _JOINING:
        at -= 1
    if not at or lowers[at - 1] != ")":
        return -1
    return next((i for i in range(at - 2, max(at - 24, -1), -1) if lowers[i] == "("), -1)


def _deeds(lowers: Sequence[str], left: int, before: str) -> Iterator[str]:
    """What is done on the name, where a preposition governs it: trained, tested, or anything else."""
    if left < 0 or before not in ("on", "in", "using", "with", "across", "over", "from", "of"):
        return
    near = lowers[max(left - 4, 0) : left]
    if before in ("of", "from") and any(_noun(word) in ("data", "task") for word in near[-2:]):
        yield "data of"
    if near and near[-1] in (
        "building",
        "build",
        "builds",
        "relies",
        "focusing",
        "focus",
        "focuses",
        "running",
        "runs",
    ):
        yield f"build {before}"
        return
    deed = "train" if any(map(_TRAINS, near)) else "tune" if any(map(_TUNES, near)) else "else"
    deed = "test" if deed == "else" and any(map(_TESTS, near)) else deed
    yield f"{deed} {before}"
    if left <= 1 or lowers[left - 1] in (",", ";", ":", "."):
        yield f"leading {before}"


_TUNES = re.compile(r"fine-?tun").match
_TRAINS = re.compile(
    r"(?:pre-?)?(?:train|tun)(?:ed|ing|s)?$|distill|initiali[sz]ed|built$|based$|rel(?:y|ies)$"
).match
_TESTS = re.compile(
    r"evaluat|experiment|test|validat|assess|benchmark|conduct|perform|results?$|state-of-the-art|sota|achiev|"
    r"demonstrat|accura|scor|outperform|improv|gains?$"
).match
_EXEMPLIFIES = frozenset(
    ["as", "like", "including", ":", "namely", "-", "–", "—", "e.g.", "i.e.", "(", "particularly"]
)


def _is_example(lowers: Sequence[str], left: int, before: str) -> bool:
    """Whether the name is one of "benchmarks such as", "datasets (", "two datasets, "."""
    if before == ",":
        return lowers[left - 1] in DATA_NOUN
    return before in _EXEMPLIFIES and any(
        _noun(word) in ("data", "task") for word in lowers[max(left - 3, 0) : left]
    )


def _followed(lowers: Sequence[str], letters: str, last: int) -> Iterator[str]:
    """Whether the name acts, is explained in brackets, or ends its clause."""
    at = _behind_bracket(lowers, last)
    if at > last:
        yield "explained"
    after = lowers[at] if at < len(lowers) else "."
    if after.startswith(("pretrain", "pre-train", "-pretrain")):
        yield "pretrained"
    if after in ("is", "are", "was", "can", "also", "has", "consistently", "significantly") or (
        at < len(letters) and letters[at] in "VK" and not after.endswith("ing")
    ):
        yield "acts"
    elif after in (",", ".", ";", ")"):
        yield "stops"
    elif after in (
        "show",
        "demonstrate",
        "confirm",
        "demonstrating",
        "with",
        "under",
        "using",
        "while",
        "by",
    ):
        yield f"then {after}"


_INTRODUCES = frozenset(
    f"{stem}{ending}"
    for stem in (
        "introduc present propos releas construct develop creat curat collect build contribut establish "
        "publish formaliz design offer"
    ).split()
    for ending in ("e", "es", "ed", "ing", "", "s")
)


def _introduction(lowers: Sequence[str], letters: str, first: int, last: int) -> Iterator[str]:
    """Whether the text introduces the name, and what it says that the name is."""
    said = description(lowers, letters, last)
    introduced = any(word in _INTRODUCES for word in lowers[max(first - 6, 0) : first])
    if not introduced and any(
        word in ("called", "named", "termed", "dubbed") for word in lowers[max(first - 2, 0) : first]
    ):
        introduced = True
    if introduced:
        yield f"introduced {said or 'plain'}"
    elif said:
        yield f"described {said}"


def description(lowers: Sequence[str], letters: str, last: int) -> str:
    """What ", a large-scale benchmark for ..." or "is a framework" behind the name says that it is."""
    at = _behind_bracket(lowers, last)
    if (
        at + 1 >= len(lowers)
        or lowers[at] not in (",", "is", "–", "—", ":", "-")
        or lowers[at + 1] not in _ARTICLES
    ):
        return ""
    nouns = set()
    for word, letter in zip(lowers[at + 2 : at + 16], letters[at + 2 : at + 16], strict=True):
        if letter in "VK" or word in (
            "for",
            "that",
            "which",
            "to",
            "designed",
            "with",
            ".",
            "where",
            "containing",
        ):
            break
        nouns.add(_noun(word))
    return "+".join(kind for kind in ("data", "task", "system") if kind in nouns) or "other"


_MONEY = frozenset(["USD", "EUR", "GBP", "PDFs", "PDF"])
_ARTICLES = frozenset(["a", "an", "the", "our", "one"])
_BENCH = re.compile(
    r"bench|eval(?![a-z]{2})|qa\d*$|arena|gym|corpus|dataset|[a-z\d]-?\d+k$|suite|challenge|treebank"
    r"|-test$|-val$",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"\d(?:\.\d+)?[BM]\b|^GPT"
    r"|[- ](?:base|small|large|mini|tiny|XL|max|turbo|preview|instruct|flash|sonnet)\b",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"Net\b|Net[- v\d]|Former|LMs?\b|GPT|BERT|GAN|NeRF|VLA|RAG|Agent|LoRA|[A-Z]PO\b|Diff|YOLO|ViT|CLIP"
    r"|SAM\b|LLaVA|VAE|Mamba|CNN"
)


@lru_cache(maxsize=16384)
def shape(name: str) -> str:
    """The look of a name: "bench", "model" or "concept" where it shows, else its digits and capitals."""
    vocab = vocabulary()
    words = name.casefold().split()
    if name.casefold() in vocab.concepts or any(word in vocab.hardware for word in words) or name in _MONEY:
        return "concept"
    if _BENCH.search(name):
        return "bench"
    if _SIZE.search(name) or any(part in vocab.families for part in re.split(r"[- ]", name.casefold())):
        return "model"
    if _MODEL.search(name):
        return "modelish"
    flags = "digit" if any(map(str.isdigit, name)) else ""
    flags += (
        "caps" if name.replace("-", "").isupper() else "camel" if any(map(str.isupper, name[1:])) else "plain"
    )
    return flags + ("+" if " " in name else "")
