"""What the engine takes and gives: frozen values, offsets in Unicode code points of the original text."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from extraction.rules import Rule


class Kind(StrEnum):
    """What a number is to its quantity; numbers of different kinds never share a column."""

    ABSOLUTE = "absolute"
    DIFFERENCE = "difference"
    PERCENT_CHANGE = "percent_change"
    FACTOR = "factor"
    FRACTION = "fraction"


class Direction(StrEnum):
    """The way the named metric moves; an absolute value has none."""

    UP = "up"
    DOWN = "down"


class Role(StrEnum):
    """Whose number it is: the paper's own result, or that of the thing compared with."""

    RESULT = "result"
    REFERENCE = "reference"


class Bound(StrEnum):
    """What the words around the number say about its exactness ("up to 7.8x" is AT_MOST)."""

    EXACT = "exact"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOUT = "about"


class Reason(StrEnum):
    """Why a number in the text is no claim; one function in `filters` for each."""

    YEAR = "year"
    CITATION = "citation"
    VERSION = "version"
    ENUMERATION = "enumeration"
    PART_OF_NAME = "part_of_name"
    MODEL_SIZE = "model_size"
    DATA_SIZE = "data_size"
    RESOLUTION = "resolution"
    COUNT = "count"
    SHOTS = "shots"
    HYPERPARAMETER = "hyperparameter"
    STATISTIC = "statistic"
    SETUP = "setup"
    BACKGROUND = "background"
    RANK = "rank"
    FORMULA = "formula"
    URL = "url"
    TABLE = "table"
    TOO_LONG = "too_long"
    NO_MEASURE = "no_measure"


@dataclass(frozen=True, slots=True)
class Document:
    """One paper's text, exactly as given."""

    id: str
    title: str
    abstract: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open offsets into the original abstract, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as the text words it, and what the lexicon calls it (None: no list holds it).

    `span` is None where the words stand in the title or were resolved from elsewhere ("our method").
    """

    text: str
    canonical: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: `value_high` only for a range, `unit` as worded (None: none stands there)."""

    span: Span
    value: Decimal
    value_high: Decimal | None
    unit: str | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class Claim:
    """One number mention that reports a measured result.

    `span` is the number's core and `sentence` the sentence around it. `kind` is None where the text
    leaves it open; `direction` is None for an absolute value and where the text does not say.
    `alternatives` holds other readings that were considered, best first, for a curator to choose from.
    `rules` are what read the number, the metric, the benchmark and the system, one each and in this order;
    without any it is not known how the claim was read.
    """

    quantity: Quantity
    sentence: Span
    kind: Kind | None
    direction: Direction | None
    role: Role
    metric: Mention | None
    benchmarks: tuple[Mention, ...] = ()
    systems: tuple[Mention, ...] = ()
    baselines: tuple[Mention, ...] = ()
    task: str | None = None
    setting: str | None = None
    confidence: float = 0.0
    alternatives: tuple[str, ...] = field(default=())
    rules: tuple[Rule, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Rejection:
    """A number that was seen and dropped, and why."""

    span: Span
    reason: Reason


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one document, in the order of the text."""

    claims: tuple[Claim, ...]
    rejections: tuple[Rejection, ...]
