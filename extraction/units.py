"""The unit after a number: percent, points, times, physical and counting units, and "per" compounds."""

import re
from typing import NamedTuple

from extraction.vocabulary import words

PERCENT = "%"
POINTS = "points"
TIMES = "x"

COUNTED = words(
    """tokens samples images examples demonstrations steps iterations episodes queries frames agents GPUs
    cases needles claims NFEs hops judges traces points-per-day turns cycles tasks questions problems
    instances pixels words sentences characters calls requests rounds epochs bits bytes interactions
    trials sequences labels annotations documents parameters-per-task"""
)
"""Things that a cost is counted in."""

_PHYSICAL = """
   ns μs us ms s sec secs second seconds min mins minute minutes h hr hrs hour hours day days week weeks month
    months year years
    nm μm um mm cm m km meter meters metre metres kilometers kilometres feet ft inch inches mile miles
    mg g kg ton tons tonnes lb
    mW W kW MW GW watt watts mJ μJ uJ nJ pJ fJ J kJ MJ joule joules Wh kWh MWh mWh
    Hz kHz MHz GHz THz
    B KB kB MB GB TB PB KiB MiB GiB TiB bit bits byte bytes Kb Mb Gb Tb
    bps kbps Kbps Mbps Gbps Tbps MBps GBps
    FLOPs FLOPS FLOP MFLOP GFLOP TFLOP PFLOP petaFLOP petaFLOPs exaFLOPs MAC MFLOPs GFLOPs TFLOPs PFLOPs EFLOPs MFLOPS GFLOPS TFLOPS PFLOPS EFLOPS TOPS GOPS POPS MACs GMACs
    MMACs GOPs TOPs GFlops TFlops
    FPS fps QPS qps RPS TPS IPS tps Mpps pps TEPS GTEPS GCUPS
    dB dBm dBc dBi dBW LUFS
    ° degree degrees deg rad mrad radians °C °F K-degrees °/s
    V mV kV A mA Ω ohm N mN kN Nm Pa kPa MPa GPa mmHg bar
    mol mM μM nM ppm ppb kcal cal eV keV MeV GeV meV
    mph kmh km/h m/s mm/s cm/s bpm rpm
    bpp bpsp bpd bps/Hz px pixel pixels
    USD EUR GBP CNY RMB dollars dollar cents euros yuan
    GPU-hours GPU-days GPU-hour GPU-day GPUh core-hours CPU-hours TPU-hours person-hours man-hours node-hours
    TPU-days V100-days A100-hours A100-days H100-hours mbb mbb/hand nats sigma bits/dim
"""
PHYSICAL = words(_PHYSICAL)

_COMPOUND = r"(?:\ ?/\ ?(?:[a-zA-Zμ°]{1,12}|\(?[0-9]{1,4}[a-zA-Z]{0,8}\)?)(?:\^?[23])?|\ per\ [a-zA-Z]{1,14}(?:-[a-z]{2,10})?)"
_UNIT = re.compile(
    rf"""(?P<points>\ ?(?:%|percent(?:age)?|per\ cent)?[\ -]?(?:points?|pts?|pp|p\.p\.|ppts?)(?![\w-])
           |\ ?%-?\ ?(?:p|pt|pts)(?![\w]) |\ ?%-points? )
    | (?P<percent>\ ?% | [\ -]?(?:percent|per\ cent|pct|percentage)(?!\w))
    | (?P<times>×(?![0-9]) | \ ×(?!\ ?[0-9]) | [xX](?!\w) | \ [xX](?!\w|\ ?[0-9]) | \ ?-?\ ?folds?(?!\w) | [\ -]?times(?!\w) )
    | (?P<named>[\ -]?(?P<name>°C|°F|°|(?:[A-Z][\w-]{{0,12}}\ )?[GCT]PU[\ -]?(?:hours?|days?)|[A-Za-zμΩ][A-Za-z]*(?:/[A-Za-z0-9]+(?:\ pixels)?)?)(?P<power>\^?[23])?(?P<per>{_COMPOUND})?)
    """,
    re.VERBOSE,
)
_DEVICE_TIME = re.compile(r"[GCT]PU[ -]?(?:hours?|days?)$")
_SLASH = re.compile(r" ?/ ?| per ")
_RATED = words("""bits bit bytes tokens frames images samples queries requests words characters points""")
_TIMES = words("second sec s minute min hour h day week month year")


