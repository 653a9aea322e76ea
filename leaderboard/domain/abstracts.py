"""When two abstracts are the same text."""

import unicodedata
from hashlib import sha256

_DROPPED_ASCII = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())


def abstract_key(abstract: str) -> str:
    """A digest (64 hexadecimal digits) that is equal for abstracts with the same letters and digits.

    Case, white space, punctuation and signs do not count, so that copies from two sites meet.
    """
    return sha256(_letters(abstract).encode("utf-8", "surrogatepass")).hexdigest()


def _letters(abstract: str) -> str:
    """The folded letters and digits; plain ASCII, which most abstracts are, takes a tenth of the time."""
    if abstract.isascii():
        return abstract.lower().translate(_DROPPED_ASCII)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", abstract).casefold())
    return "".join(filter(str.isalnum, folded))
