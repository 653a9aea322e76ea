"""Which quantities are no claims, and why: one function for each reason, the plainest first."""

import re
from collections.abc import Callable

from extraction import units, vocabulary
from extraction.claims import Reason
from extraction.numerals import Form
from extraction.quantities import Found
from extraction.surroundings import Setting
from extraction.vocabulary import words

_FORMS = {
    Form.NAME: Reason.PART_OF_NAME,
    Form.ORDINAL: Reason.RANK,
    Form.DIMENSION: Reason.RESOLUTION,
    Form.EXPONENT: Reason.FORMULA,
    Form.VERSION: Reason.VERSION,
}


def of_form(found: Found, clean: str) -> Reason | None:
    """The reason that the mere form of the number gives; None: its words decide."""
    reason = _FORMS.get(found.first.form)
    if reason and _ADDRESS.search(clean, max(0, found.head - _LONGEST_ADDRESS), found.head):
        return Reason.URL
    return reason


_ADDRESS = re.compile(r"(?:https?://|www\.)[^ ]*$")
_LONGEST_ADDRESS = 150


def certain(setting: Setting, clean: str) -> Reason | None:
    """The reason where the number's own surroundings leave no doubt; None: it may be a claim."""
    return next((reason for reason, holds in _CERTAIN if holds(setting, clean)), None)


def is_measured(setting: Setting) -> bool:
    """Whether the words next to the number leave no doubt that it was measured, whatever it counts."""
    left = [word.lower() for word in setting.left[:5]]
    family = units.family(setting.found.quantity.unit)
    if setting.right[:1] == ["±"] or (left[:2] == ["from", "("] and setting.inside >= 0):
        return True
    if _is_little_training(setting, left) or _is_reported(setting, left) or _is_small(setting, left):
        return True
    return family.startswith("money") and any(vocabulary.word_class(word) == "cost" for word in left)


def _is_reported(setting: Setting, left: list[str]) -> bool:
    """Whether an amount in a physical unit is what something runs at, answers in, reaches or came from."""
    family = units.family(setting.found.quantity.unit)
    verbs = {vocabulary.word_class(word) for word in left[1:5]} | {*left[1:5]}
    if left[:3] in (["as", "little", "as"], ["as", "few", "as"]):
        return family in _SPENT
    if family in _RATES:
        return (left[:1] == ["at"] and not verbs.isdisjoint(_RUNS)) or left[:1] in _SUSTAINS
    if family == "level":
        return bool(left[:1]) and vocabulary.word_class(left[0]) == "reach"
    if family not in _SPENT:
        return False
    right = [word.lower() for word in setting.right[:2]]
    return (
        left[:3] in (["from", "down", ","], ["from", "up", ","])
        or _INSTEAD in (left[1::-1], right)
        or (setting.inside >= 0 and not _VERSUS.isdisjoint([*left[:1], *right[:1]]))
        or (left[:1] == ["in"] and left[1:2] in _ANSWERS)
    )


def _is_small(setting: Setting, left: list[str]) -> bool:
    """Whether a size of a model is told because it is small ("needs only 1.9M parameters")."""
    return (
        bool(left[1:])
        and left[0] in _LITTLE
        and vocabulary.word_class(left[1]) == "use"
        and setting.right[:1] in (["parameters"], ["params"])
    )


_SPENT = words("time memory length energy power") | {"gpu time", "money usd", "information"}
_RATES = frozenset(f"{what} rate".strip() for what in ("", "frame", "token", "request", "query", "image"))
_RUNS = words("use reach process processes processing streams stream works work renders render video")
_INSTEAD = ["instead", "of"]
_VERSUS = words("vs vs. versus")
_ANSWERS = (["answers"], ["responds"], ["finishes"], ["terminates"], ["converges"])
_SUSTAINS = tuple([word] for word in words("sustains sustain sustaining sustained"))


def _is_little_training(setting: Setting, left: list[str]) -> bool:
    """Whether a time of training is told because it is short ("only 18 seconds of training")."""
    right = [word.lower() for word in setting.right[:2]]
    trains = right[:1] == ["of"] and right[-1] in _TRAINING
    timed = units.family(setting.found.quantity.unit) == "time" and trains
    unit = setting.found.quantity.unit or ""
    return (timed or _DEVICE_TIME.search(unit) is not None) and not _LITTLE.isdisjoint(left[:3])


