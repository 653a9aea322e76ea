"""Fits a `Ranker`: weights of a log-linear choice among candidates, several of which may be right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from extraction.ranker import Ranker

Features = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Example:
    """One decision: each candidate's features, which candidates are right, and the abstract it is from."""

    group: str
    candidates: tuple[Features, ...]
    right: tuple[bool, ...]
    weight: float = 1.0


def fit(examples: Sequence[Example], *, penalty: float = 1.0, least: int = 2) -> Ranker:
    """The ranker that makes the right candidates most probable, with an L2 penalty on weights.

    A feature's value counts only where at least `least` decisions show it. There is no chance in it:
    equal examples give equal weights.
    """
    usable = [example for example in examples if any(example.right) and not all(example.right)]
    names = _vocabulary(usable, least=least)
    matrix, owner, right, weight = _arrays(usable, names)
    found = minimize(
        _loss,
        np.zeros(len(names)),
        args=(matrix, owner, right, weight, penalty),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 300},
    )
    weights: dict[str, dict[str, float]] = {}
    for (name, value), at in names.items():
        if abs(found.x[at]) >= 0.005:
            weights.setdefault(name, {})[value] = round(float(found.x[at]), 3)
    return Ranker(weights)


def _vocabulary(examples: Sequence[Example], *, least: int) -> dict[tuple[str, str], int]:
    seen: Counter[tuple[str, str]] = Counter()
    for example in examples:
        seen.update({feature for candidate in example.candidates for feature in candidate})
    kept = sorted(feature for feature, count in seen.items() if count >= least)
    return {feature: index for index, feature in enumerate(kept)}


def _arrays(
    examples: Sequence[Example], names: dict[tuple[str, str], int]
) -> tuple[csr_matrix, NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]:
    columns: list[int] = []
    pointers, owner, right = [0], [], []
    for index, example in enumerate(examples):
        for candidate, is_right in zip(example.candidates, example.right, strict=True):
            columns.extend(names[feature] for feature in candidate if feature in names)
            pointers.append(len(columns))
            owner.append(index)
            right.append(is_right)
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(owner), len(names)))
    weight = np.array([example.weight for example in examples])
    return matrix, np.array(owner), np.array(right), weight


def _loss(
    weights: NDArray[np.float64],
    matrix: csr_matrix,
    owner: NDArray[np.int64],
    right: NDArray[np.bool_],
    weight: NDArray[np.float64],
    penalty: float,
) -> tuple[float, NDArray[np.float64]]:
    """The negative log-likelihood that a right candidate is chosen, and its gradient."""
    scores = matrix @ weights
    count = len(weight)
    highest = np.full(count, -np.inf)
    np.maximum.at(highest, owner, scores)
    powers = np.exp(scores - highest[owner])
    total = np.bincount(owner, powers, count)
    good = np.bincount(owner, powers * right, count)
    share = weight[owner] * (powers / total[owner] - powers * right / good[owner])
    loss = float(weight @ (np.log(total) - np.log(good)) + penalty / 2 * weights @ weights)
    return loss, matrix.T @ share + penalty * weights
