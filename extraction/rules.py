"""What read each part of a claim: a closed set of rules, one for each part, in codes and in plain words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Part(StrEnum):
    """A part of a claim that is read by itself."""

    NUMBER = "number"
    METRIC = "metric"
    BENCHMARK = "benchmark"
    SYSTEM = "system"


class Rule(StrEnum):
    """Where a part's reading came from: the part, a colon, and the form or the place that decided."""

    NUMBER_PERCENT = "number:percent"
    NUMBER_POINTS = "number:points"
    NUMBER_FACTOR = "number:factor"
    NUMBER_UNIT = "number:unit"
    NUMBER_BARE = "number:bare"
    NUMBER_LENT = "number:lent"
    NUMBER_RANGE = "number:range"
    NUMBER_MOVE = "number:move"
    NUMBER_WORDS = "number:words"
    NUMBER_RATIO = "number:ratio"

    METRIC_BESIDE = "metric:beside"
    METRIC_LISTED = "metric:listed"
    METRIC_SENTENCE = "metric:sentence"
    METRIC_WORDS = "metric:words"
    METRIC_IMPLIED = "metric:implied"
    METRIC_UNIT = "metric:unit"
    METRIC_CARRIED = "metric:carried"
    METRIC_MODEL = "metric:model"
    METRIC_NONE = "metric:none"

    BENCHMARK_KNOWN = "benchmark:known"
    BENCHMARK_FORM = "benchmark:form"
    BENCHMARK_LISTED = "benchmark:listed"
    BENCHMARK_SEVERAL = "benchmark:several"
    BENCHMARK_CARRIED = "benchmark:carried"
    BENCHMARK_MODEL = "benchmark:model"
    BENCHMARK_NONE = "benchmark:none"

    SYSTEM_SUBJECT = "system:subject"
    SYSTEM_GROUP = "system:group"
    SYSTEM_LISTED = "system:listed"
    SYSTEM_OWNER = "system:owner"
    SYSTEM_LABEL = "system:label"
    SYSTEM_ELLIPTIC = "system:elliptic"
    SYSTEM_COMPARED = "system:compared"
    SYSTEM_PRESENTED = "system:presented"
    SYSTEM_PEOPLE = "system:people"
    SYSTEM_PHRASE = "system:phrase"
    SYSTEM_OWN = "system:own"
    SYSTEM_TITLE = "system:title"
    SYSTEM_WEIGHED = "system:weighed"
    SYSTEM_MODEL = "system:model"
    SYSTEM_NONE = "system:none"

    @property
    def part(self) -> Part:
        """The part of the claim that the rule reads."""
        return Part(self.partition(":")[0])

    @property
    def words(self) -> str:
        """The rule in plain words, to stand behind the name of its part."""
        return MEANINGS[self]


MEANINGS: Mapping[Rule, str] = {
    Rule.NUMBER_PERCENT: "a percentage",
    Rule.NUMBER_POINTS: "in points",
    Rule.NUMBER_FACTOR: "a factor (“3.2x”, “by a factor of 4”)",
    Rule.NUMBER_UNIT: "with a unit (“12 ms”, “$4”)",
    Rule.NUMBER_BARE: "without a unit",
    Rule.NUMBER_LENT: "with the unit of the next number of its list (the 16 of “16 and 21 points”)",
    Rule.NUMBER_RANGE: "a range (“3 to 5%”)",
    Rule.NUMBER_MOVE: "an end of a move (“from 61 to 64”)",
    Rule.NUMBER_WORDS: "in words (“twice”, “half”, “three times”)",
    Rule.NUMBER_RATIO: "a written fraction (“1/8”)",
    Rule.METRIC_BESIDE: "known, beside the number (“an accuracy of 92”)",
    Rule.METRIC_LISTED: "known, at the number’s place in a list (“F1 and recall of 92 and 95”)",
    Rule.METRIC_SENTENCE: "known, elsewhere in the sentence",
    Rule.METRIC_WORDS: "words of the sentence that no list knows",
    Rule.METRIC_IMPLIED: "implied by a word (“faster”, “cheaper”)",
    Rule.METRIC_UNIT: "implied by the unit (“12 GB”)",
    Rule.METRIC_CARRIED: "carried from an earlier sentence",
    Rule.METRIC_MODEL: "named by a language model",
    Rule.METRIC_NONE: "none",
    Rule.BENCHMARK_KNOWN: "known, in the sentence",
    Rule.BENCHMARK_FORM: "found by its form, in no list",
    Rule.BENCHMARK_LISTED: "at the number’s place in a list (“92 and 95 on A and B”)",
    Rule.BENCHMARK_SEVERAL: "several, as one list",
    Rule.BENCHMARK_CARRIED: "carried from another sentence",
    Rule.BENCHMARK_MODEL: "named by a language model",
    Rule.BENCHMARK_NONE: "none",
    Rule.SYSTEM_SUBJECT: "the subject of the number’s verb (“X reaches 92”)",
    Rule.SYSTEM_GROUP: "all names of a list that is the subject",
    Rule.SYSTEM_LISTED: "at the number’s place in a list (“92 and 95 for X and Y”)",
    Rule.SYSTEM_OWNER: "told as the owner (“92 for X”, “by X”, “X, whose error is 3”)",
    Rule.SYSTEM_LABEL: "a label or a bracket (“X: 92”, “X (92)”)",
    Rule.SYSTEM_ELLIPTIC: "with the verb of an earlier name (“and X in 5 ms”)",
    Rule.SYSTEM_COMPARED: "what is compared with or changed (“improves X from 3”)",
    Rule.SYSTEM_PRESENTED: "presented as the best or as the means (“the best model is X”)",
    Rule.SYSTEM_PEOPLE: "people",
    Rule.SYSTEM_PHRASE: "a description without a name",
    Rule.SYSTEM_OWN: "the paper’s own, which the sentence doesn’t name as the number’s",
    Rule.SYSTEM_TITLE: "the paper’s own, named in the title only",
    Rule.SYSTEM_WEIGHED: "by learned weights, against the rules of the sentence",
    Rule.SYSTEM_MODEL: "named by a language model",
    Rule.SYSTEM_NONE: "none",
}
"""Every rule in plain words: the one table of what the codes mean."""


def of_part(part: Part) -> tuple[Rule, ...]:
    """The rules that read the part, in the order of the table."""
    return tuple(rule for rule in Rule if rule.part is part)


def known(codes: Iterable[str]) -> tuple[Rule, ...]:
    """The codes as rules; those that no rule has (any more) are left out."""
    return tuple(Rule(code) for code in codes if code in _CODES)


_CODES = frozenset(rule.value for rule in Rule)
