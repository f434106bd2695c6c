"""From a plan to a folder of results, the same for one run and for each member of an ensemble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tumen.commands.plan import Plan
    from tumen.course import Course


@dataclass(frozen=True)
class Kept:
    """What a run leaves besides its results. checkpoints: any at all; every: months from one to the next, 0 for the
    end alone; newest: only the last one stays; lives: whether they are written down; replayable: whether
    there is a tape; anew: whatever lies unfinished."""

    checkpoints: bool = False
    every: int = 0
    newest: bool = False
    lives: bool = False
    replayable: bool = False
    anew: bool = False


def simulate_and_save(
    plan: Plan, on_moment: Callable[[Any], None] | None = None, *, report: bool = True, kept: Kept | None = None
) -> dict[str, Any]:
    """Runs the plan and writes its folder; returns what run.json says."""
    from tumen import rundir
    from tumen.workplace import workplace

    wanted = kept or Kept()
    with workplace(plan.out, anew=wanted.anew) as place:
        course = rundir.begin(
            plan.scenario, plan.seed, plan.rung, threads=plan.threads, record=plan.record,
            lives=place / "lives" if wanted.lives else None,
            replayable=place / "tape" if wanted.replayable else None, place=place if wanted.checkpoints else None,
            every=wanted.every, newest=wanted.newest,
        )  # fmt: skip
        course.go(plan.until, on_moment)
        return finish(course, plan.out, place, report=report)


def finish(course: Course, out: Path, place: Path, *, report: bool = True) -> dict[str, Any]:
    """Writes results and report of a run that has ended, and gives its folder the name; returns run.json's facts."""
    from tumen import rundir
    from tumen.inputs import with_scenario

    result = course.result()
    result.inputs = with_scenario(result.inputs, course.country.scenario)
    rundir.save(result, out, report=report, place=place)
    return rundir.run_json(result)
