"""Names of data sets that a number's own words keep it apart from, though no other name is offered.

An item of a list that is cut by semicolons, an average over several sets, a set or task told without a name:
what such a number is on is not what another sentence, or another item, is about.
"""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet

from extraction.linking.features import Layout
from extraction.mentions.benchmarks import Place
from extraction.mentions.data_cues import DATA_NOUN
from extraction.vocabulary import words


def of_other_item(place: Place, layout: Layout, position: int) -> bool:
    """Whether the name stands in another item than the number: "92% on mazes; 81% on CIFAR-100"."""
    lowers, number = layout.sentence.lowers, layout.places[position]
    if ";" not in lowers or place.first < layout.places[0].first:
        return False
    return _item(lowers, number.first) != _item(lowers, place.first)


def is_means(place: Place, layout: Layout) -> bool:
    """Whether the name is what was trained with, where the sets tested on are counted: "tuning with X"."""
    return not _MEANS.isdisjoint(place.cues) and counts(layout)


def of_average(scope: str, layout: Layout, position: int) -> bool:
    """Whether the number is an average over counted sets, and the name, in this scope, is not tied to it."""
    sentence, number = layout.sentence, layout.places[position]
    near = sentence.lowers[max(number.first - _AHEAD, 0) : number.after + _NEAR]
    return scope not in _TIED and not _AVERAGE.isdisjoint(near) and counts(layout)


def given_away(place: Place, layout: Layout, position: int, here: Sequence[Place]) -> bool:
    """Whether the name has its number before this one, which has its own: "3 on A, and 4 and 5 on B"."""
    lowers, number = layout.sentence.lowers, layout.places[position]
    if place.last > number.first or lowers[place.first - 1] != "on" or layout.places[0].first > place.first:
        return False
    behind = [other for other in here if other.first >= number.last and lowers[other.first - 1] == "on"]
    between = lowers[place.last : behind[0].first] if behind else (".",)
    return _STOPS_LIST.isdisjoint(between) and "," in between[:1]


def leads_next(place: Place, layout: Layout, position: int, here: Sequence[Place]) -> bool:
    """Whether the name and the number stand on two sides of a clause that opens with a set of its own.

    In "On X, it reaches 3, and on Y, it reaches 4" Y is not of 3, and X not of 4.
    """
    number = layout.places[position]
    if place.first >= number.last:
        return layout.places[-1].first >= place.last and _opens(place, layout.sentence.lowers, number.last)
    between = [other for other in here if place.last <= other.first and other.last <= number.first]
    return any(_opens(other, layout.sentence.lowers, place.last) for other in between)


def _opens(place: Place, lowers: Sequence[str], after: int) -> bool:
    """Whether the name opens a clause behind that token: ", and on the Y dataset"."""
    at = next((i for i in range(place.first - 1, max(place.first - _LONGEST, 0), -1) if lowers[i] == "on"), 0)
    return at > after and lowers[at - 1] in _OPENS and lowers[at - 2] in (",", ";")


def modifies_other(place: Place, layout: Layout, position: int) -> bool:
    """Whether the name stands between another number and what that measures: "82.2% ImageNet accuracy"."""
    own, lowers = layout.places[position], layout.sentence.lowers
    held = any(each.after == place.first and each.run != own.run for each in layout.places)
    return held and lowers[place.last : place.last + 1] not in ((), (",",), ("and",), (".",), (")",))


def relates(layout: Layout, position: int) -> bool:
    """Whether the number says how gains or rankings go together: a finding, and no result on a set."""
    lowers, number = layout.sentence.lowers, layout.places[position]
    near = lowers[max(number.first - _NEAR, 0) : number.first]
    return (
        not _CORRELATION.isdisjoint(near)
        and not _RELATES.isdisjoint(lowers)
        and not _RELATED.isdisjoint(lowers[: number.first])
    )


def on_its_own(layout: Layout, position: int, named: AbstractSet[int]) -> bool:
    """Whether its clause says without a name what it is on: "on gated test sets", "on long-horizon tasks".

    Words that point back ("on this dataset", "on the test set") say nothing new. `named` are the tokens of
    names in the sentence.
    """
    lowers, number = layout.sentence.lowers, layout.places[position]
    behind = _phrase_behind(layout, position)
    if behind is not None:
        return not named & set(behind) and _is_new(lowers, behind)
    if _on_one(layout, position, named):
        return True
    start = _item_start(lowers, number.run_first)
    ahead = _phrase(lowers, start, layout)
    return ahead is not None and not named & set(ahead) and _is_new(lowers, ahead)


def _on_one(layout: Layout, position: int, named: AbstractSet[int]) -> bool:
    """Whether a set without a name is told before the number: "tests on an annotated clinical cohort"."""
    lowers = layout.sentence.lowers
    if _ONE.isdisjoint(lowers):
        return False
    for at in range(layout.places[position].first - 3):
        if lowers[at] in _ON and lowers[at + 1] in ("a", "an"):
            for end in range(at + 2, min(at + 2 + _LONGEST, layout.places[position].first)):
                if lowers[end] in _ENDS or end in named:
                    break
                if lowers[end] in _ONE:
                    own = [word for word in lowers[at + 2 : end] if word not in _GENERAL]
                    return len(own) > 1 and not named & {end + 1, end + 2, end + 3}
    return False