_TRAINING = words("training finetuning fine-tuning pretraining pre-training")
_LITTLE = words("only just merely")
_DEVICE_TIME = re.compile(r"[GCT]PU[ -]?(?:hours?|days?)$")


def likely(setting: Setting, clean: str) -> Reason:
    """The reason that explains best why a number that reports nothing stands there."""
    return next((reason for reason, holds in _LIKELY if holds(setting, clean)), Reason.NO_MEASURE)


def _is_year(setting: Setting, clean: str) -> bool:
    found = setting.found
    digits = clean[found.quantity.span.start : found.quantity.span.end]
    return (
        setting.shape == "whole"
        and re.fullmatch(r"(?:19|20)[0-9]{2}(?:\W{1,4}(?:19|20)?[0-9]{2})?", digits) is not None
    )


def _is_version_of_name(setting: Setting, clean: str) -> bool:
    """The version of a name ("Osprey 2.0"), no value of a measure ("Recall 2.0")."""
    written = clean[max(0, setting.found.head - 1) : setting.found.stop]
    word = setting.left[0] if setting.left else ""
    return (
        setting.shape == "decimal"
        and re.fullmatch(r" [1-9]\.0", written) is not None
        and word[:1].isupper()
        and not word.isupper()
        and word.lower() not in _LABELS
        and vocabulary.word_class(word.lower()) is None
    )


def _is_citation(setting: Setting, clean: str) -> bool:
    found = setting.found
    return (
        setting.shape == "whole"
        and clean[found.head - 1 : found.head] == "["
        and clean[found.stop : found.stop + 1] in "],"
    )


def _is_enumeration(setting: Setting, clean: str) -> bool:
    found = setting.found
    if (
        setting.shape != "whole"
        or not 0 < found.quantity.value < 20
        or clean[found.stop : found.stop + 2] not in (") ", ")")
    ):
        return False
    before = clean[max(0, found.head - 2) : found.head]
    return before in ("", " (", "(") or before[-1:] == " " or (before.endswith("(") and before[0] in " ,:;")


def _is_deviation(setting: Setting, clean: str) -> bool:
    return clean[max(0, setting.found.head - 2) : setting.found.head].rstrip().endswith("±")


def _is_p_value(setting: Setting, clean: str) -> bool:
    return _P_VALUE.search(clean, max(0, setting.found.head - 24), setting.found.head) is not None


_P_VALUE = re.compile(r"(?<![\w@-])[pP](?:-?values?)? ?(?:[<>=≤≥≪]|less than|below|of) ?$")


def _is_width(setting: Setting, clean: str) -> bool:
    """So many bits of a number format or a key ("4-bit weights", "half precision")."""
    span = setting.found.quantity.span
    return _WIDTH.match(clean, span.start, span.start + 40) is not None


_WIDTH = re.compile(
    r"[0-9]+-bits?\b(?! (?:reductions?|savings?|improvements?))|half[ -](?:precision|float)|double precision"
)


def _is_sweep(setting: Setting, clean: str) -> bool:
    """One of several values that something was set to ("various labelling ratios, i.e. 1%, 5% and 10%")."""
    head = setting.found.head
    return _SWEEP.search(clean, max(0, head - 120), head) is not None


_SWEEP = re.compile(
    r"\b(?:various|different|several|multiple|two|three|four|five|six) (?:[\w-]+ ){0,3}"
    r"(?:levels|ratios|rates|budgets|thresholds|sizes|proportions|fractions|temperatures)"
    r"(?: of |:? ?\(|, ?(?:i\.e\.|e\.g\.|namely),? |: ?)(?:[0-9.]+ ?%?(?:,|,? and|,? or) )*$"
)


def _is_small_model(setting: Setting, clean: str) -> bool:
    """The sizes of the models spoken of ("small models (0.5-3B parameters)")."""
    return (
        setting.inside >= 0
        and clean[setting.found.quantity.span.end : setting.found.stop].strip() in ("B", "M")
        and re.search(
            r"\b(?:models|variants|LLMs|SLMs|VLMs) $", clean[max(0, setting.inside - 20) : setting.inside]
        )
        is not None
    )


def _is_confidence_level(setting: Setting, clean: str) -> bool:
    near = {word.lower() for word in setting.right[:3]}
    return setting.shape == "%" and bool(near & {"ci", "cis", "confidence", "credible"})


