"""The run directory: written beside and renamed, so that what has the name is whole; and run again to be verified.

runs/history/  run.json  results.nc (of several seeds: results.zarr)  scenario.yaml  report.html
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tumen.inputs import inputs_of
from tumen.provenance import provenance, text_hash
from tumen.results import Recorder, Result

SETTINGS = ("rung", "threads", "tile")


def collect(
    moments: Iterable[Any],
    *,
    scenario: Any,
    scenario_text: str,
    settings: dict[str, Any],
    on_moment: Callable[[Any], None] | None = None,
) -> Result:
    """Exhausts a stream of moments. Ctrl-C ends it early and leaves a valid prefix, marked as not complete."""
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
    hashing = time.perf_counter()
    # a month that was broken off has touched the state, so only a finished run has a hash worth comparing
    state_hash = last.country.hash() if complete else ""
    hashed = time.perf_counter() - hashing
    seconds, cost = _costs(last, recorder)
    run = {
        "complete": complete,
        "last_month": recorder.last_month,
        "state_hash": state_hash,
        "persons": last.persons,
        "ns_per_person_month": cost,
        "seconds": {**seconds, "hash": hashed},
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "provenance": provenance(
            str(getattr(scenario, "name", scenario)),
            str(getattr(scenario, "hash", "")) or text_hash(scenario_text),
            **{**settings, "tile": getattr(last.country, "tile", None)},
        ),
    }
    return Result(recorder.dataset(), [run], scenario_text, inputs_of(last.country))


def _costs(moment: Any, recorder: Recorder) -> tuple[dict[str, float], float | None]:
    """The engine's own clock, and nanoseconds of wall time a simulated person and month, recording included.

    Below full scale a row stands for several persons: rows are counted, so that rungs can be compared.
    """
    clock = {k: float(v) for k, v in moment.country.seconds.items()}
    run = sum(v for k, v in clock.items() if k not in ("build", "compile")) + recorder.seconds
    cost = run / recorder.row_months * 1e9 if recorder.row_months else None
    return {"build": clock.get("build", 0.0), "compile": clock.get("compile", 0.0), "run": run}, cost


def save(
    result: Result,
    folder: Path,
    *,
    report: bool = True,
    drivers: Iterable[dict[str, str]] | None = None,
    overwrite: bool = True,
) -> Path:
    """Writes everything into a temporary folder beside `folder` and renames it last."""
    if folder.exists() and not overwrite:
        raise FileExistsError(f"{folder} exists already")
    if folder.exists() and not (folder / "run.json").is_file() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} exists and is not a run of Tumen: it is not replaced")
    if drivers is not None:
        result.inputs["acts"] = [dict(row) for row in drivers]
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        result.write(part)
        (part / "scenario.yaml").write_text(result.scenario, encoding="utf-8")
        if report:
            from tumen.report import write_report

            started = time.perf_counter()
            write_report(result, part / "report.html")
            for run in result.runs:
                run.setdefault("seconds", {})["report"] = time.perf_counter() - started
        facts = run_json(result)
        facts["files"] = sorted([*(p.name for p in part.iterdir()), "run.json"])
        (part / "run.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        part.chmod(0o755)
        _replace(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder


def run_json(result: Result) -> dict[str, Any]:
    """One run's facts at the top level; of several, the first's, with all of them under `runs`."""
    facts = dict(result.runs[0]) if result.runs else {}
    if len(result.runs) > 1:
        facts["runs"] = result.runs
    return facts


def _replace(part: Path, folder: Path) -> None:
    if not folder.exists():
        os.replace(part, folder)
        return
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    os.replace(folder, old)
    try:
        os.replace(part, folder)
    except BaseException:
        with suppress(OSError):
            os.replace(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


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
    replayable: Path | None = None,
) -> Result:
    """Simulates a scenario (a name, a path, or one loaded) to its end, or to the month `until`, and returns the result.

    record: how often groups are counted, "yearly" (each December), "monthly" or "none"; it changes no bit of the run.
    replayable: a new folder for the tape from which any life of the run can be told again; nor does that.
    """
    from tumen.country import build
    from tumen.scenario import load, to_yaml
    from tumen.simulate import months

    loaded = load(str(scenario)) if isinstance(scenario, str | Path) else scenario
    more = {} if tile is None else {"tile": tile}
    seed = loaded.seeds[0] if seed is None else seed
    country = build(loaded, seed, rung, threads=threads, schedule=schedule, **more)
    moments = months(country, until=until, census=record)
    if replayable is not None:
        from tumen.tape import taped

        moments = taped(moments, country, replayable)
    kept = {"seed": seed, "rung": rung or loaded.rung, "threads": threads, "record": record}
    return collect(moments, scenario=loaded, scenario_text=to_yaml(loaded), settings=kept, on_moment=on_moment)


@dataclass(frozen=True)
class Verdict:
    same: bool
    expected: str
    found: str
    notes: tuple[str, ...] = ()


def verify(folder: str | Path) -> Verdict:
    """Runs again what the directory says was run and compares the state to the last bit."""
    folder = Path(folder)
    facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    if not facts.get("complete") or not facts.get("state_hash"):
        raise ValueError(f"{folder} was broken off in {facts.get('last_month') or 'its first month'}: "
                         "only a finished run has a state to compare")  # fmt: skip
    then = facts["provenance"]
    settings = {k: then[k] for k in SETTINGS if then.get(k) is not None}
    again = run(folder / "scenario.yaml", then["seed"], until=facts["last_month"], **settings)
    now = again.provenance
    watched = ("version", "commit", "scenario_hash", "evidence_hash", "numpy", "numba", "cpu")
    notes = tuple(f"{k}: {then.get(k)} then, {now.get(k)} now" for k in watched if then.get(k) != now.get(k))
    found = again.runs[0]["state_hash"]
    return Verdict(found == facts["state_hash"], facts["state_hash"], found, notes)
