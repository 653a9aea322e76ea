"""A document as the linkers of systems and baselines see it: who is where, and who governs which number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction.context import Context, Reading
from extraction.linking.clauses import series
from extraction.linking.features import Layout, layouts
from extraction.linking.features import Place as Spot
from extraction.mentions import phrases, systems
from extraction.mentions.subjects import Subject, SubjectKind
from extraction.mentions.systems import Cast, Place
from extraction.vocabulary import words as word_set


class Stand(NamedTuple):
    """A candidate (its index in the cast) at one place of a sentence."""

    candidate: int
    place: Place


class Governor(NamedTuple):
    """Who governs a verb: a candidate (None: none of the cast), where, and what kind of words it is.

    `group` holds all candidates where a list of names governs the verb ("A and B achieve"), else nothing.
    """

    verb: int
    kind: str
    candidate: int | None
    first: int
    group: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One document: the cast, who stands in which sentence, and the governors of its verbs."""

    cast: Cast
    layouts: tuple[Layout, ...]
    indexes: dict[int, int]
    stands: dict[int, tuple[Stand, ...]]
    governors: dict[int, tuple[Governor, ...]]


def scene(readings: Sequence[Reading], context: Context) -> Scene:
    """The scene of a document with these readings."""
    found = tuple(layouts(readings, context))
    indexes = {id(layout): context.sentences.index(layout.span) for layout in found}
    blocked: list[set[int]] = [set() for _ in context.sentences]
    for layout in found:
        for spot in layout.places:
            blocked[indexes[id(layout)]].update(range(spot.first, spot.last))
    cast = systems.find(context, blocked=blocked)
    stands = _stands(cast)
    wanted = {i - back for i in indexes.values() for back in (0, 1, 2) if i >= back}
    governors = {i: _governors(cast, i, stands.get(i, ())) for i in wanted}
    return Scene(cast, found, indexes, stands, governors)


def governor(scene: Scene, sentence: int, spot: Spot) -> Governor | None:
    """Who governs the number: the subject of the last reporting verb before it that says something of it."""
    best = None
    for each in scene.governors.get(sentence, ()):
        if each.verb >= spot.first:
            break
        if each.kind in ("meta", "relative"):
            continue
        if each.kind == "measure" and best is not None:
            continue
        best = each
    return best


def earlier(scene: Scene, sentence: int) -> Governor | None:
    """The last candidate that governs a verb in the two sentences before."""
    for back in (1, 2):
        for each in reversed(scene.governors.get(sentence - back, ())):
            if each.candidate is not None or each.kind in ("own", "we"):
                return each
    return None


def _stands(cast: Cast) -> dict[int, tuple[Stand, ...]]:
    found: dict[int, list[Stand]] = {}
    for index, candidate in enumerate(cast.candidates):
        for place in candidate.places:
            found.setdefault(place.sentence, []).append(Stand(index, place))
    return {
        i: tuple(sorted(s, key=lambda each: (each.place.first, -each.place.last))) for i, s in found.items()
    }


def _governors(cast: Cast, sentence: int, stands: Sequence[Stand]) -> tuple[Governor, ...]:
    words = cast.sentences[sentence].words
    telling = [each for each in cast.subjects[sentence] if not _is_nobody(each, words)]
    out = [_governor(subject, stands, words) for subject in telling]
    known = {each.verb for each in out}
    for stand in stands:
        verb = stand.place.right.verb
        if verb is not None and verb not in known and _is_name(stand) and not stand.place.suffix:
            out.append(Governor(verb, "name", stand.candidate, stand.place.first))
    return tuple(sorted(out, key=lambda each: each.verb))


def _is_nobody(subject: Subject, words: Sequence[str]) -> bool:
    """Whether "it" is nobody: "it is possible to"."""
    follows = words[subject.verb + 1 : subject.verb + 3]
    return subject.kind is SubjectKind.IT and any(word in ("possible", "feasible") for word in follows)


def _governor(subject: Subject, stands: Sequence[Stand], words: Sequence[str]) -> Governor:
    """The subject with the candidate that its words are."""
    kind = subject.kind
    chosen, name = None, kind.value
    if kind is SubjectKind.RELATIVE:
        chosen = _antecedent(subject, stands)
        name = "name" if chosen else name
    elif kind not in _NAMELESS:
        chosen, name = _head(subject, stands, words)
    if chosen is None:
        return Governor(subject.verb, kind.value, None, subject.first)
    group = _group(chosen, stands, subject) if name == "name" else ()
    return Governor(subject.verb, name, chosen.candidate, subject.first, group)


_NAMELESS = (SubjectKind.WE, SubjectKind.IT, SubjectKind.META)


def _head(subject: Subject, stands: Sequence[Stand], words: Sequence[str]) -> tuple[Stand | None, str]:
    """The stand that the subject's words are, and what kind of words that makes them.

    That is a name given to the subject, a name in its first noun phrase, a description that is all of it,
    or a name behind.
    """
    kind = subject.kind
    inside = [s for s in stands if subject.first <= s.place.first and s.place.last <= subject.last]
    named = [s for s in inside if _is_name(s)]
    free = [s for s in named if not s.place.suffix]
    first = [s for s in free if s.place.last <= subject.head]
    of = [s for s in free if s.place.left.cue == "of"]
    near = [s for s in of if s.place.first - subject.head <= _NEAR_OF]
    near = [s for s in near if not _qualifies(s, words)]
    if near and kind in (SubjectKind.PHRASE, SubjectKind.OTHERS) and not first:
        return near[0], "name"
    behind = of if kind is SubjectKind.MEASURE else [] if kind is SubjectKind.OWN else free
    whole = [s for s in inside if not _is_name(s) and s.place.first <= subject.head <= _end(s, words)]
    made = [s for s in named if s.place.suffix in _MAKING and s.place.first <= subject.first + 1]
    ranked = (
        (_called(subject, stands, words), "name"),
        (made[:1], "made"),
        (first[-1:], "name"),
        (whole[-1:], "others" if kind is SubjectKind.OTHERS else "phrase"),
        (behind[:1], "with-name"),
    )
    for found, name in ranked:
        if found:
            return found[0], "measure-of" if kind is SubjectKind.MEASURE else name
    return None, kind.value


