"""What may stand in a log: addresses that open something by themselves are cut short."""

import logging
import re

_OPENING = re.compile(r"(/(?:authors|confirm)/)[^/\s?]+")


class WithoutTokens(logging.Filter):
    """Lets every record pass, without the tokens of the addresses in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True; the record's words are changed where they hold such an address."""
        message = record.getMessage()
        cut = _OPENING.sub(r"\1…", message)
        if cut != message:
            record.msg, record.args = cut, ()
        return True
