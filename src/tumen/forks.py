"""Going on: a run from its last checkpoint, and another future from the end of a month.

`resume` goes on with what was broken off or ended early and is, to the bit, the run that never stopped. `fork` takes
the state of a run at a month's end and goes on under another scenario's figures, with the same luck (what the same
person would draw, it draws) or with fresh luck. What the other scenario says of the months before does not act: the
state is the parent's.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tumen import rundir
from tumen.checkpoint import kept, manifest_of, restore
from tumen.course import FOLLOWED, RECORDER, Course
from tumen.lives import Lives, recorded
from tumen.months import month_index
from tumen.provenance import commit
from tumen.recorder import Recorder
from tumen.scenario import Scenario, load
from tumen.scenario_errors import ScenarioError, UserError, month_between
from tumen.simulate import Moment
from tumen.tape import taped
from tumen.verify import facts_in
from tumen.workplace import bring_checkpoints, bring_lives, going, put_back

Watch = Callable[[Moment], object]


def unfinished(folder: Path) -> bool:
    """Whether something of this run's lies beside it that was broken off with a checkpoint."""
    return bool(kept(going(folder)))


def last_checkpoint(folder: Path) -> tuple[Path, Path]:
    """Where the last checkpoint of a run is: the folder it belongs to (what was broken off beside it goes before the
    run of that name), and the checkpoint itself."""
    for source in (going(folder), folder):
        found = kept(source)
        if found:
            return source, found[max(found)]
    if going(folder).is_dir():
        raise UserError(f"{folder}: broken off before its first checkpoint; `tumen run` begins it again")
    if not (folder / "run.json").is_file():
        raise ScenarioError("this is not a run", path=folder, field="RUN", given=str(folder),
                            legal="a folder with run.json, as `tumen run` writes it")  # fmt: skip
    raise UserError(f"{folder}: this run has kept no checkpoint to go on from (--no-checkpoint, or several seeds)")


def resume(folder: Path, place: Path, until: str | None = None, *, threads: int = 1) -> Course:
    """The run of this folder at its last checkpoint, ready to go on in `place` (see `workplace`).

    Raises UserError where there is nothing to go on from, or nothing left to do.
    """
    source, where = last_checkpoint(folder)
    label, facts = str(manifest_of(where)["label"]), manifest_of(where)["run"]
    end = load(str(where / "scenario.yaml")).calendar.end
    if until is not None:
        month_between("--until", until, label, end)
    if (until or end) <= label and source != going(folder):
        raise UserError(f"{folder}: finished already: it stands at {label}, and the scenario ends in {end}")
    _have_lives(source, label, facts)
    if source != place:
        bring_lives(source, place, label)
    put_back(place, label)
    if facts["provenance"]["commit"] != commit():
        facts["resumed"] = [*facts.get("resumed", []), {"after": label, "commit": commit()}]
    course = _restored(where, place, threads, facts)
    if facts.get("tape"):
        course.tape = taped(course.country, source / "tape", place / "tape")
    if source != place:
        bring_checkpoints(source, place, label)
    return course


def _restored(where: Path, place: Path, threads: int, facts: dict[str, Any], checkpoints: bool = True) -> Course:
    """The country, what was recorded, and whose lives were written down, as a checkpoint has them."""
    country = restore(where, threads=threads)
    recorder = Recorder.read(where / RECORDER, country.declared)
    share = facts.get("lives")
    lives = None if share is None else Lives(country, place / "lives", share, always=where / FOLLOWED)
    often = facts["checkpoint"]
    more = {"folder": place, "every": often["every"]} if checkpoints else {}
    return Course(country, facts, recorder=recorder, lives=lives, newest=often["newest"], **more)


