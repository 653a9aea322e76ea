"""Who does what: the verbs of a sentence that report or change something, each with its subject."""

from enum import StrEnum
from typing import NamedTuple

from extraction.linking.clauses import Sentence
from extraction.mentions import cues, words
from extraction.vocabulary import words as word_set


class SubjectKind(StrEnum):
    """What governs a verb."""

    OWN = "own"  # our method, the proposed model
    WE = "we"
    IT = "it"
    RELATIVE = "relative"  # which, that
    META = "meta"  # experiments, results
    MEASURE = "measure"  # accuracy, latency
    OTHERS = "others"  # existing methods, the strongest model
    PHRASE = "phrase"  # any other words, names among them


class Subject(NamedTuple):
    """A verb at token `verb` and the words `first` to `last` (end exclusive) that govern it.

    `head` is where the first noun phrase of those words ends ("policies | trained with X").
    """

    verb: int
    kind: SubjectKind
    first: int
    last: int
    head: int


def letters_of(sentence: Sentence) -> str:
    """The class of every token (see `words.code`), with nouns that could be verbs taken for nouns."""
    return "".join([cues.letter(word) for word in sentence.lowers])


def find(sentence: Sentence, letters: str) -> list[Subject]:
    """The verbs with their subjects, in the order of the verbs; verbs without one are left out."""
    found = [s for at in _verbs(sentence, letters) if (s := _subject(sentence, letters, at)) is not None]
    if found and _is_told_of_tests(sentence.lowers, found[0]):
        found[0] = found[0]._replace(kind=SubjectKind.META)
    return found


def phrase_start(sentence: Sentence, letters: str, last: int) -> int:
    """The first token of the noun phrase that ends before `last` (equal to `last`: there is none)."""
    first = last
    while first > 0 and last - first < _LONGEST and _inside(sentence, letters, first - 1):
        first -= 1
    while first < last and letters[first] in "PA" and sentence.lowers[first] not in _KEPT_ADJECTIVES:
        first += 1
    return first


def phrase_end(sentence: Sentence, letters: str, first: int) -> int:
    """The token after the noun phrase that starts at `first`."""
    last = first
    while last < len(letters) and last - first < _LONGEST and _inside(sentence, letters, last):
        last += 1
    while last > first and letters[last - 1] == "P":
        last -= 1
    return last


def _is_told_of_tests(lowers: tuple[str, ...], first: Subject) -> bool:
    """Whether the sentence opens with its tests as subject; not so "In tests, X reaches"."""
    opening = lowers[: min(first.verb, _EARLY)]
    last = max((at for at, word in enumerate(opening) if word in _META), default=None)
    return last is not None and "," not in lowers[last : first.first]


_LONGEST = 9
_EARLY = 7
_ACHIEVED = word_set(
    """achieved obtained attained reached yielded delivered scored gained shown outperformed surpassed"""
)
_JOINTS = word_set("/ - – ^ _ + & '")
_KEPT_ADJECTIVES = word_set("baseline original")
_PRONOUNS = {
    **dict.fromkeys(["we", "i"], SubjectKind.WE),
    **dict.fromkeys(word_set("it this they these both"), SubjectKind.IT),
    **dict.fromkeys(word_set("which that who"), SubjectKind.RELATIVE),
}
_META = word_set(
    """benchmarks experiment experiments result results evaluation evaluations analysis analyses study studies
    finding findings paper work simulation simulations comparison comparisons test tests ablation
    ablations investigation evidence observation observations validation assessment assessments trials
    survey review article research case measurements statistics visualizations theory proof proofs
    section figure table demonstrations contribution"""
)
_BE = word_set("is are was were has have had does do")
_OWNERS = word_set("our proposed presented this")
_FILLERS = word_set(
    """novel new single final full resulting own first best simple overall entire whole large small main"""
)
_OTHERS = word_set(
    """existing previous prior other current all most best strongest leading top best-performing
    top-performing state-of-the-art sota frontier strong many several traditional conventional
    competing standard five six seven ten recent even commercial proprietary open-source closed-source
    models agents methods baselines approaches systems llms"""
)
_STRANGERS = word_set("existing previous prior other competing")
_LINKS = word_set(
    """with of in into on for from using via under without across over at through by as within based trained
    and or &"""
)
_NOUN_FOLLOWERS = word_set("of in over on for across compared relative at")
_EXTRA_VERBS = word_set("runs certifies ranks detects leads costs weighs scales stands")


def _verbs(sentence: Sentence, letters: str) -> list[int]:
    """Tokens that may be finite verbs of reporting, of change, or of being, or participles with a subject."""
    return [i for i in range(1, len(letters)) if _is_verb(sentence.lowers, letters, i)]


def _is_verb(lowers: tuple[str, ...], letters: str, at: int) -> bool:
    word, letter = lowers[at], letters[at]
    if cues.is_noun(lowers, at):
        return False
    if (lowers[at - 1] == "to" and _is_of_ability(lowers, at)) or (word == "costs" and _is_sum(lowers, at)):
        return False
    follows = (at + 1 < len(letters) and letters[at + 1]) or "P"
    if letter in "VKS":
        if word.endswith("ing"):
            return follows != "W" and (letters[at - 1] in "WUC" or lowers[at - 1].endswith(")"))
        return not word.endswith("er")
    if word in _BE or word in _EXTRA_VERBS:
        return True
    if letter == "W" and lowers[at - 1] in cues.MODALS:
        return True
    if letter != "C" or word not in words.CHANGE_VERB or letters[at - 1] not in "WF":
        return False
    return at + 1 >= len(lowers) or lowers[at + 1] not in _NOUN_FOLLOWERS


