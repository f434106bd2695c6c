"""One scenario many times: under many seeds, and under the calibrated draws, each a run of its own in a folder.

A member's folder is a run like any other: it can be read, reported, forked. Its receipt is what a rerun goes by.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tumen import rundir
from tumen.experiments.drawn import asked_of, beside, split
from tumen.experiments.members import Member, receipt_of
from tumen.inputs import with_scenario
from tumen.overlays import OF_RUN, override
from tumen.scenario import Scenario, load
from tumen.scenario_errors import UserError

if TYPE_CHECKING:
    from tumen.results import Result

HOW = "how.json"


def members(
    scenario: str, seeds: Sequence[int], draws: Sequence[Mapping[str, float]], sets: Mapping[str, float], rung: str,
    until: str | None,
) -> list[Member]:  # fmt: skip
    """A member for each seed; the draws in turn, or the declared figures where there are none. What the scenario sets
    and what is set by hand go before a draw. A seed has its draw whatever other seeds are asked for, so that parts of
    an ensemble fit together."""
    asked = asked_of(load(scenario), sets)
    draws = [beside(draw, asked) for draw in draws]
    where = str(Path(scenario).absolute()) if Path(scenario).is_file() else scenario  # a worker may stand elsewhere
    return [
        Member(f"seed-{seed:04d}", where, {**(draws[(seed - 1) % len(draws)] if draws else {}), **sets}, seed, rung,
               until)
        for seed in seeds
    ]  # fmt: skip


def prepare(folder: Path, record: str) -> None:
    """Says how members of this folder are recorded: runs of another kind are not mixed with them."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / HOW
    if not path.is_file():  # jobs of an array begin together: each writes a file of its own, and the first one stands
        with tempfile.NamedTemporaryFile("w", dir=folder, prefix=f".{HOW}.", delete=False, encoding="utf-8") as part:
            part.write(json.dumps({"record": record}))
        with suppress(FileExistsError):
            os.link(part.name, path)
        os.unlink(part.name)
    if json.loads(path.read_text(encoding="utf-8"))["record"] != record:
        raise UserError(f"{folder}: its runs were recorded otherwise than {record}\n  legal:   another --out")


def forget_lost(folder: Path, members: Sequence[Member]) -> int:
    """Takes back the receipts of members whose run is no longer there, and says how many."""
    lost = [receipt_of(folder, m) for m in members if not (folder / m.name / "run.json").is_file()]
    for path in (found := [path for path in lost if path.is_file()]):
        path.unlink()
    return len(found)


def work(member: Member, folder: Path) -> dict[str, float]:
    """Simulates a member into its folder, on one thread."""
    record = json.loads((folder / HOW).read_text(encoding="utf-8"))["record"]
    sets, _ = split(member.sets)
    scenario = override(load(member.scenario), sets, OF_RUN)
    result = rundir.run(scenario, member.seed, member.rung, until=member.until, record=record)
    if not result.runs[0]["complete"]:  # Ctrl-C reaches the workers too, and a run ends with the month it is in
        raise KeyboardInterrupt
    result.inputs = with_scenario(result.inputs, scenario)
    rundir.save(result, folder / member.name, report=False)
    return {"months": float(result.data.sizes["time"])}


def joined(folder: Path, done: Sequence[Member], scenario: Scenario, drawn: bool) -> Result:
    """Their results as one, a run for each: of the scenario as all have it, while what each has of its own stands with
    the run, as `sets`. drawn: whether that is a calibrated draw."""
    from tumen.results import Result

    found = Result.join([Result.load(folder / member.name) for member in done])
    for run, member in zip(found.runs, done, strict=True):
        run |= {"sets": split(member.sets)[0], "drawn": drawn}
    base, sets = load(done[0].scenario), found.runs[0]["sets"]
    own = with_scenario({}, override(base, sets, OF_RUN))["drivers"]
    shared = [row for row in found.inputs["drivers"] if row not in own]
    found.inputs = with_scenario({**found.inputs, "drivers": shared}, scenario)
    if drawn:
        found.inputs["drivers"].insert(0, {
            "series": "calibrated draw", "unit": "",
            "meaning": f"{len(sets)} figures of its own for each run, which run.json lists",
            "dates": "all months", "source": "tumen calibrate", "grade": "D",
        })  # fmt: skip
    found.scenario = base.to_yaml()
    return found
