"""Text files with one paper a paragraph, each begun with "Abstract:"; no titles, no dates."""

import re
from collections.abc import Iterator

from leaderboard.sources.content import Content
from leaderboard.sources.records import Entry, PaperRecord

LABEL = re.compile(r"^[ \t]*Abstract[ \t]*:[ \t]*", re.IGNORECASE | re.MULTILINE)


def parse(content: Content) -> Iterator[Entry]:
    """The abstracts of a file in their order; an abstract goes on until the next label."""
    text = content.text().replace("\r\n", "\n")
    labels = list(LABEL.finditer(text))
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for number, (label, end) in enumerate(zip(labels, ends, strict=True)):
        yield PaperRecord(
            abstract=text[label.end() : end].strip(),
            source=f"page:{content.file_name}#{number:03d}",
            place=f"line {text.count(chr(10), 0, label.start()) + 1}",
        )


def looks_like(head: str) -> bool:
    """Whether the first words of a text are the label."""
    return LABEL.match(head.lstrip()) is not None