def _item(lowers: Sequence[str], at: int) -> int:
    return lowers[:at].count(";")


def _item_start(lowers: Sequence[str], at: int) -> int:
    start = max((i + 1 for i in range(at) if lowers[i] == ";"), default=0)
    return start + (lowers[start : start + 1] in (("and",), ("while",), ("whereas",)))


def counts(layout: Layout) -> bool:
    """Whether the sentence counts sets or tasks without naming one behind: "across 10 benchmarks"."""
    lowers, spelled = layout.sentence.lowers, layout.sentence.words
    if _MANY.isdisjoint(lowers):
        return False
    measured = {token for place in layout.places for token in range(place.first, place.last)}
    for at in range(1, len(lowers)):
        if lowers[at] in _MANY:
            count = next((i for i in range(at - 1, max(at - _NEAR, 0) - 1, -1) if lowers[i] in _COUNTS), -1)
            plain = count >= 0 and count not in measured
            if (
                plain
                and all(map(str.islower, spelled[count + 1 : at]))
                and not _is_told(layout, at, measured)
            ):
                return True
    return False


def _is_told(layout: Layout, at: int, measured: Collection[int]) -> bool:
    """Whether the sets counted there are named behind: "two benchmarks (", "three tasks of"."""
    behind, named = layout.sentence.lowers[at + 1 : at + 2], layout.sentence.words[at + 2 : at + 3]
    if behind == (",",):
        return bool(named) and not named[0].islower() and layout.sentence.lowers[at + 3] in (",", "and")
    return behind in ((":",), ("of",), ("from",), ("in",)) or (behind == ("(",) and at + 2 not in measured)


def _phrase_behind(layout: Layout, position: int) -> range | None:
    """The tokens of the first phrase behind the number that a preposition opens, before the next number."""
    lowers, places = layout.sentence.lowers, layout.places
    stop = places[position + 1].first if position + 1 < len(places) else len(lowers)
    for at in range(places[position].after, min(places[position].after + _REACH, stop)):
        if lowers[at] in _STOPS:
            return None
        if lowers[at] in _ON:
            return _phrase(lowers, at, layout)
    return None


def _phrase(lowers: Sequence[str], at: int, layout: Layout) -> range | None:
    """The tokens behind the preposition at this place, up to its noun of data; None where there is none."""
    if lowers[at : at + 1] == () or lowers[at] not in _ON:
        return None
    if _NOUNS.isdisjoint(lowers[at + 1 : at + 2 + _LONGEST]):
        return None
    numbers = {token for place in layout.places for token in range(place.first, place.last)}
    end = at + 1
    while end < min(at + 2 + _LONGEST, len(lowers)) and end not in numbers and lowers[end] not in _ENDS:
        end += 1
        if lowers[end - 1] in _NOUNS and (end == len(lowers) or lowers[end] not in _NOUNS):
            return range(at + 1, end)
    return None


def _is_new(lowers: Sequence[str], phrase: range) -> bool:
    """Whether the phrase has words of its own, enough to say what is meant, and none that points back."""
    words_ = [lowers[at] for at in phrase]
    if not _BACK.isdisjoint(words_) or (words_[0] == "the" and words_[-1] not in _TESTS):
        return False
    own = [word for word in words_ if word not in _GENERAL and word not in _NOUNS]
    return all(word.replace("-", "").isalpha() for word in own) and len(own) >= _least(words_)


def _least(phrase: Sequence[str]) -> int:
    """Words of its own that such a phrase needs: tasks are what a data set is of, so they need more."""
    return 1 if phrase[-1] in _TESTS else 2


_MEANS = frozenset(["train with", "tune with", "train using"])
_TIED = frozenset(["aligned", "adjacent", "after tight", "before tight"])
_OPENS = words("and while whereas but")
_STOPS_LIST = words("; : . while whereas but which that")
_CORRELATION = words("spearman pearson kendall rho ρ r tau τ")
_RELATES = words("correlate correlates correlated diverge diverges")
_RELATED = words("gains rankings ranking improvements")
_ONE = words("cohort dataset corpus testbed collection")
_AHEAD = 14
_NEAR = 4
_REACH = 6
_LONGEST = 7
_AVERAGE = words("average averaged averages averaging mean overall")
_ON = words("on in across for over")
_STOPS = words(", ; : . ( ) while whereas but and which that using with compared over than when under")
_ENDS = words(", ; : . ( ) while whereas but which that using with compared than when under by is are on of")
_MANY = words("benchmarks datasets tasks corpora suites sets")
_COUNTS = words(
    """two three four five six seven eight nine ten eleven twelve several multiple various many diverse
    different numerous all 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 25 30 35 40 50 100"""
)
_TESTS = words("sets testsets cohorts scans datasets corpora")
_NOUNS = _TESTS | words("tasks") | {noun for noun in DATA_NOUN if noun.endswith("s")}
_BACK = words("this these those that both same our its their such all each every respective corresponding")
_GENERAL = words(
    """the a an test testing validation training evaluation held-out benchmark public standard popular real
    challenging different various diverse multiple several many other further additional large small
    large-scale new novel widely used widely-used well-known downstream unseen existing common two three four
    five six seven eight nine ten most more very highly available publicly established and or"""
)