def _is_of_ability(lowers: tuple[str, ...], at: int) -> bool:
    """Whether the verb only says what somebody can do ("was able to reduce"), which has no subject itself."""
    return at > 1 and lowers[at - 2] in ("able", "possible")


def _is_sum(lowers: tuple[str, ...], at: int) -> bool:
    """Whether "costs" are what is paid: "reduces monitoring costs by", "the costs of", "costs and"."""
    return at + 1 == len(lowers) or lowers[at + 1] in _BEHIND_SUMS


_BEHIND_SUMS = word_set("by and , . of from to while with compared without")


def _subject(sentence: Sentence, letters: str, verb: int) -> Subject | None:
    lowers = sentence.lowers
    if _passive(lowers, letters, verb):
        return _agent(sentence, letters, verb)
    last = _back_over_helpers(lowers, verb)
    last = _back_over_insertion(sentence, letters, last)
    if last <= 0:
        return None
    pronoun = _PRONOUNS.get(lowers[last - 1])
    if pronoun is not None:
        return Subject(verb, pronoun, last - 1, last, last)
    if lowers[verb] in cues.PARTICIPLES:
        return None
    first = phrase_start(sentence, letters, last)
    if first == last:
        return None
    first, head = _climb(sentence, letters, first, last)
    return Subject(verb, _kind(sentence, letters, first, head), first, last, head)


def _passive(lowers: tuple[str, ...], letters: str, verb: int) -> bool:
    """Whether "by" and an agent follow ("achieved by X", not "reduced by 5%")."""
    if verb + 2 >= len(lowers) or lowers[verb + 1] != "by" or lowers[verb] in _BE:
        return False
    return letters[verb + 2] in "WFA" and lowers[verb] in _ACHIEVED


def _agent(sentence: Sentence, letters: str, verb: int) -> Subject | None:
    """The agent of a passive: "achieved by X"."""
    first = verb + 2
    while first < len(letters) and (
        letters[first] == "A" or sentence.lowers[first] in ("the", "our", "a", "an")
    ):
        first += 1
    last = phrase_end(sentence, letters, first)
    return Subject(verb, _kind(sentence, letters, first, last), first, last, last) if first < last else None


def _climb(sentence: Sentence, letters: str, first: int, last: int) -> tuple[int, int]:
    """Where the subject starts and its first noun phrase ends: back over "with ..." and "trained on ..."."""
    head = last
    for _ in range(4):
        at = first - 1
        while at >= 0 and (
            sentence.lowers[at] in ("the", "a", "an", "our", "its", "their") or letters[at] == "A"
        ):
            at -= 1
        if at < 1 or sentence.lowers[at] not in _LINKS:
            break
        while at > 0 and sentence.lowers[at] in _LINKS:
            at -= 1
        start = phrase_start(sentence, letters, at + 1)
        if start == at + 1:
            break
        first, head = start, at + 1
    return first, head


def _back_over_helpers(lowers: tuple[str, ...], at: int) -> int:
    while at > 0 and (
        _is_helper(lowers[at - 1]) or (lowers[at - 1] == "and" and at > 1 and _is_helper(lowers[at - 2]))
    ):
        at -= 1
    return at


def _is_helper(word: str) -> bool:
    return word in cues.HELPERS or (word.endswith("ly") and word != "family")


def _back_over_insertion(sentence: Sentence, letters: str, at: int) -> int:
    """Back over ", trained on A and B," and "(ours)", which stand between subject and verb.

    Names between commas are the subject's own ("the best model, GPT-5, achieves").
    """
    lowers = sentence.lowers
    if at > 0 and lowers[at - 1] in ")]":
        opening = next((i for i in range(at - 2, max(at - 14, -1), -1) if lowers[i] in "(["), None)
        return opening if opening is not None else at
    if at > 0 and lowers[at - 1] == ",":
        comma = next((i for i in range(at - 2, max(at - 24, -1), -1) if lowers[i] == ","), None)
        if comma is not None and comma > 0 and letters[comma - 1] in "WN":
            return at - 1 if sentence.words[comma + 1][0].isupper() and at - comma < 9 else comma
    return at


def _inside(sentence: Sentence, letters: str, at: int) -> bool:
    """Whether the token can stand inside a noun phrase."""
    if letters[at] in "WANC" or sentence.lowers[at] in _JOINTS or _is_name(sentence.words[at]):
        return True
    return sentence.lowers[at] in ("b", "m", "k") and at > 0 and letters[at - 1] == "N"


def _is_name(word: str) -> bool:
    return word[0].isalnum() and any(c.isupper() for c in word[1:])


def _kind(sentence: Sentence, letters: str, first: int, last: int) -> SubjectKind:
    """What the noun phrase is: the paper's own system, somebody else's, a measure, or anything."""
    lowers, heads = sentence.lowers, cues.vocabulary().heads
    head = lowers[last - 1]
    if head in _META:
        return SubjectKind.META
    at = first - 1
    while at >= 0 and (lowers[at] in _FILLERS or letters[at] == "A"):
        at -= 1
    determiner = lowers[at] if at >= 0 else ""
    class_ = heads.get(head, "")
    owned = determiner in _OWNERS or lowers[first] in _OWNERS
    concepts = cues.vocabulary().concepts
    named = any(_is_name(word) and word.casefold() not in concepts for word in sentence.words[first:last])
    if not named and owned and class_ not in ("metric", "data"):
        return SubjectKind.OWN
    if not owned and any(word in (_STRANGERS if named else _OTHERS) for word in lowers[max(at, 0) : last]):
        return SubjectKind.OTHERS
    if not named and class_ == "system" and determiner == "the" and last - first == 1:
        return SubjectKind.OWN
    if class_ == "metric" or head in words.HEAD_FAMILY:
        return SubjectKind.MEASURE
    return SubjectKind.PHRASE
