"""What goes with an outcome over draws: rank correlations with the free parameters, told only where luck would not do.

Of many correlations over few draws the largest is large by chance alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import sqrt
from statistics import NormalDist

from tumen.claims.verdicts import Runs, outcomes

Draw = Mapping[str, float]
MOST = 3


def drivers(what: Callable[[Runs], float], draws: Sequence[Runs], points: Sequence[Draw]) -> dict[str, float]:
    """The free parameters with which the answer goes most, by rank correlation over the draws: those that stand out
    from what the largest of so many would be by chance, one time in twenty."""
    import numpy as np

    from tumen.claims.measures.matching import spearman

    pairs = []
    for runs, point in zip(draws, points, strict=False):
        said = outcomes(what, [runs])
        if said and said[0] == said[0]:
            pairs.append((float(said[0]), point))
    if len(pairs) < 10 or len({x for x, _ in pairs}) < 3:
        return {}
    y, w = np.array([x for x, _ in pairs]), np.ones(len(pairs))
    rho = {name: spearman(np.array([p[name] for _, p in pairs]), y, w) for name in pairs[0][1]}
    ranked = sorted(((k, v) for k, v in rho.items() if abs(v) >= by_chance(len(rho), len(pairs))),
                    key=lambda item: -abs(item[1]))  # fmt: skip
    return {k: round(v, 2) for k, v in ranked[:MOST]}


def by_chance(parameters: int, draws: int) -> float:
    """The rank correlation that the largest of so many exceeds in one of twenty trials when nothing goes with it."""
    return NormalDist().inv_cdf(1 - 0.025 / max(parameters, 1)) / sqrt(max(draws - 1, 1))
