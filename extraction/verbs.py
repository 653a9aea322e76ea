"""What the verb before a percentage makes of it: how much was done, where something is kept, what is gone.

The words come in lower case, on both sides the nearest to the number first.
"""

from itertools import pairwise

from extraction.vocabulary import BETTERMENT, WORSENING, word_class, words

LIGHT = words(
    """up over about around roughly approximately nearly almost at least most more less as much high low
    only just merely even a an the average maximum mean ~ $ [ + > < ≥ ≤ additional absolute relative
    impressive significant remarkable another total further under reaching exceeding well possible
    notable substantial considerable consistent overall respectively # % x points point percent to
    peaking respective up-to than"""
)
"""Words that may stand between a verb and its number."""


def is_solved(left: list[str]) -> bool:
    """Whether the number is how much was done of all there was to do ("solves 31.5% of the tasks")."""
    return _verb(left[:4]) in _SOLVES


def is_held(left: list[str]) -> bool:
    """Whether the number is where something is kept ("keeps the overhead at about 2%")."""
    at = next((place for place, word in enumerate(left[:3]) if word not in LIGHT), 0)
    return left[at : at + 1] == ["at"] and any(word_class(word) == "retain" for word in left[at + 1 : at + 6])


def taking_away(left: list[str]) -> str:
    """The verb by which the number is how much is gone ("removes 10% of the entries"); empty: none is."""
    verb = _verb([word for word in left[:5] if word != "on"])
    return verb if word_class(verb) == "downverb" else ""


def taken_away(right: list[str]) -> str:
    """The word by which what follows the number is gone ("60% of the tokens removed"); empty: none is."""
    for word, following in pairwise([*right[1:8], "."]):
        if word in _PHRASE_END:
            return ""
        if word in _TAKEN and following not in ("to", "from"):
            return "reduction"
    return ""


def is_of_peak(right: list[str]) -> bool:
    """Whether the number is a use made of what a machine can do: "52% of theoretical peak"."""
    if right[:1] != ["of"]:
        return False
    for word, following in pairwise([*right[1:7], "."]):
        if word in _PHRASE_END:
            return False
        if word in ("theoretical", "roofline") or (word == "peak" and following in _PEAKS):
            return True
    return False


def betters(word: str) -> bool | None:
    """Whether the word of change says that it got better or worse; None: it says which way it moved."""
    if word in _FASTER or word in BETTERMENT:
        return True
    return False if word in _SLOWER or word in WORSENING else None


def _verb(left: list[str]) -> str:
    return next((word for word in left if word not in LIGHT), "")


_SOLVES = words(
    """passes pass passed solves solve solved completes complete completed resolves resolve resolved accepts
    accept accepted answers answer answered fixes fix fixed"""
)
_TAKEN = words("pruned removed discarded eliminated dropped skipped")
_PHRASE_END = words(
    ", ; : . ( ) and or but on in for with while when by at from under than across is are which"
)
_PEAKS = _PHRASE_END | words("performance flops flop/s tflops throughput bandwidth fp16 bf16 fp8 hardware")
_FASTER = words(
    """faster quicker speedup speedups speed-up speed-ups acceleration accelerations accelerate accelerates
    accelerated accelerating speeds speeding speed"""
)
_SLOWER = words("slower slowdown slowdowns slow-down")
