"""Things that the text names by description only: "raw prompts", "supervised fine-tuning"."""

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.linking.clauses import Sentence
from extraction.mentions import cues, words
from extraction.mentions.names import Name
from extraction.mentions.subjects import Subject, SubjectKind, phrase_end
from extraction.vocabulary import words as word_set


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, tokens `first` to `last` (end exclusive), without article and empty adjectives.

    `role` says why it was looked at: "subject" of a verb, "offered" by the paper, "compared" with,
    "whose" number it is ("67 for raw prompts").
    """

    text: str
    sentence: int
    first: int
    last: int
    role: str


def find(
    index: int, sentence: Sentence, letters: str, subjects: Sequence[Subject], names: Sequence[Name]
) -> list[Phrase]:
    """The describing phrases of one sentence that are more than a name with a general noun behind it."""
    spans = [(s.first, s.last, "subject") for s in subjects if s.kind is SubjectKind.PHRASE]
    spans += _after_cues(sentence, letters)
    found: dict[tuple[int, int], Phrase] = {}
    for first, last, role in spans:
        phrase = _phrase(index, sentence, first, last, role)
        if phrase is not None and not _only_name(phrase, sentence, names):
            found.setdefault((phrase.first, phrase.last), phrase)
    return list(found.values())


_COMPARING = word_set(
    """than over outperforming outperforms outperform surpassing surpasses exceeding exceeds versus vs
    vs. against"""
)
_OFFERING = word_set("propose introduce present proposes introduces presents")
_WHOSE = word_set("for of with by using in from")
_ARTICLES = word_set("a an the our its their this these those both all other")
EMPTY = word_set(
    """existing previous prior traditional conventional other recent competing current state-of-the-art
    sota best better comparable alternative new novel proposed strong stronger strongest same several
    various many different leading popular representative single multiple simple simpler common
    classic classical typical relevant well-known widely-used baseline baselines method methods
    approach approaches technique techniques work works model models system systems framework
    frameworks algorithm algorithms solution solutions counterpart counterparts competitor competitors
    alternatives strategies strategy architecture architectures network networks designs pipeline
    variants variant setting settings results result performance experiments dataset datasets
    benchmark benchmarks task tasks data ones others literature average original corresponding
    respective published reported public open open-source closed-source second-best top top-performing
    best-performing overall full half way case cases set sets test example scenarios conditions levels
    level number numbers metrics metric study studies research researchers we us ours art"""
)
_KINDS = word_set(
    """method methods approach technique strategy pipeline system framework algorithm architecture network
    mechanism variant model"""
)


def _after_cues(sentence: Sentence, letters: str) -> list[tuple[int, int, str]]:
    """Noun phrases behind words of comparison, of offering, and behind a number's "for"."""
    lowers = sentence.lowers
    out = []
    for i, word in enumerate(lowers[:-1]):
        role = _role(lowers, letters, i, word)
        if not role:
            continue
        first = i + 1
        while first < len(lowers) and (
            lowers[first] in _ARTICLES or (letters[first] == "A" and role != "whose")
        ):
            first += 1
        last = phrase_end(sentence, letters, first)
        if last > first:
            out.append((first, last, role))
    return out


def _role(lowers: tuple[str, ...], letters: str, at: int, word: str) -> str:
    if word in _COMPARING or (word in ("to", "with") and at > 0 and lowers[at - 1] in cues.COMPARED):
        return "compared"
    if word in _OFFERING:
        return "offered"
    if word in _WHOSE and "N" in letters[max(0, at - 4) : at]:
        return "whose"
    return ""


def _phrase(index: int, sentence: Sentence, first: int, last: int, role: str) -> Phrase | None:
    """The span without empty words at its ends; None where nothing is left or it is a measure."""
    lowers = sentence.lowers
    while first < last and (lowers[first] in EMPTY or not sentence.words[first][0].isalnum()):
        first += 1
    end = last
    while first < last - 1 and lowers[last - 1] in EMPTY:
        last -= 1
    if first >= last or lowers[last - 1] in EMPTY or lowers[first][0].isdigit():
        return None
    if last < end and lowers[last] in _KINDS:
        last += 1
    if _is_measure(lowers[last - 1]) or last - first == len(lowers[first]) == 1:
        return None
    text = sentence.text[sentence.starts[first] : sentence.ends[last - 1]]
    return Phrase(text, index, first, last, role)


def _is_measure(head: str) -> bool:
    """Whether a phrase with that last word is a measure or a device."""
    vocab = cues.vocabulary()
    listed = head in words.HEAD_FAMILY or head in vocab.measures
    return listed or vocab.heads.get(head) in ("metric", "hardware")


def _only_name(phrase: Phrase, sentence: Sentence, names: Sequence[Name]) -> bool:
    """Whether the phrase is a name, or a name with nothing but general nouns around it."""
    return any(
        (n.first <= phrase.first and phrase.last <= n.last)
        or (n.first == phrase.first and all(word in EMPTY for word in sentence.lowers[n.last : phrase.last]))
        for n in names
    )
