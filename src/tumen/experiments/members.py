"""Many runs, each with a receipt: what is done is not done again, and what breaks costs itself alone.

A member is one run: a scenario, figures set in it, a seed, a rung, a last month. `run_members` hands each to `work`, a
plain function of a module (it has to travel to other processes), and writes what comes back to `members/NAME.json`,
whole or not at all. A receipt is believed while model, evidence, what is measured and the member itself are the same.

Any `concurrent.futures.Executor` does. A worker that is killed breaks a pool of the standard library for all: then the
pool is made anew and those under way go again; a member that breaks it twice is given up and said so.
"""

from __future__ import annotations

import gc
import inspect
import json
import os
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tumen._cache import VERSION, model_hash
from tumen.provenance import evidence_hash, files_hash
from tumen.scenario import load
from tumen.scenario_errors import UserError
from tumen.whole import whole_file

TRIES = 2


@dataclass(frozen=True)
class Member:
    """One run. name: of its receipt, legal in a path. sets: figures as `--set` takes them. until: the last month."""

    name: str
    scenario: str = "history"
    sets: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1
    rung: str = "250k"
    until: str | None = None


Work = Callable[[Member, Path], Mapping[str, float]]


@dataclass
class Report:
    """What came of all. figures: by member, of those that are done; failed: why the others are not."""

    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    kept: int = 0  # done before
    stale: int = 0  # done before, with another model, evidence or measure


@cache
def measures_hash(work: Work) -> str:
    """Sixteen hex digits over the code that measures, and its data: observers, surveys, and where `work` is written."""
    here = Path(__file__).parents[1]
    own = Path(inspect.getfile(work))
    files = [here / "observer.py", *(here / "survey").glob("*"), own]
    if own.name.startswith("claims"):
        files += [*(here / "claims" / "measures").glob("*"), here / "claims" / "plan.py", here / "claims" / "plan.csv"]
    return files_hash(p for p in files if p.suffix in (".py", ".csv"))


def made_with(work: Work) -> dict[str, str]:
    """What figures rest on besides the member itself."""
    return {"version": VERSION, "model_hash": model_hash(), "evidence_hash": evidence_hash(),
            "measures_hash": measures_hash(work)}  # fmt: skip


@cache
def _scenario_hash(name: str) -> str:
    return load(name).hash


def said_of(member: Member, work: Work) -> dict[str, Any]:
    """What has to be the same for a receipt to be believed."""
    return {
        **asdict(member), "sets": dict(sorted(member.sets.items())), "scenario_hash": _scenario_hash(member.scenario),
        **made_with(work), "work": f"{work.__module__}.{work.__qualname__}",
    }  # fmt: skip


def receipt_of(folder: Path, member: Member) -> Path:
    return folder / "members" / f"{member.name}.json"


