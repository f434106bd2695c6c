"""`tumen calibrate`: waves of runs, emulators, emcee, and a posterior that is run afresh.

    prior    the prior, evenly filled: emulators of everything, the prior's predictions, the ranking of assumptions
    food, market, belief, exit    in causal order: runs where the targets of these blocks so far allow
    joint    runs where all targets allow
    check    a hundred draws of the posterior, run afresh: what is shipped, and how it is scored

A run leaves a receipt, so that a calibration goes on where it was broken off; what comes after depends on figures
alone, so that the posterior is the same for the same seed, on however many workers.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tumen.calibration.fitting import Known, learn, sample
from tumen.calibration.plan import Wave, seed_of
from tumen.calibration.priors import Free, draw_at, free, points
from tumen.columns import Array
from tumen.experiments.members import Member, Report, Work, made_with, run_members
from tumen.scenario_errors import UserError
from tumen.survey.targets import Target, targets
from tumen.whole import whole_file

WIDE = 2.0  # waves before the last lie where twice the spread would allow
Figures = dict[str, float]


@dataclass
class Done:
    """What came of it. points, figures: of all members of all waves, by name; draws: the posterior's points."""

    points: dict[str, Array] = field(default_factory=dict)
    figures: dict[str, Figures] = field(default_factory=dict)
    draws: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
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
    """Goes through the waves. budget: seconds in all, those of earlier calls in this folder included; a wave that is
    not whole when its share is over is left as it is, and said so. of, aims: free parameters and targets, else all.

    Raises UserError where not one run of the first wave was done.
    """
    which, aims = of or free(), tuple(aims or targets())
    of_these = {"seed": seed, "rung": rung, "scenario": scenario, **made_with(work)}
    done, began, spent = Done(), time.monotonic(), _spent(folder, of_these)

    def counted(so_far: int, all_: int, member: Member) -> None:
        _keep_spent(folder, spent + time.monotonic() - began, of_these)
        on_done(so_far, all_, member)

    share = 0.0
    for number, wave in enumerate(waves):
        share += wave.share
        if not wave.runs:
            done.skipped.append(f"{wave.name}: the budget has no room for it")
            continue
        if wave.blocks and not done.figures:
            raise UserError("no run of the first wave was done in its time: there is nothing to fit; more --budget")
        cube = _design(done, wave, which, aims, seed_of(seed, wave.name, 0), steps)
        members = [
            Member(f"{wave.name}-{k:04d}", scenario, draw_at(point, which), seed_of(seed, wave.name, k), rung,
                   wave.until)
            for k, point in enumerate(cube)
        ]  # fmt: skip
        tell(f"{wave.name}: {len(members)} runs to {wave.until}")
        end = None if budget is None else began + budget * share - spent
        report = run_members(members, folder, work, executor, on_done=counted, deadline=end)
        _take(done, members, cube, report)
        missing = len(members) - len(report.figures) - len(report.failed)
        if missing:
            done.skipped.append(f"{wave.name}: {missing} of {len(members)} runs, for want of time")
        if number == len(waves) - 1:
            done.draws = done.of(wave.name)
        _keep_spent(folder, spent + time.monotonic() - began, of_these)
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


def _spent(folder: Path, of: Mapping[str, Any]) -> float:
    """Seconds that earlier calls took for the same; what another seed, rung or model took is not counted."""
    try:
        told: Mapping[str, Any] = json.loads((folder / "spent.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0.0
    return float(told["seconds"]) if told.get("of") == of else 0.0


def _keep_spent(folder: Path, seconds: float, of: Mapping[str, Any]) -> None:
    with whole_file(folder / "spent.json") as part:
        part.write_text(json.dumps({"seconds": seconds, "of": of}), encoding="utf-8")
