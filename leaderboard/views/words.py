"""What pages call kinds, bounds, states and reasons."""

from extraction.claims import Reason
from leaderboard.domain.efficiency import NoPlace
from leaderboard.domain.ranking import UnrankedReason

KINDS: dict[str | None, str] = {
    "absolute": "result",
    "difference": "gain in points",
    "percent_change": "relative change",
    "factor": "factor",
    "fraction": "fraction",
    None: "kind not clear",
}
BOUNDS: dict[str, str] = {"exact": "", "at_most": "up to", "at_least": "at least", "about": "about"}
STATES: dict[str, str] = {
    "machine": "Read by the machine; nobody has checked it yet.",
    "curated": "A curator has checked it against the abstract.",
    "confirmed": "The authors have confirmed it.",
    "disputed": "Somebody disputes it; it is not ranked until that is settled.",
}
STATES_OF_PROPOSALS: dict[str, str] = {
    "new": "waits for a curator",
    "open": "looked at, not settled",
    "accepted": "accepted",
    "declined": "declined",
}
CHANGES: dict[str, str] = {
    "entered": "Entered the board",
    "left": "Left the board",
    "changed": "Changed",
    "disputed": "Disputed, off the ranks",
    "settled": "The dispute is settled",
    "checked": "Checked by a curator",
    "confirmed": "Confirmed by the authors",
    "reopened": "Waits for a decision again",
}
BY_POLICY = "A rule of this site accepts what the machine is this sure of; no person has checked it."
REASONS: dict[str, str] = {
    UnrankedReason.RETRACTED: "the paper was retracted",
    UnrankedReason.STATE: "the claim is disputed",
    UnrankedReason.KIND: "it is not a value of the metric itself",
    UnrankedReason.REFERENCE: "it is a number of the thing compared with, not the paper's own result",
    UnrankedReason.DIRECTION: "nobody has said whether higher or lower is better",
    UnrankedReason.RANGE: "it is a range, not one number",
    UnrankedReason.BENCHMARKS: "it was measured on several benchmarks at once",
    UnrankedReason.TASK: "it is about another task than the benchmark's own",
    UnrankedReason.SYSTEMS: "it is one number of several systems",
    UnrankedReason.SCALE: "its unit can't be put on the metric's scale",
    UnrankedReason.BOUND: "only the best case is known",
    UnrankedReason.UNSURE: "the engine is not sure enough, and nobody has checked it",
}
NO_PLACE: dict[str, str] = {
    NoPlace.RETRACTED: "the paper was retracted",
    NoPlace.STATE: "the claim is disputed",
    NoPlace.UNCLEAR: "the text leaves open whether this is an amount or a change",
    NoPlace.DIFFERENCE: "an amount added or taken away says nothing without the whole",
    NoPlace.REFERENCE: "it is a number of the thing compared with, not the paper's own result",
    NoPlace.DIRECTION: "nobody has said whether more or less of this metric is better",
    NoPlace.MOVE: "the text does not say which way the metric moved",
    NoPlace.RANGE: "it is a range, not one number",
    NoPlace.SYSTEMS: "it is one number of several systems",
    NoPlace.SHARE: "it is a share of something, and the text names nothing that needs less",
    NoPlace.SAVING: "of a saving or overhead, the number may be that itself or a change of it",
    NoPlace.SCALE: "the number fits no factor, share or change that could be put on the scale",
    NoPlace.WORSE: "it reads as far worse than what it is compared with, and nobody has checked it",
    NoPlace.UNSURE: "the engine is not sure enough, and nobody has checked it",
}
DROPPED: dict[str, str] = {
    Reason.YEAR: "a year",
    Reason.CITATION: "a citation",
    Reason.VERSION: "a version",
    Reason.ENUMERATION: "the number of a point in a list",
    Reason.PART_OF_NAME: "part of a name",
    Reason.MODEL_SIZE: "the size of a model",
    Reason.DATA_SIZE: "the size of a data set",
    Reason.RESOLUTION: "a resolution",
    Reason.COUNT: "a count of things",
    Reason.SHOTS: "a number of shots",
    Reason.HYPERPARAMETER: "a hyper-parameter",
    Reason.STATISTIC: "a statistic of a test or interval",
    Reason.SETUP: "part of the set-up",
    Reason.BACKGROUND: "about the world, not measured by the paper",
    Reason.RANK: "a place in a ranking",
    Reason.FORMULA: "part of a formula",
    Reason.URL: "part of a web address",
    Reason.TABLE: "one of too many numbers in a sentence",
    Reason.TOO_LONG: "beyond the length that is read",
    Reason.NO_MEASURE: "nothing near it says what was measured",
}
