"""Which hardware a setting names; what it does not name stays unknown."""

import re

_START = r"(^|[^a-z0-9]|[0-9] ?x)"
_END = r"([^a-z0-9]|$)"


def _word(pattern: str) -> str:
    return f"{_START}({pattern})s?{_END}"


def _card(name: str) -> str:
    """A name too short to stand alone: it counts after its maker's name or before "GPU" only."""
    return f"({_START}(nvidia |tesla ){name}s?{_END}|{_START}{name} gpus?{_END})"


PATTERNS: tuple[tuple[str, str], ...] = (
    *((name, _word(name.lower())) for name in ("GB200", "B200", "H200", "H100", "H800", "A100", "A800")),
    *((name, _word(name.lower())) for name in ("V100", "P100", "A6000", "A5000", "L40S")),
    *((name, _card(name.lower())) for name in ("H20", "L40", "L4", "A40", "A30", "A10G", "A10", "T4", "K80")),
    *((f"RTX {name}", _word(f"rtx[ -]?{name}")) for name in ("5090", "4090", "4080", "4070", "4060")),
    *((f"RTX {name}", _word(f"rtx[ -]?{name}")) for name in ("3090", "3080", "3070", "3060")),
    ("RTX 2080 Ti", _word("rtx[ -]?2080 ?ti")),
    ("GTX 1080 Ti", _word("gtx[ -]?1080 ?ti")),
    *((name, _word(name.lower())) for name in ("MI300X", "MI250X", "MI250", "MI210")),
    ("GPU", _word("gpu")),
    ("TPU", _word("tpu ?(v[0-9][a-z]?(-[0-9]+)?)?")),
    ("NPU", _word("npu")),
    ("CPU", _word("cpu|xeon|epyc|ryzen|core i[3579]")),
    ("FPGA", _word("fpga")),
    ("ASIC", _word("asic")),
    ("Jetson", _word("jetson")),
    ("Raspberry Pi", _word("raspberry pi")),
    ("microcontroller", _word("microcontroller|mcu|cortex-m[0-9]*|stm32[a-z0-9]*")),
    ("mobile", _word("mobile (phone|device|gpu|cpu|npu|soc)|smartphone|iphone|android|snapdragon")),
    ("edge device", _word("edge device")),
)
"""Names and what they look like in small letters; a migration gives PostgreSQL the same patterns."""

_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in PATTERNS)
_GENERIC = frozenset({"GPU"})
_NAMED_GPUS = frozenset(name for name, _ in PATTERNS[: [name for name, _ in PATTERNS].index("GPU")])


def hardware(setting: str) -> tuple[str, ...]:
    """The hardware that the setting names, in a fixed order; empty where it names none.

    "GPU" is given only where no model of GPU is named.
    """
    text = setting.lower()
    found = tuple(name for name, pattern in _COMPILED if pattern.search(text))
    if _NAMED_GPUS.intersection(found):
        return tuple(name for name in found if name not in _GENERIC)
    return found
