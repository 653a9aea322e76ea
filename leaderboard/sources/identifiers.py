"""arXiv numbers and DOIs as sources write them, brought to one form."""

import re

_ARXIV = re.compile(
    r"(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|oai:arxiv\.org:|arxiv:)?"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?\Z",
    re.ASCII | re.IGNORECASE,
)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_DOI_OF_ARXIV = "10.48550/arxiv."


def arxiv_id(text: str) -> str | None:
    """The arXiv number without its version, out of a number, link or OAI identifier; None if it is none."""
    text = text.strip()
    if text.lower().startswith(_DOI_OF_ARXIV):
        text = text[len(_DOI_OF_ARXIV) :]
    match = _ARXIV.match(text)
    return match["id"] if match else None


def doi(text: str) -> str | None:
    """The DOI in lower case, which is how DOIs compare; None if the text is none.

    Where a field holds several DOIs, the first one counts.
    """
    words = text.split()
    match = _DOI.match("".join(words[:2]) if words and words[0].lower() == "doi:" else (words or [""])[0])
    return match["doi"].lower() if match else None


def arxiv_url(number: str | None) -> str:
    """The address of a paper's page on arXiv, "" when there is no number."""
    return f"https://arxiv.org/abs/{number}" if number else ""
