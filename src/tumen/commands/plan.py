"""What a run will be, settled and checked before anything is built, compiled or written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.months import Calendar
from tumen.scenario_errors import ScenarioError, UserError, month_between, nearest

if TYPE_CHECKING:
    from tumen.scenario import Scenario

RECORDS = ("none", "yearly", "monthly")


@dataclass(frozen=True)
class Plan:
    """A run that can be made: everything in it is legal and fits the machine."""

    scenario: Scenario
    seed: int
    rung: str
    threads: int
    until: str | None
    record: str
    out: Path

    @property
    def calendar(self) -> Calendar:
        return self.scenario.calendar.until(self.until)


def make(
    what: str,
    *,
    sets: Sequence[str] = (),
    rung: str | None = None,
    seed: int | None = None,
    threads: int | None = None,
    until: str | None = None,
    record: str = "yearly",
    out: Path | None = None,
    mark: str = "run.json",
) -> Plan:
    """A plan from the command line's words. mark: see `writable`. Raises UserError for anything that cannot be run."""
    from tumen.scenario import load

    scenario = load(what).with_overrides(sets)
    chosen = rung_of(rung or scenario.rung)
    if until is not None:
        month_between("--until", until, scenario.calendar.start, scenario.calendar.end)
    if record not in RECORDS:
        raise _option("--record", record, "one of " + ", ".join(RECORDS), nearest(record, RECORDS))
    workers = workers_of(threads)
    folder = writable(out or Path("runs") / scenario.name, mark)
    scenario.validate_parameters(known())
    from tumen.commands.memory import refuse

    refuse(chosen)
    return Plan(scenario, scenario.seeds[0] if seed is None else seed, chosen, workers, until, record, folder)


def rung_of(text: str) -> str:
    """A rung by its name."""
    from tumen.scenario import RUNGS

    if text not in RUNGS:
        raise _option("--rung", text, "one of " + ", ".join(RUNGS), nearest(text.lower(), RUNGS))
    return text


def known() -> dict[str, Any]:
    """Every declared parameter, by mechanism and name."""
    from tumen.differences import declared

    return dict(declared())


def workers_of(threads: int | None) -> int:
    """How many threads, where nothing is said."""
    cores = os.cpu_count() or 1
    workers = min(2, cores) if threads is None else threads
    if not 1 <= workers <= 256:
        raise _option("--threads", workers, "a whole number from 1 to 256", str(cores))
    return workers


def luck_of(text: str | None) -> int | None:
    """Luck after a fork: None for the same, a number for fresh luck. It has to be said: a difference between two runs
    means one thing with the same luck and another with fresh."""
    legal = ("same (who would have drawn a number draws it still: what differs comes from the scenario), or fresh, "
             "fresh:2, ... (other draws from the fork on, by a number, so that they can be had again)")  # fmt: skip
    if text is None:
        raise _option("--luck", "(nothing)", legal)
    kind, colon, number = text.partition(":")
    if text == "same":
        return None
    if kind == "fresh" and (not colon or (number.isascii() and number.isdigit() and 0 < int(number) < 2**32)):
        return int(number or 1)
    raise _option("--luck", text, legal, nearest(kind, ("same", "fresh")))


def other(target: Path, parent: Path) -> None:
    """Refuses to write a fork over the run it comes from."""
    if target.absolute() == parent.absolute() or target.resolve() == parent.resolve():
        raise _option("--out", target, "another folder than the run's that is forked")


def writable(folder: Path, mark: str = "run.json") -> Path:
    """The folder of results: new, or an earlier one's, which has a file `mark`. Asked before the run, not after it."""
    if folder.name in ("", ".", ".."):
        raise _option("--out", folder, "a folder by its name, new or of an earlier run")
    if folder.exists() and not folder.is_dir():
        raise _option("--out", folder, "a folder, new or of an earlier run")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / mark).is_file():
        raise _option("--out", folder, "a folder that is new, empty, or an earlier run's: this one has other files "
                      "and is not replaced")  # fmt: skip
    parent = folder.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise _option("--out", folder, f"a folder that can be made: {parent} cannot be written to")
    return folder


def run_folder(folder: Path) -> Path:
    """An existing run's folder."""
    if not (folder / "run.json").is_file():
        runs = [path.parent.as_posix() for path in Path("runs").glob("*/run.json")]
        raise UserError(str(ScenarioError("this is not a run", path=folder, field="RUN", given=str(folder),
                                          legal="a folder with run.json, as `tumen run` writes it",
                                          nearest=nearest(folder.as_posix(), runs))))  # fmt: skip
    return folder


def _option(field: str, given: object, legal: str, near: str = "") -> ScenarioError:
    return ScenarioError("not legal", path="command line", field=field, given=str(given), legal=legal, nearest=near)
