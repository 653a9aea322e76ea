"""What a title says of data sets: which name it leads with, and whether the paper is about one."""

from dataclasses import dataclass
from functools import lru_cache

from extraction.context import Context
from extraction.keys import key
from extraction.linking.clauses import analyse
from extraction.mentions.words import WORDS


@dataclass(frozen=True, slots=True)
class Title:
    """The comparison key of the name before the colon ("" without one), and what the paper is about.

    `about` is "data" for "X: a benchmark for Y" and "the X dataset", "test" for "benchmarking Y", else "".
    """

    lead: str
    about: str
    text: str

    def role(self, name: str) -> str:
        """What the title says of the name; "" where it doesn't have it."""
        if key(name) == self.lead:
            return f"lead {self.about}"
        return f"inside {self.about}" if f" {name.casefold()} " in self.text else ""


def titled(context: Context) -> Title:
    """The title of the document."""
    return _titled(context.title.clean)


@lru_cache(maxsize=512)
def _titled(title: str) -> Title:
    lead, colon, rest = title.partition(":")
    sentence = analyse(rest if colon else title)
    lowers = sentence.lowers
    head = next((i for i, word in enumerate(lowers) if i and word in _ENDS), len(lowers))
    about = ""
    if any(WORDS.naming.get(word) == "data" and word != "benchmarking" for word in lowers[:head]):
        about = "data"
    elif any(word.startswith(_TESTS) for word in lowers):
        about = "test"
    elif any(WORDS.naming.get(word) == "data" for word in lowers):
        about = "data later"
    text = " " + " ".join(analyse(title).lowers) + " "
    return Title(key(lead) if colon else "", about, text)


_ENDS = frozenset("for of to in on with from via by towards through using".split())
_TESTS = ("benchmarking", "evaluating", "assessing", "measuring", "probing", "testing", "do ", "can ", "how")
