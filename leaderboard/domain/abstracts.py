"""When two abstracts are the same text."""

from hashlib import sha256

from leaderboard.domain import names

_DROPPED_ASCII = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())


def abstract_key(abstract: str) -> str:
    """A digest (64 hexadecimal digits) that is equal for abstracts with the same letters and digits.

    Case, white space and punctuation do not count, so that copies from two sites meet.
    """
    return sha256(_letters(abstract).encode("utf-8", "surrogatepass")).hexdigest()


def _letters(abstract: str) -> str:
    """What `names.letters` gives, ten times as fast for plain ASCII, which most abstracts are."""
    return abstract.lower().translate(_DROPPED_ASCII) if abstract.isascii() else names.letters(abstract)