def _is_top_share(setting: Setting, clean: str) -> bool:
    return setting.shape == "%" and [word.lower() for word in setting.left[:1]] in (["top"], ["bottom"])


def _is_cross_validation(setting: Setting, clean: str) -> bool:
    return setting.shape == "x" and any(
        word.lower().startswith(("cross", "stratified")) for word in setting.right[:2]
    )


_HYPERPARAMETER = re.compile(
    r"(?:\b(?:learning[ -]rates?|batch[ -]sizes?|temperatures?|dropout(?: rate)?|weight decay|momentum"
    r"|warm-?up|top-[kp]|thresholds?|alpha|beta|gamma|lambda|epsilon|tau(?:_\w)?|seeds?)(?: values?)?"
    r"|(?<!\w)[αβγλμτσεηθ])"
    r" ?(?:of|to|at|is|=|:|~|≈)? ?$"
    r"|\bat [A-Za-z]\w{0,3} ?= ?$",
    re.IGNORECASE,
)


def _is_hyperparameter(setting: Setting, clean: str) -> bool:
    head = setting.found.head
    return _HYPERPARAMETER.search(clean, max(0, head - 30), head) is not None


def _after(setting: Setting, clean: str) -> str:
    return clean[setting.found.stop : setting.found.stop + 60]


def _is_of_device(setting: Setting, clean: str) -> bool:
    """The memory of a machine ("a 40 GB GPU"), not what something takes of it ("40 GB GPU memory")."""
    return (
        setting.found.quantity.unit in ("GB", "MB", "TB", "GiB")
        and _DEVICE.match(_after(setting, clean)) is not None
    )


_DEVICE = re.compile(
    r"[ -](?:of )?(?:[\w-]+ ){0,2}(?:GPUs?|cards?|machines?|devices?|laptops?)\b(?! (?:memory|usage|of|RAM))"
)


def _is_material(setting: Setting, clean: str) -> bool:
    """So much time of recordings ("5,000 hours of speech"), unless it is said to be little."""
    return (
        units.family(setting.found.quantity.unit).startswith("time")
        and _MATERIAL.match(_after(setting, clean)) is not None
        and not any(word.lower() in _LITTLE | {"little"} for word in setting.left[:3])
    )


_MATERIAL = re.compile(
    r" of (?:[\w-]+,? ){0,3}(?:speech|audio|videos?|recordings?|data|footage|music|driving|broadcasts?)\b"
)


def _is_turn(setting: Setting, clean: str) -> bool:
    return (
        setting.found.quantity.unit in ("°", "degree", "degrees")
        and _TURN.match(_after(setting, clean)) is not None
    )


_TURN = re.compile(r"[ -]*(?:rotations?|rotated|images?|views?|turns?|angles?|panoram\w+)\b")


def _is_grid(setting: Setting, clean: str) -> bool:
    return (
        setting.found.quantity.unit in ("mm", "cm", "m", "km")
        and re.match(r"[ -](?:[\w-]+ )?resolution\b", _after(setting, clean)) is not None
    )


def _is_disturbance(setting: Setting, clean: str) -> bool:
    """What a method is tried under ("under 50% input noise")."""
    near = {word.lower() for word in setting.right[:3]}
    return (
        setting.shape == "%"
        and [word.lower() for word in setting.left[:1]] in (["under"], ["at"], ["with"])
        and not near.isdisjoint(_DISTURBANCES)
    )


_DISTURBANCES = words("noise occlusion occlusions missing corruption corruptions dropout poisoning")


def _is_forecast(setting: Setting, clean: str) -> bool:
    return setting.shape == "%" and re.match(r" by (?:19|20)\d\d\b", _after(setting, clean)) is not None


_LABELS = words("section table figure fig task phase stage track appendix chapter equation eq step")


def _is_version(setting: Setting, clean: str) -> bool:
    return [word.lower() for word in setting.left[:1]] in (["version"], ["release"])


def _is_labelled(setting: Setting, clean: str) -> bool:
    return (
        setting.shape in ("whole", "decimal")
        and setting.left[:1] != []
        and (setting.left[0][0].isupper() and setting.left[0].lower() in _LABELS)
    )


def _is_model_size(setting: Setting, clean: str) -> bool:
    written = clean[setting.found.quantity.span.end : setting.found.stop].strip().lower()
    return written in ("b", "m", "billion", "million", "t", "trillion", "k") and (
        written in ("b", "t")
        or any(
            word.lower() in ("parameters", "parameter", "params", "model", "models")
            for word in setting.right[:4]
        )
    )


