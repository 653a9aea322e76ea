"""Which class of measure a number's clause speaks of: a percentage, an error, a cost ..."""

from collections.abc import Sequence

from extraction.vocabulary import CHANGES, MEASURES, word_class, words

CLAUSE_END = frozenset(";:.!?")
HEAD_STOP = words(
    """, ; : . ( ) and or of on in for over to with while when by at from under than across using is are"""
)
_PHRASE_STOP = words(", ; : . ( ) and or over on with while when by compared than")
_CHANGE_STOP = CLAUSE_END | {"while", "with", ","}


def near(left: Sequence[str], right: Sequence[str]) -> str:
    """The class of the word for what is measured, empty where no word near tells; `left` nearest first.

    The number's noun phrase comes first ("2% accuracy gain"), then what follows it ("gain in accuracy"),
    then what stands between it and its verb ("improves accuracy by 2%"), then anything near.
    """
    return (
        _last(right[:6], HEAD_STOP)
        or _last(_after_in(right), _PHRASE_STOP)
        or _first(left[:12], _CHANGE_STOP)
        or _first(left[:8], CLAUSE_END)
        or _first(right[:9], CLAUSE_END)
    )


def _last(phrase: Sequence[str], stops: frozenset[str]) -> str:
    """The class of the last measure of a phrase: "inference speed" is a speed."""
    found = ""
    for place, word in enumerate(phrase):
        if word in stops:
            break
        group = _class(word, phrase[place - 1] if place else "")
        found = group if group in MEASURES else found
    return found


def _class(word: str, before: str) -> str | None:
    """The class of a word; a bare "rate" or "score" is what the word before it makes of it."""
    if word in _RATES:
        group = word_class(before)
        return group if group in MEASURES else "vague"
    return word_class(word)


_RATES = words("rate rates score scores")


def _after_in(right: Sequence[str]) -> Sequence[str]:
    """The words after "in" or "of", where that is the first small word after the number's own phrase."""
    for place, word in enumerate(right[:6]):
        if word in ("in", "of", "on"):
            return right[place + 1 : place + 7]
        if word in HEAD_STOP:
            return ()
    return ()


def _first(phrase: Sequence[str], stops: frozenset[str]) -> str:
    for place, word in enumerate(phrase):
        if word in stops:
            return ""
        group = _class(word, phrase[place + 1] if place + 1 < len(phrase) else "")
        if group in MEASURES:
            return group
        if stops is _CHANGE_STOP and (group in CHANGES or group == "reach"):
            return ""
    return ""
