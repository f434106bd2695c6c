"""The run directory: written beside and renamed, so that what has the name is whole.

runs/history/  run.json  results.nc (of several seeds: results.zarr)  scenario.yaml  report.html
               checkpoints/1999-12/  lives/
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tumen.country import TILE, Country, build
from tumen.course import Course, result_of
from tumen.lives import Lives
from tumen.provenance import provenance, run_id, text_hash
from tumen.recorder import Recorder
from tumen.results import Result
from tumen.scenario import Scenario, load
from tumen.tape import DiskTape
from tumen.whole import put_in_place, whole_folder


def collect(
    moments: Iterable[Any],
    *,
    scenario: Any,
    scenario_text: str,
    settings: dict[str, Any],
    on_moment: Callable[[Any], None] | None = None,
) -> Result:
    """Exhausts a stream of moments that somebody else makes. If it is interrupted, the months before it stand."""
    recorder = Recorder()
    last: Any = None
    complete = True
    try:
        for last in recorder.watch(moments):
            if on_moment is not None:
                on_moment(last)
    except KeyboardInterrupt:
        complete = False
        if last is None:
            raise
    if last is None:
        raise ValueError("the calendar has no month to simulate")
    name = str(getattr(scenario, "name", scenario))
    said = str(getattr(scenario, "hash", "")) or text_hash(scenario_text)
    facts = facts_of(provenance(name, said, **{**settings, "tile": getattr(last.country, "tile", None)}))
    return result_of(recorder, last.country, facts, scenario_text, persons=last.persons, complete=complete,
                     whole=complete)  # fmt: skip


def facts_of(origin: dict[str, Any], parent: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """What run.json says of a run from its start on: where it comes from, its name among runs, whose child it is."""
    return {"id": run_id(origin, parent), "provenance": origin, **({"parent": parent} if parent else {}), **more}


def save(
    result: Result,
    folder: Path,
    *,
    report: bool = True,
    drivers: Iterable[dict[str, str]] | None = None,
    overwrite: bool = True,
    place: Path | None = None,
) -> Path:
    """Writes everything into a temporary folder beside `folder` and renames it last.

    place: the folder where the run lay while it went, with its checkpoints and lives; it becomes the run's.
    """
    if folder.exists() and not overwrite:
        raise FileExistsError(f"{folder} exists already")
    if folder.exists() and not (folder / "run.json").is_file() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} exists and is not a run of Tumen: it is not replaced")
    if drivers is not None:
        result.inputs["acts"] = [dict(row) for row in drivers]
    if place is None:
        with whole_folder(folder) as part:
            _fill(part, result, report)
    else:
        _fill(place, result, report)
        put_in_place(place, folder)
    return folder


def _fill(part: Path, result: Result, report: bool) -> None:
    result.write(part)
    (part / "scenario.yaml").write_text(result.scenario, encoding="utf-8")
    if report:
        from tumen.report import write_report

        started = time.perf_counter()
        write_report(result, part / "report.html")
        for run in result.runs:
            run.setdefault("seconds", {})["report"] = time.perf_counter() - started
    facts = run_json(result)
    facts["files"] = sorted({*(p.name for p in part.iterdir()), "run.json"})
    (part / "run.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def run_json(result: Result) -> dict[str, Any]:
    """One run's facts at the top level; of several, the first's, with all of them under `runs`."""
    facts = dict(result.runs[0]) if result.runs else {}
    if len(result.runs) > 1:
        facts["runs"] = result.runs
    return facts


def run(
    scenario: Any,
    seed: int | None = None,
    rung: str | None = None,
    *,
    threads: int = 1,
    tile: int | None = None,
    until: str | None = None,
    record: str = "yearly",
    schedule: Any = None,
    on_moment: Callable[[Any], None] | None = None,
    lives: Path | None = None,
) -> Result:
    """Simulates a scenario (a name, a path, or one loaded) to its end, or to the month `until`, and returns the result.

    record: how often groups are counted, "yearly" (each December), "monthly" or "none"; it changes no bit of the run.
    lives: a folder in which to write down the lives of persons; they are not, when left out.
    """
    course = begin(scenario, seed, rung, threads=threads, tile=tile, record=record, schedule=schedule, lives=lives)
    course.go(until, on_moment)
    return course.result()


def begin(
    scenario: Any,
    seed: int | None = None,
    rung: str | None = None,
    *,
    threads: int = 1,
    tile: int | None = None,
    record: str = "yearly",
    schedule: Any = None,
    lives: Path | None = None,
    tape: Path | None = None,
    place: Path | None = None,
    every: int = 0,
    newest: bool = False,
) -> Course:
    """A run that stands before its first month. place, every, newest: where and when it keeps checkpoints. lives, tape:
    folders for lives written down, and for the tape from which any life can be told; without them they are not kept."""
    loaded: Scenario = load(str(scenario)) if isinstance(scenario, str | Path) else scenario
    country = build(loaded, seed, rung, threads=threads, tile=tile or TILE, schedule=schedule)
    followed = None if lives is None else Lives(country, lives)
    taped = None if tape is None else DiskTape(country, tape)
    facts = facts_of(origin(country, record), lives=None if followed is None else followed.share, tape=tape is not None,
                     checkpoint=None if place is None else {"every": every, "newest": newest})  # fmt: skip
    return Course(country, facts, lives=followed, tape=taped, folder=place, every=every, newest=newest)


def origin(country: Country, record: str) -> dict[str, Any]:
    """The provenance of a run of this country."""
    told = country.scenario
    return provenance(told.name, told.hash, seed=country.seed, rung=country.rung, threads=country.threads,
                      record=record, tile=country.tile)  # fmt: skip
