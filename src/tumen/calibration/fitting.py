"""From runs to draws: emulators of the targets, and emcee over what they say.

The likelihood of a target falls with the distance between guess and record in standard errors: the target's own error
(`survey.targets`) and the emulator's. It is Student's t with four degrees of freedom rather than a bell: the model
misses some targets wherever its parameters stand, and one that is out of reach must not decide all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tumen.calibration.emulator import Emulator, Family, fit, fit_family
from tumen.columns import Array
from tumen.survey.targets import Target

FREEDOM = 4.0
ENOUGH = 0.6  # share of the runs in which somebody could answer: below, a target is not weighed
FAMILY = "arrivals."  # of these years and sexes go together


@dataclass(frozen=True)
class Known:
    """What is known of the targets: guesses at any point, how unsure they are, what the record says."""

    targets: tuple[Target, ...]
    guess: Callable[[Array], Array]
    unsure: Array
    left_out: tuple[str, ...]

    def distance(self, cube: Array) -> Array:
        """(n, targets): guesses less records in standard errors."""
        record = np.array([on_scale(t, t.value) for t in self.targets])
        error = np.sqrt(np.array([t.error for t in self.targets]) ** 2 + self.unsure)
        found: Array = (self.guess(cube) - record) / error
        return found

    def log_likelihood(self, cube: Array) -> Array:
        far = self.distance(cube)
        found: Array = (-0.5 * (FREEDOM + 1) * np.log1p(far**2 / FREEDOM)).sum(1)
        return found


def on_scale(target: Target, figure: Any) -> Any:
    """A figure on the target's scale. The log of nothing is that of a thousandth of the record: far, and finite."""
    return np.log(np.maximum(figure, target.value * 1e-3)) if target.scale == "log" else figure


def learn(cube: Array, figures: Sequence[Mapping[str, float]], targets: Sequence[Target]) -> Known:
    """Emulators of these targets from runs at the points `cube`; a run that could not say one is left out for it."""
    told = {t.id: np.array([f.get(t.id, np.nan) for f in figures], float) for t in targets}
    there = {name: np.isfinite(v) for name, v in told.items()}
    weighed = [t for t in targets if there[t.id].mean() >= ENOUGH and np.nanstd(told[t.id]) > 0]
    out = tuple(t.id for t in targets if t not in weighed)
    kin = [t for t in weighed if t.id.startswith(FAMILY) and t.scale == "log"]
    single = [t for t in weighed if t not in kin]
    parts: list[Emulator] = []
    for t in single:
        ok = there[t.id]
        parts.append(fit(cube[ok], on_scale(t, told[t.id][ok])))
    unsure = [part.unsure for part in parts]
    family: Family | None = None
    if kin:
        ok = np.all([there[t.id] for t in kin], axis=0)
        family = fit_family(cube[ok], np.stack([on_scale(t, told[t.id][ok]) for t in kin], 1))
        unsure += list(family.unsure)

    def guess(points: Array) -> Array:
        columns = [part(points)[:, None] for part in parts] + ([family(points)] if family else [])
        found: Array = np.concatenate(columns, 1)
        return found

    return Known((*single, *kin), guess, np.array(unsure), out)


def sample(known: Known, size: int, n: int, seed: int, *, steps: int = 1500, wide: float = 1.0) -> Array:
    """`n` points of the unit cube, drawn by emcee from prior times likelihood. wide: above 1 the likelihood is
    flattened to its power of 1 / wide, so that a wave covers what may yet turn out to be possible."""
    import emcee
    from threadpoolctl import threadpool_limits

    rng = np.random.default_rng(seed)
    walkers = max(4 * size, 64)
    with threadpool_limits(1):
        start = rng.random((40 * walkers, size))
        start = start[np.argsort(-known.log_likelihood(start), kind="stable")[: 4 * walkers]]
        start = start[rng.permutation(len(start))[:walkers]]

        def log_p(points: Array) -> Array:
            inside = ((points > 0) & (points < 1)).all(1)
            found = np.full(len(points), -np.inf)
            if inside.any():
                found[inside] = known.log_likelihood(points[inside]) / wide
            return found

        moves = [(emcee.moves.DEMove(), 0.7), (emcee.moves.DESnookerMove(), 0.1), (emcee.moves.StretchMove(), 0.2)]
        sampler = emcee.EnsembleSampler(walkers, size, log_p, moves=moves, vectorize=True)
        sampler._random = np.random.RandomState(seed)
        sampler.run_mcmc(start, steps)
        chain, heights = sampler.get_chain(discard=steps // 2), sampler.get_log_prob(discard=steps // 2)
    moved = heights.max(0) >= np.median(heights)  # a walker that never rose so high is stuck where it began
    chain = chain[:, moved].reshape(-1, size)
    picked: Array = chain[rng.permutation(len(chain))[:n]]
    return picked
