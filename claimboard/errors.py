"""What can go wrong when a Claimboard is asked; each with a code that programs can rely on."""

from enum import IntEnum, StrEnum


class Code(StrEnum):
    """Stays the same for ever."""

    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class Exit(IntEnum):
    """What the command line ends with."""

    FINE = 0
    REFUSED = 1
    WRONG_USE = 2
    NOT_FOUND = 3
    AMBIGUOUS = 4
    UNREACHABLE = 5


class ClaimboardError(Exception):
    """An answer that is none: a code, a sentence, and names that may be meant instead."""

    def __init__(self, code: Code, message: str, *, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestions = suggestions

    @property
    def exit(self) -> Exit:
        """The exit code of the command line."""
        return Exit[self.code.name]