def read(folder: Path, member: Member, work: Work) -> tuple[dict[str, float] | None, bool]:
    """The figures of a finished member, if its receipt can be believed; and whether there is one that cannot."""
    try:
        told = json.loads(receipt_of(folder, member).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None, False
    if told.get("member") != json.loads(json.dumps(said_of(member, work))):
        return None, True
    return (dict(told["figures"]) if "figures" in told else None), False


def processes(workers: int) -> ProcessPoolExecutor:
    """Processes of this machine, each started clean, which end with the one that started them."""
    return ProcessPoolExecutor(workers, get_context("spawn"), _stay_with, (os.getpid(),))


def _stay_with(parent: int) -> None:
    """A worker whose parent was killed would go on through all that was handed out, unseen: it ends instead."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def run_members(
    members: Iterable[Member], folder: Path, work: Work, executor: Callable[[], Executor], *,
    on_done: Callable[[int, int, Member], object] = lambda done, all_, member: None, deadline: float | None = None,
) -> Report:  # fmt: skip
    """Runs every member that is not done, and returns all figures.

    executor: makes one; called again where it broke. deadline: `time.monotonic()` after which no member is begun; those
    are left out, neither done nor failed. Figures depend on members alone, never on how many ran at once.
    Raises UserError for two members of one name.
    """
    members, folder = list(members), folder.absolute()  # a worker may stand in another folder
    if len({m.name for m in members}) < len(members):
        raise UserError("two members have one name: receipts would be mistaken for each other")
    (folder / "members").mkdir(parents=True, exist_ok=True)
    report, left = Report(), []
    for member in members:
        figures, stale = read(folder, member, work)
        report.stale += stale
        if figures is None:
            left.append(member)
        else:
            report.figures[member.name] = figures
            report.kept += 1
    tries = dict.fromkeys((m.name for m in left), 0)
    rounds = [(left, False)]
    while rounds:
        wanted, alone = rounds.pop(0)
        again: list[Member] = []

        def take(member: Member, told: dict[str, Any], again: list[Member] = again) -> None:
            tries[member.name] += 1
            if "figures" in told:
                report.figures[member.name] = told["figures"]
            elif tries[member.name] < TRIES and not told.get("final"):
                again.append(member)
                return
            else:
                report.failed[member.name] = told["error"]
            on_done(len(report.figures) + len(report.failed), len(members), member)

        suspects, rest = _round(wanted, folder, work, executor, take, alone, deadline)
        if alone and suspects:  # it was the only one under way: it broke the pool itself
            lost = {"error": "the worker ended without a word"}
            _write(folder, suspects[0], work, lost)
            take(suspects[0], lost)
            suspects = []
        later = [([one], True) for one in [*suspects, *(again if alone else [])]]
        rounds = later + [(part, False) for part in ([] if alone else again, rest) if part] + rounds
    return report


def _round(
    wanted: list[Member], folder: Path, work: Work, executor: Callable[[], Executor],
    take: Callable[[Member, dict[str, Any]], None], alone: bool, deadline: float | None,
) -> tuple[list[Member], list[Member]]:  # fmt: skip
    """Runs as many as it can. Where the pool breaks: who was under way, and who was not begun."""
    queue = list(reversed(wanted))
    waiting: dict[Future[dict[str, Any]], Member] = {}
    with executor() as pool:
        ahead = 1 if alone else 2 * int(getattr(pool, "_max_workers", 16))
        while True:
            while queue and len(waiting) < ahead and (deadline is None or time.monotonic() < deadline):
                member = queue.pop()
                waiting[pool.submit(_one, work, member, folder)] = member
            if not waiting:
                return [], []
            for ready in wait(waiting, return_when=FIRST_COMPLETED).done:
                member = waiting.pop(ready)
                try:
                    told = ready.result()
                except BrokenExecutor:
                    return [member, *waiting.values()], queue[::-1]
                except Exception as error:  # the executor's own word that a worker was lost, again and again
                    told = {"error": f"{type(error).__name__}: {error}"}
                    _write(folder, member, work, told)
                take(member, told)


def _one(work: Work, member: Member, folder: Path) -> dict[str, Any]:
    """One member, in a worker: its receipt is written there, so that a lost answer loses nothing."""
    began = time.perf_counter()
    try:
        told: dict[str, Any] = {"figures": {k: float(v) for k, v in work(member, folder).items()}}
    except Exception as error:  # whatever it is, it is this member's alone, and its receipt says it
        told = {"error": f"{type(error).__name__}: {error}", "where": traceback.format_exc(limit=-4),
                "final": isinstance(error, UserError)}  # what somebody has to mend fails again  # fmt: skip
    told["seconds"] = time.perf_counter() - began
    gc.collect()  # a country is a circle of a few large arrays, which Python alone would leave lying for dozens of runs
    _write(folder, member, work, told)
    return told


def _write(folder: Path, member: Member, work: Work, told: Mapping[str, Any]) -> None:
    with whole_file(receipt_of(folder, member)) as part:
        part.write_text(json.dumps({"member": said_of(member, work), **told}, sort_keys=True), encoding="utf-8")
