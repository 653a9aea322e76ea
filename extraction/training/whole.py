"""`python -m extraction.training.whole FILE`: the whole engine on abstracts that it was not fitted on.

For every fold a copy of the package is fitted on the other folds and reads this one, end to end. From these
readings come the cross-validated scores and the calibration of the confidence (data/confidence.json), whose
own error is measured on folds that it was not fitted on. With --record the figures are kept,
by kind of number and family of metric too: data/accuracy.json is what the site shows. Folds are split
by abstract and drawn from a seed.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from scipy.optimize import minimize

from extraction.accuracy import FILE as ACCURACY
from extraction.comparing import Judged, counted
from extraction.confidence import calibrated, is_unseen, log_odds
from extraction.evaluation import MEASURES, Group, evaluate
from extraction.lexicon import Lexicon
from extraction.ranker import DATA
from extraction.scoring import CHECKS, TUPLE_FIELDS, Record, match

PACKAGE = Path(__file__).resolve().parent.parent
SEED = 20261121
BINS = 10
EXAMPLE = """example:
  python -m extraction.training.whole train.jsonl
  python -m extraction.training.whole train.jsonl --record tests/extraction/recorded.json
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """A reading of a held-out number: its fold, its raw score, whether every field was right, and itself."""

    fold: int
    score: float
    right: bool
    claim: Record

    @property
    def unseen(self) -> bool:
        """Whether the reading is of the class that other abstracts cost most."""
        claim = self.claim
        return is_unseen(
            kind=claim.get("kind"), role=claim.get("role", ""), benchmarks=len(claim.get("benchmark", ()))
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 when the figures are printed and the calibration is written."""
    options = _parser().parse_args(arguments)
    lines = options.annotated.read_text(encoding="utf-8").splitlines()
    annotated: list[Record] = [json.loads(line) for line in lines if line.strip()]
    folds = split(annotated, folds=options.folds)
    predicted = [record for fold in range(options.folds) for record in _read_fold(annotated, folds, fold)]
    figures = _figures(annotated, predicted)
    trials = list(_trials(annotated, predicted, folds))
    figures["calibration_error"] = round(held_out_error(trials), 4)
    figures["comparable"] = counted(held_out(trials), Lexicon.bundled())
    print(json.dumps(figures, indent=1))
    _write(DATA / "confidence.json", dict(zip(("slope", "offset"), fit(trials), strict=True)))
    if options.predictions:
        _lines(options.predictions, predicted)
    if options.record:
        _write(options.record, figures)
        _write(ACCURACY, figures)
    return 0


def split(annotated: Sequence[Record], *, folds: int) -> dict[str, int]:
    """The fold of each abstract, by its id."""
    ids = sorted(record["id"] for record in annotated)
    random.Random(SEED).shuffle(ids)  # noqa: S311 (folds, not secrets)
    return {id_: place % folds for place, id_ in enumerate(ids)}


def fit(trials: Sequence[Trial]) -> tuple[float, float]:
    """Slope and offset that make the trials most likely."""
    inputs = numpy.array([log_odds(trial.score) for trial in trials])
    signs = numpy.array([1.0 if trial.right else -1.0 for trial in trials])

    def surprise(weights: numpy.ndarray) -> float:
        return float(numpy.logaddexp(0, -signs * (weights[0] * inputs + weights[1])).sum())

    slope, offset = minimize(surprise, numpy.array([1.0, 0.0])).x
    return round(float(slope), 4), round(float(offset), 4)


def held_out_error(trials: Sequence[Trial]) -> float:
    """The expected calibration error (Guo et al. 2017), every fold calibrated by the others, equal bins."""
    pairs = sorted((each.confidence, each.right) for each in held_out(trials))
    binned = [pairs[len(pairs) * i // BINS : len(pairs) * (i + 1) // BINS] for i in range(BINS)]
    gaps = [abs(sum(said for said, _ in each) - sum(right for _, right in each)) for each in binned]
    return float(sum(gaps) / len(pairs))


def held_out(trials: Sequence[Trial]) -> list[Judged]:
    """The trials with their confidences, every fold calibrated by the others."""
    judged = []
    for fold in sorted({trial.fold for trial in trials}):
        slope, offset = fit([trial for trial in trials if trial.fold != fold])
        judged += [
            Judged(t.claim, calibrated(t.score, slope, offset, unseen=t.unseen), t.right)
            for t in trials
            if t.fold == fold
        ]
    return judged


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extraction.training.whole",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("annotated", type=Path, help="annotated abstracts, one JSON object a line")
    parser.add_argument("--folds", type=int, default=5, help="how many folds (5)")
    parser.add_argument(
        "--predictions", type=Path, metavar="FILE", help="also write what was read in the folds"
    )
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="write the figures to this file and to extraction/data/accuracy.json, which pages show",
    )
    return parser


def _read_fold(annotated: Sequence[Record], folds: dict[str, int], fold: int) -> list[Record]:
    """What a copy of the engine, fitted without the fold, reads in it; `confidence` is the raw score."""
    print(f"fold {fold + 1}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(PACKAGE, home / "extraction", ignore=shutil.ignore_patterns("__pycache__"))
        (home / "extraction" / "data" / "confidence.json").unlink(missing_ok=True)
        _lines(home / "fit.jsonl", [record for record in annotated if folds[record["id"]] != fold])
        _lines(home / "read.jsonl", [record for record in annotated if folds[record["id"]] == fold])
        for trainer in ("numbers", "linkers", "systems"):
            _run(home, f"extraction.training.{trainer}", "fit.jsonl")
        read = _run(home, "extraction", stdin=(home / "read.jsonl").read_text(encoding="utf-8"))
    return [json.loads(line) for line in read.splitlines()]


def _run(home: Path, module: str, *arguments: str, stdin: str = "") -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=home, input=stdin, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{module} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def _figures(annotated: Sequence[Record], predicted: Sequence[Record]) -> dict[str, object]:
    found = evaluate(annotated, predicted, lexicon=Lexicon.bundled())
    report, ranges = found.report, found.intervals
    return {
        "abstracts": len(annotated),
        "claims": report.mention.annotated,
        "f1": {name: round(getattr(report, name).f1, 4) for name in MEASURES},
        "interval": {name: [round(ranges[name].low, 4), round(ranges[name].high, 4)] for name in MEASURES},
        "fields": {name: round(share, 4) for name, share in report.fields.items()},
        "kinds": {group.name: _shares(group) for group in found.kinds},
        "families": {group.name: _shares(group) for group in found.families},
    }


def _shares(group: Group) -> dict[str, float]:
    """How many there are of a class, and the shares of them that were read right."""
    shares = {name: round(getattr(group, name), 4) for name in MEASURES}
    return {"annotated": group.annotated, **shares}


def _trials(
    annotated: Sequence[Record], predicted: Sequence[Record], folds: dict[str, int]
) -> Iterator[Trial]:
    """Every prediction that counts; what the annotation leaves optional does not."""
    by_id = {record["id"]: record["claims"] for record in predicted}
    for record in annotated:
        guesses = by_id[record["id"]]
        paired = {j: record["claims"][i] for i, j in match(record["claims"], guesses)}
        for j, guess in enumerate(guesses):
            claim = paired.get(j)
            if claim is None or not claim.get("optional"):
                right = claim is not None and all(CHECKS[name](claim, guess) for name in TUPLE_FIELDS)
                yield Trial(folds[record["id"]], guess["confidence"], right, guess)


def _lines(path: Path, records: Sequence[Record]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _write(path: Path, figures: dict[str, object]) -> None:
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
