"""`tumen calibrate`: waves of runs, emulators, emcee, and a posterior that is run afresh.

    prior    the prior, evenly filled: emulators of everything, the prior's predictions, the ranking of assumptions
    food, market, belief, exit    in causal order: runs where the targets of these blocks so far allow
    joint    runs where all targets allow
    check    a hundred draws of the posterior, run afresh: what is shipped, and how it is scored

A run leaves a receipt, so that a calibration goes on where it was broken off. The clock can stop it, never change it:
what a wave lacks when time is over is run by the next call, and only then does the next wave begin. So the posterior is
the same for the same seed, budget and rung, on however many workers, fast or slow.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tumen.calibration.fitting import Known, learn, sample
from tumen.calibration.plan import Wave, seed_of
from tumen.calibration.priors import Free, draw_at, free, points
from tumen.columns import Array
from tumen.experiments.members import Member, Report, Work, run_members
from tumen.scenario_errors import UserError
from tumen.survey.targets import Target, targets

WIDE = 2.0  # waves before the last lie where twice the spread would allow
Figures = dict[str, float]


@dataclass
class Done:
    """What came of it. points, figures: of all members of all waves, by name; draws: the posterior's points, none where
    time was over before (`stopped` says where)."""

    points: dict[str, Array] = field(default_factory=dict)
    figures: dict[str, Figures] = field(default_factory=dict)
    draws: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    stopped: str = ""
    failed: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def of(self, wave: str) -> list[str]:
        """Names of a wave's members that are done."""
        return [name for name in self.figures if name.startswith(f"{wave}-")]


def calibrate(
    folder: Path, waves: Sequence[Wave], work: Work, executor: Callable[[], Executor], *,
    seed: int = 1, rung: str = "250k", scenario: str = "history", of: tuple[Free, ...] | None = None,
    aims: Sequence[Target] | None = None, budget: float | None = None, steps: int = 1500,
    tell: Callable[[str], object] = lambda text: None,
    on_done: Callable[[int, int, Member], object] = lambda done, all_, member: None,
) -> Done:  # fmt: skip
    """Goes through the waves. budget: seconds that this call may take; none is begun after. What is missing then stands
    in `stopped`, and the same call goes on with it. of, aims: free parameters and targets, else all.

    Raises UserError where every run of the first wave failed.
    """
    which, aims = of or free(), tuple(aims or targets(rung))
    done = Done()
    end = None if budget is None else time.monotonic() + budget
    for number, wave in enumerate(waves):
        if not wave.runs:
            done.skipped.append(f"{wave.name}: the budget has no room for it")
            continue
        if wave.blocks and not done.figures:
            raise UserError("every run of the first wave failed, so there is nothing to fit; the receipts say why")
        cube = _design(done, wave, which, aims, seed_of(seed, wave.name, 0), steps)
        members = [
            Member(f"{wave.name}-{k:04d}", scenario, draw_at(point, which), seed_of(seed, wave.name, k), rung,
                   wave.until)
            for k, point in enumerate(cube)
        ]  # fmt: skip
        tell(f"{wave.name}: {len(members)} runs to {wave.until}")
        report = run_members(members, folder, work, executor, on_done=on_done, deadline=end)
        _take(done, members, cube, report)
        missing = len(members) - len(report.figures) - len(report.failed)
        if missing:
            done.stopped = f"{wave.name}: {missing} of {len(members)} runs are not done"
            return done
        if number == len(waves) - 1:
            done.draws = done.of(wave.name)
    if not done.draws:  # no wave checks the posterior: it is told by its emulators alone
        known = known_of(done, aims)
        cube = sample(known, len(which), 100, seed_of(seed, "posterior", 0), steps=steps)
        for k, point in enumerate(cube):
            done.points[f"draw-{k:04d}"] = point
            done.draws.append(f"draw-{k:04d}")
        done.left_out = known.left_out
    return done


def known_of(done: Done, aims: Sequence[Target]) -> Known:
    """Emulators from all runs so far, oldest first; a run that ended before a target's time is left out for it."""
    names = list(done.figures)
    return learn(np.stack([done.points[n] for n in names]), [done.figures[n] for n in names], aims)


def _design(
    done: Done, wave: Wave, of: tuple[Free, ...], aims: Sequence[Target], seed: int, steps: int
) -> Array:  # fmt: skip
    """Where a wave's runs lie."""
    if not wave.blocks:
        return points(wave.runs, seed, of)
    known = known_of(done, [t for t in aims if t.block in wave.blocks])
    done.left_out = known.left_out
    return sample(known, len(of), wave.runs, seed, steps=steps, wide=1.0 if wave.name == "check" else WIDE)


def _take(done: Done, members: Sequence[Member], cube: Array, report: Report) -> None:
    for member, point in zip(members, cube, strict=True):  # in the order of the design, whoever was done first
        if member.name in report.figures:
            done.points[member.name], done.figures[member.name] = point, report.figures[member.name]
    done.failed |= report.failed