def _end(stand: Stand, words: Sequence[str]) -> int:
    """The token after the description and the empty nouns behind it ("encoder-decoder architectures")."""
    last = stand.place.last
    while last < len(words) and words[last].casefold() in phrases.EMPTY:
        last += 1
    return last


def _qualifies(stand: Stand, words: Sequence[str]) -> bool:
    """Whether the name only says of another one what it was made with ("ImageNet pretrained ResNet-50")."""
    last = stand.place.last
    return any(word.casefold() in _MADE for word in words[last : last + 2]) or _is_part(
        words[last : last + 1]
    )


def _is_part(behind: Sequence[str]) -> bool:
    """Whether the word behind a name is that of many parts, and not of systems: "Gabor convolutions"."""
    word = behind[0] if behind else ""
    return word.islower() and word.endswith(("ions", "ters", "yers", "ings", "ures")) and word not in _WHOLES


_WHOLES = word_set(
    "architectures adapters transformers solutions versions variations implementations settings"
)


def _called(subject: Subject, stands: Sequence[Stand], words: Sequence[str]) -> list[Stand]:
    """The name between subject and verb: "our model, called X, achieves", "all models (X, Y) achieve"."""
    between = [s for s in stands if subject.last <= s.place.first < subject.verb]
    called = [s for s in between if s.place.left.cue == "called"]
    if called or subject.kind is not SubjectKind.OTHERS or words[subject.last] != "(":
        return called[-1:]
    return [s for s in between if _is_name(s) and s.place.first == subject.last + 1][:1]


def _group(chosen: Stand, stands: Sequence[Stand], subject: Subject) -> tuple[int, ...]:
    """The candidates of the list that the chosen name stands in; nothing where it stands alone."""
    start = chosen.place.first if chosen.place.first >= subject.last else subject.first
    within = [s for s in stands if start <= s.place.first < subject.verb and not s.place.suffix]
    return next((tuple(s.candidate for s in run) for run in lists(within) if chosen in run), ())


def lists(stands: Sequence[Stand]) -> list[list[Stand]]:
    """Lists of two names and more ("A, B and C"), a name counted once."""
    runs: list[list[Stand]] = []
    for each in stands:
        if not _is_name(each):
            continue
        if each.place.listed and runs:
            runs[-1].append(each)
        else:
            runs.append([each])
    once = [list({x.candidate: x for x in run}.values()) for run in runs]
    return [run for run in once if len(run) > 1]


def _antecedent(subject: Subject, stands: Sequence[Stand]) -> Stand | None:
    """The name that "which" or "that" stands for: right before it, or described ("X, a codec that")."""
    for stand in reversed(stands):
        gap = subject.first - stand.place.last
        if _is_name(stand) and 0 <= gap <= _NEAR and (gap <= 1 or stand.place.right.description):
            return None if _is_served(stand) else stand
    return None


def _is_served(stand: Stand) -> bool:
    """Whether the name is what another thing is for, which the clause is about: "a framework for X that"."""
    left = stand.place.left
    return left.cue == "for" and left.far == 0 and not left.comma


_MAKING = word_set("-trained -generated -tuned -finetuned -equipped -powered")
_MADE = word_set("pretrained pre-trained trained finetuned fine-tuned")
_NEAR = 16
_NEAR_OF = 3


def _is_name(stand: Stand) -> bool:
    return stand.place.role in ("name", "defined")


def aligned(layout: Layout, position: int, stands: Sequence[Stand]) -> dict[int, str]:
    """Candidates that stand in a list of as many names as the number's list has numbers, at its position.

    The value says on which side of the numbers the list of names stands.
    """
    spot = layout.places[position]
    if spot.size < 2:
        return {}
    free = [
        s
        for s in stands
        if _is_name(s) and (s.place.last <= spot.run_first or s.place.first >= spot.run_after)
    ]
    found: dict[int, str] = {}
    runs = series(layout.sentence, [(s.place.first, s.place.last) for s in free])
    for run in runs:
        if len(run) == spot.size:
            stand = free[run[spot.position]]
            found[stand.candidate] = "before" if stand.place.last <= spot.run_first else "after"
    return found


def bracketed(layout: Layout, spot: Spot, stands: Sequence[Stand]) -> int | None:
    """The candidate right before the bracket that the number stands in ("X (81.0%)"), else None."""
    words = layout.sentence.words
    opening = next((i for i in range(spot.first - 1, max(spot.first - 12, -1), -1) if words[i] in "()"), None)
    if opening is None or words[opening] != "(":
        return None
    near = [s for s in stands if _is_name(s) and s.place.last <= opening and opening - s.place.last <= 2]
    return max(near, key=lambda s: (s.place.last, s.place.last - s.place.first)).candidate if near else None
