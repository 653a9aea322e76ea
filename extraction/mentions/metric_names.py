"""What a document itself says of short names: which are measures by their long form, which its own system."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from extraction.context import Context
from extraction.keys import key
from extraction.linking.clauses import analyse
from extraction.mentions import acronyms
from extraction.mentions.metrics import Phrase, family_of


@dataclass(frozen=True, slots=True)
class Told:
    """The families of measures defined in the text by their short form, and the names of what is proposed."""

    families: Mapping[str, str]
    own: frozenset[str]

    @classmethod
    def by(cls, context: Context) -> "Told":
        """What this document says."""
        sentences = [analyse(context.text.clean[span.start : span.end]) for span in context.sentences]
        heads = {key(found.short): found.long.rpartition(" ")[2] for found in acronyms.find(sentences)}
        families = {short: family for short, head in heads.items() if (family := family_of(head))}
        return cls(families, frozenset(_own(context)) - families.keys())

    def completed(self, phrase: Phrase) -> Phrase:
        """The phrase with the family that its long form tells, where no list knows one."""
        if phrase.family is not None:
            return phrase
        return replace(phrase, family=self.families.get(key(phrase.name.rpartition(" ")[2])))

    def is_own(self, phrase: Phrase) -> bool:
        """Whether the words are the name of what the paper proposes, and so no measure."""
        return phrase.family is None and key(phrase.name) in self.own


def _own(context: Context) -> set[str]:
    """The name before the title's colon, and the names that the text says it proposes."""
    lead, colon, _ = context.title.clean.partition(":")
    found = {key(match[1]) for match in _PROPOSED.finditer(context.text.clean)}
    return found | ({key(lead)} if colon and " " not in lead.strip() else set())


_PROPOSED = re.compile(
    r"\b(?:propos|introduc|present|develop)(?:e|es|ed|ing)? (?:an? |the )?"
    r"([A-Z][\w+-]*[A-Z][\w+-]*)(?=[ ,(:])"
)