def fork(
    folder: Path, place: Path, at: str, scenario: Scenario, luck: int | None, *, threads: int = 1,
    on_moment: Watch | None = None,
) -> Course:  # fmt: skip
    """A run's state at the end of the month `at`, turned to another scenario and ready to go on in `place`.

    luck: None for the parent's, or a number that names the fresh luck, so that it can be had again. The state is taken
    from the parent's checkpoint of that month, or made from an earlier one under the parent's scenario.
    Raises UserError where the parent did not simulate that month, or the scenario does not go on from there.
    """
    facts = facts_in(folder)
    check(folder, facts, at, scenario)
    course = _parent_at(folder, place, facts, at, threads)
    before = course.country.scenario
    course.go(at, on_moment)
    if not course.complete:
        raise KeyboardInterrupt
    seed = course.country.luck if luck is None else fresh(course.country.luck, luck)
    parent = {
        "folder": os.path.relpath(folder.absolute(), place.parent), "id": facts["id"], "at": at,
        "luck": {"kind": "same" if luck is None else "fresh", "number": luck, "seed": seed},
        "scenario": {"before": _named(before), "after": _named(scenario)}, "state_hash": course.country.hash(),
    }  # fmt: skip
    course.country.turn(scenario, seed)
    often = facts["checkpoint"]
    course.facts = rundir.facts_of(
        rundir.origin(course.country, facts["provenance"]["record"]), parent, lives=facts.get("lives"),
        tape=facts.get("tape", False), checkpoint=often,
    )  # fmt: skip
    if often is not None:
        course.folder, course.every = place, often["every"]
        course.keep()
    course.complete = False
    return course


def _parent_at(folder: Path, place: Path, facts: dict[str, Any], at: str, threads: int) -> Course:
    """The parent at its latest checkpoint that is not later than the month, or before its first month."""
    label = stands_at(folder, at)
    if label:
        _have_lives(folder, label, facts)
        bring_lives(folder, place, label)
        course = _restored(kept(folder)[label], place, threads, facts, checkpoints=False)
        if facts.get("tape"):
            course.tape = taped(course.country, folder / "tape", place / "tape")
        return course
    if "parent" in facts:
        raise UserError(f"{folder}: this fork has kept no checkpoint at or before {at} to go on from")
    then = facts["provenance"]
    return rundir.begin(
        folder / "scenario.yaml", then["seed"], then["rung"], threads=threads, tile=then["tile"], record=then["record"],
        lives=None if facts.get("lives") is None else place / "lives",
        tape=place / "tape" if facts.get("tape") else None,
    )  # fmt: skip


def stands_at(folder: Path, at: str) -> str:
    """The latest month not later than `at` whose state a run has kept; empty where there is none."""
    return max((label for label in kept(folder) if label <= at), default="")


def _have_lives(source: Path, label: str, facts: dict[str, Any]) -> None:
    """Refuses to go on with lives whose past is not there: they would look as if nothing had befallen anybody."""
    if facts.get("lives") is not None and label not in recorded(source / "lives"):
        raise UserError(f"{source}: the lives to {label}, which this run wrote down in {source / 'lives'}, are not all "
                        "there; put them back, or begin again")  # fmt: skip


def check(folder: Path, facts: dict[str, Any], at: str, scenario: Scenario) -> None:
    """Refuses a fork that cannot be, before anything is built. Raises UserError."""
    if "runs" in facts or "id" not in facts:
        raise UserError(f"{folder}: several seeds in one, or written by an earlier version: a single run can be forked")
    own = load(str(folder / "scenario.yaml"))
    month_between("--at", at, facts.get("parent", {}).get("at") or own.calendar.start, facts["last_month"])
    if scenario.calendar.first != own.calendar.first:
        raise ScenarioError("another calendar", path="command line", field="--with", given=scenario.calendar.start,
                            legal=f"a scenario that starts in {own.calendar.start}, as the run does")  # fmt: skip
    if scenario.calendar.last <= month_index(at):
        raise ScenarioError("the scenario ends too early", path="command line", field="--with",
                            given=f"{scenario.name}, to {scenario.calendar.end}",
                            legal=f"a scenario that goes on after {at}")  # fmt: skip


def fresh(seed: int, number: int) -> int:
    """The seed of draws for a fork's fresh luck: from the parent's and a number, so that it can be had again."""
    text = f"fresh luck {number} of {seed}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "little")


def _named(scenario: Scenario) -> dict[str, str]:
    return {"name": scenario.name, "hash": scenario.hash}
