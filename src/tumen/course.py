"""A run while it goes: the country, and beside it what is gathered, kept from time to time, and left at any end.

Checkpoints lie in `checkpoints/1999-12/`: the state, the results so far (`recorder.npz`), who is followed
(`followed.npz`), and in the manifest the facts that it takes to go on. Lives are put away with each, so that state,
results and lives always stand at one month together.
"""

from __future__ import annotations

import resource
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tumen import checkpoint
from tumen.country import Country
from tumen.inputs import inputs_of
from tumen.lives import Lives
from tumen.months import month_index
from tumen.recorder import Recorder
from tumen.results import Result
from tumen.simulate import Moment, months
from tumen.stopping import stopping
from tumen.tape import DiskTape

RECORDER, FOLLOWED = "recorder.npz", "followed.npz"


class Course:
    """Takes a country through its months.

    facts: what run.json and each checkpoint say of the run: provenance, id, parent, settings. folder: where
    checkpoints go; none are kept without it. every: months from one to the next; 0 for the end alone. newest: only the
    last one stays.
    """

    def __init__(
        self, country: Country, facts: Mapping[str, Any], *, recorder: Recorder | None = None,
        lives: Lives | None = None, tape: DiskTape | None = None, folder: Path | None = None, every: int = 0,
        newest: bool = False,
    ) -> None:  # fmt: skip
        self.country, self.facts, self.lives, self.tape = country, dict(facts), lives, tape
        self.recorder = recorder or Recorder()
        self.folder, self.every, self.newest = folder, every, newest
        self.persons = country.persons()
        self.complete = False  # whether the month asked for was reached
        self.whole = True  # whether the state is that of a month's end
        self.seconds = 0.0  # spent on checkpoints

    def go(self, until: str | None = None, on_moment: Callable[[Moment], object] | None = None) -> None:
        """Goes on to the end of the calendar, or of the month `until`. The first Ctrl-C ends it with the month, the
        second at once: then what was recorded stands, and the last checkpoint."""
        country, first = self.country, self.country.scenario.calendar.first
        last = country.scenario.calendar.until(until).last
        kept: int | None = None
        self.complete = self.whole = False
        try:
            with stopping() as stop:
                for moment in months(country, until=until, census=self.facts["provenance"]["record"]):
                    self.recorder.add(moment)
                    self.persons, self.whole = moment.persons, True
                    if self.lives is not None:
                        self.lives.add(moment)
                    if self.tape is not None:
                        self.tape.add(moment)
                    if on_moment is not None:
                        on_moment(moment)
                    at = moment.month.index
                    if self.every and (at - first + 1) % self.every == 0:
                        self.keep()
                        kept = at
                    if stop.asked:
                        break
                    self.whole = False  # from here on the next month is at work
                self.whole = True
                self.complete = country.month is not None and country.month.index >= last
                if country.month is not None and kept != country.month.index:
                    self.keep()
                if self.lives is not None:
                    self.lives.close()
        except KeyboardInterrupt:
            if not self.recorder.labels:
                raise

    def keep(self) -> None:
        """A checkpoint of the month that is over."""
        began = time.perf_counter()
        if self.folder is not None and self.country.month is not None:
            label = self.country.month.label
            beside: dict[str, Callable[[Path], object]] = {RECORDER: self.recorder.keep}
            if self.lives is not None:
                self.lives.flush(label)
                beside[FOLLOWED] = self.lives.keep
            where = checkpoint.save(
                self.country, self.folder / "checkpoints" / label, run=self.facts, beside=beside
            )
            for name, older in checkpoint.kept(self.folder).items():
                if self.newest and name != where.name:
                    shutil.rmtree(older)
        self.seconds += time.perf_counter() - began

    def result(self) -> Result:
        """What came of it, so far as it went."""
        more = {"checkpoints": self.seconds} if self.folder is not None else {}
        if self.lives is not None:
            self.lives.wait()  # where it was broken off, what was put away may not be on disk yet
            more["lives"] = self.lives.seconds
        if self.tape is not None:
            self.tape.close()
            more["tape"] = self.tape.seconds
        return result_of(self.recorder, self.country, self.facts, self.country.scenario.to_yaml(), persons=self.persons,
                         complete=self.complete, whole=self.whole, seconds=more)  # fmt: skip


def result_of(
    recorder: Recorder, country: Any, facts: Mapping[str, Any], text: str, *, persons: int, complete: bool, whole: bool,
    seconds: Mapping[str, float] | None = None,
) -> Result:  # fmt: skip
    """Recorded months as a result, with what the run cost. A state that a broken-off month has touched has no hash."""
    hashing = time.perf_counter()
    state_hash = country.hash() if whole else ""
    spent, cost = _costs(country, recorder)
    run = {
        **facts,
        "complete": complete,
        "last_month": recorder.last_month,
        "state_hash": state_hash,
        "persons": persons,
        "ns_per_person_month": cost,
        "seconds": {**spent, "hash": time.perf_counter() - hashing, **(seconds or {})},
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    return Result(recorder.dataset(), [run], text, inputs_of(country))


def _costs(country: Any, recorder: Recorder) -> tuple[dict[str, float], float | None]:
    """The engine's own clock, and nanoseconds of wall time a simulated person and month, recording included.

    Below full scale a row stands for several persons: rows are counted, so that rungs can be compared.
    """
    clock = {k: float(v) for k, v in country.seconds.items()}
    run = sum(v for k, v in clock.items() if k not in ("build", "compile")) + recorder.seconds
    cost = run / recorder.row_months * 1e9 if recorder.row_months else None
    return {"build": clock.get("build", 0.0), "compile": clock.get("compile", 0.0), "run": run}, cost


def months_left(country: Country, until: str | None) -> int:
    """How many months are to be simulated."""
    last = country.scenario.calendar.last if until is None else month_index(until)
    return last - (country.scenario.calendar.first - 1 if country.month is None else country.month.index)