def _is_shots(setting: Setting, clean: str) -> bool:
    return (
        re.match(r"[\s-]*(?:shots?|ways?)\b", clean[setting.found.stop : setting.found.stop + 8]) is not None
    )


def _is_resolution(setting: Setting, clean: str) -> bool:
    return (
        re.match(
            r"\s*(?:×|x\s|px\b|pixels?\b|p\b|mp\b)",
            clean[setting.found.stop : setting.found.stop + 8],
            re.IGNORECASE,
        )
        is not None
    )


def _follows_setup_word(setting: Setting, clean: str) -> bool:
    near = [word.lower() for word in setting.left[:3]]
    return any(vocabulary.word_class(word) == "setup" for word in near) or "=" in near[:1]


def _is_statistic(setting: Setting, clean: str) -> bool:
    near = [word.lower() for word in (*setting.left[:4], *setting.right[:2])]
    return any(vocabulary.word_class(word) == "statistic" for word in near)


def _is_rank(setting: Setting, clean: str) -> bool:
    return [word.lower() for word in setting.left[:1]] in (["top"], ["rank"], ["ranked"])


def _is_name(setting: Setting, clean: str) -> bool:
    """A number after a capitalised word: "Llama 3", "Stage 1", "Table 2"."""
    found, word = setting.found, setting.left[:1]
    return (
        setting.shape in ("whole", "decimal")
        and bool(word)
        and word[0][:1].isupper()
        and clean[found.head - 1 : found.head] == " "
    )


def _counts_data(setting: Setting, clean: str) -> bool:
    return setting.found.quantity.value >= 100 and _counts(setting, clean)


def _counts(setting: Setting, clean: str) -> bool:
    if setting.shape not in ("whole", "counted"):
        return False
    if setting.shape == "counted":
        return True
    near = [word.lower() for word in setting.right[:5]]
    return any(vocabulary.word_class(word) == "thing" or re.fullmatch(r"[a-z]{3,}s", word) for word in near)


def _is_setup(setting: Setting, clean: str) -> bool:
    return setting.shape == "unit" or any(
        vocabulary.word_class(word.lower()) == "setup" for word in setting.right[:3]
    )


def _is_background(setting: Setting, clean: str) -> bool:
    return setting.place < 2 and setting.shape not in ("whole", "counted")


Holds = Callable[[Setting, str], bool]
_CERTAIN: tuple[tuple[Reason, Holds], ...] = (
    (Reason.VERSION, _is_version_of_name),
    (Reason.CITATION, _is_citation),
    (Reason.VERSION, _is_version),
    (Reason.STATISTIC, _is_deviation),
    (Reason.STATISTIC, _is_confidence_level),
    (Reason.STATISTIC, _is_p_value),
    (Reason.SETUP, _is_width),
    (Reason.SETUP, _is_sweep),
    (Reason.MODEL_SIZE, _is_small_model),
    (Reason.SETUP, _is_cross_validation),
    (Reason.RANK, _is_top_share),
    (Reason.HYPERPARAMETER, _is_hyperparameter),
    (Reason.PART_OF_NAME, _is_labelled),
    (Reason.ENUMERATION, _is_enumeration),
    (Reason.SHOTS, _is_shots),
    (Reason.SETUP, _is_of_device),
    (Reason.SETUP, _is_turn),
    (Reason.SETUP, _is_disturbance),
    (Reason.DATA_SIZE, _is_material),
    (Reason.RESOLUTION, _is_grid),
    (Reason.BACKGROUND, _is_forecast),
)
_LIKELY: tuple[tuple[Reason, Holds], ...] = (
    (Reason.YEAR, _is_year),
    (Reason.MODEL_SIZE, _is_model_size),
    (Reason.RESOLUTION, _is_resolution),
    (Reason.STATISTIC, _is_statistic),
    (Reason.RANK, _is_rank),
    (Reason.HYPERPARAMETER, _follows_setup_word),
    (Reason.PART_OF_NAME, _is_name),
    (Reason.DATA_SIZE, _counts_data),
    (Reason.COUNT, _counts),
    (Reason.SETUP, _is_setup),
    (Reason.BACKGROUND, _is_background),
)