class Unit(NamedTuple):
    """A unit as written (`name`, None: no unit) and where it ends."""

    name: str | None
    end: int


def after(clean: str, at: int) -> Unit:
    """The unit that stands at this place of the text, straight after a number."""
    found = _UNIT.match(clean, at)
    if found is None:
        return Unit(None, at)
    if found["points"] is not None:
        return Unit(POINTS, found.end())
    if found["percent"] is not None:
        return Unit(PERCENT, found.end())
    if found["times"] is not None:
        return Unit(TIMES, found.end())
    return _named(found, at)


def _named(found: re.Match[str], at: int) -> Unit:
    name = _known(found["name"])
    if name is None or not _ends(found, name):
        return Unit(None, at)
    end = found.start("name") + len(name)
    if found["power"] and len(name) == len(found["name"]):
        end, name = found.end("power"), name + "^" + found["power"].lstrip("^")
    if found["per"] and end == found.start("per") and _is_rate(name, found["per"]):
        end, name = found.end("per"), name + _SLASH.sub("/", found["per"])
    return Unit(name, end)


def _is_rate(name: str, per: str) -> bool:
    """Whether "per" makes a unit ("bits per second"), and not an aside ("12 minutes per subject")."""
    return "/" in per or name in _RATED or per.rpartition(" ")[2] in _TIMES


def _known(name: str) -> str | None:
    """The name where it is a unit, or a unit with a slash and what it is counted by."""
    if name in PHYSICAL or name in COUNTED:
        return name
    if _DEVICE_TIME.search(name):
        return name
    front = name.partition("/")[0]
    return name if front in PHYSICAL or front in COUNTED else None


def _ends(found: re.Match[str], name: str) -> bool:
    """Whether no letter or digit follows the unit, as in "3 m" and unlike "3 m2seq"."""
    end = found.start("name") + len(name)
    following = found.string[end : end + 1]
    return not (following.isalnum() or following == "_")


_FAMILIES = {
    "time": "ns μs us ms s sec secs second seconds min mins minute minutes h hr hrs hour hours day days",
    "calendar": "week weeks month months year years",
    "length": "nm μm um mm cm m km meter meters metre metres kilometers feet ft inch inches mile miles px pixel pixels",
    "data": "B KB kB MB GB TB PB KiB MiB GiB TiB bit bits byte bytes Kb Mb Gb Tb",
    "compute": "FLOPs FLOPS MFLOPs GFLOPs TFLOPs GFLOPS TFLOPS PFLOPS MACs GMACs TOPS GOPS",
    "rate": "FPS fps QPS qps RPS TPS bps kbps Mbps Gbps MBps GBps",
    "frequency": "Hz kHz MHz GHz",
    "money": "$ US$ € £ ¥ USD EUR GBP CNY RMB dollars cents",
    "energy": "mW W kW MW mJ μJ uJ nJ pJ J kJ Wh kWh watts joules",
    "angle": "° degree degrees deg rad mrad",
    "level": "dB dBm dBc dBi",
}
_FAMILY_OF = {unit: family for family, names in _FAMILIES.items() for unit in names.split()}


def family(unit: str | None) -> str:
    """What a physical unit measures, empty where it is none or not known; a rate is what stands before "/"."""
    return "" if unit is None else _FAMILY_OF.get(unit) or ("rate" if "/" in unit else "")


def is_physical(unit: str | None) -> bool:
    """Whether the unit measures something by itself, unlike percent, points and times."""
    return unit is not None and unit not in (PERCENT, POINTS, TIMES) and unit not in COUNTED
