"""The time loop: a generator of months. It knows no mechanism by name.

    for each month: figures of the month; the state governs; people live, tile by tile; the books close; the door opens;
    units publish; the moment is yielded as copies.

Stopping early leaves the country at the end of the last whole month.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from types import ModuleType
from typing import Any

import numpy as np

from tumen import door
from tumen.bind import Worker, arguments
from tumen.census import take_census
from tumen.columns import PROVINCES, Array, Place, Tally, Unit, publish
from tumen.country import TILE, Country, build
from tumen.draws import draw, key
from tumen.events import drain, ordered
from tumen.mechanism import Schedule
from tumen.months import Month
from tumen.scenario import Scenario, load


@dataclass(frozen=True)
class Moment:
    """One month of one run: copies, never views.

    tallies: int64, by province where the declaration starts with place or province. places: published arrays.
    census: (11, 24) whole-number sums, or None in months without one. persons: everybody in the table.
    told: what befell whom, as the tiles wrote it down.
    """

    month: Month
    tallies: dict[str, Array]
    places: dict[str, Array]
    census: dict[str, Array] | None
    persons: int
    country: Country
    told: list[Array]

    @cached_property
    def events(self) -> Any:
        """What befell whom, sorted by identity."""
        return ordered(self.told)


def simulate(
    scenario: Scenario | str, seed: int | None = None, rung: str | None = None, *, threads: int = 1, tile: int = TILE,
    schedule: Schedule | None = None, until: str | None = None, census: str = "yearly",
) -> Iterator[Moment]:  # fmt: skip
    """Run a scenario month by month. census: "yearly" (December), "monthly" or "none"; it changes no bit of the run."""
    scenario = load(scenario) if isinstance(scenario, str) else scenario
    country = build(scenario, seed, rung, threads=threads, tile=tile, schedule=schedule)
    yield from months(country, until=until, census=census)


def months(country: Country, *, until: str | None = None, census: str = "yearly") -> Iterator[Moment]:
    """Advance a country to the end of its calendar, or to the month `until` (included)."""
    compile_spans(country)
    for month in country.scenario.calendar.until(until):
        if country.month is None or month.index > country.month.index:
            advance(country, month)
            began = perf_counter()
            wanted = census == "monthly" or (census == "yearly" and month.moy == 12)
            sums = take_census(country, month.index) if wanted else None
            moment = Moment(month, *copies(country), sums, country.persons(), country, country.told)
            country.seconds["record"] += perf_counter() - began
            yield moment


def advance(c: Country, month: Month) -> None:
    """One month of a country's life."""
    t0 = perf_counter()
    c._set_month_numbers(month.index - c.scenario.calendar.first)
    for m in c.active:
        c.lands[m.name].luck.update({d: float(draw(key(c.luck, month.index, d), 0)) for d in m.decisions})
        m.govern(c.lands[m.name], c.numbers[m.name], month)
        c._publish(m)
    t1 = perf_counter()
    c.person_months += c.persons()
    for onlooker in c.onlookers:
        onlooker.published(c, month)
    live(c, month)
    for onlooker in c.onlookers:
        onlooker.lived(c, month)
    t2 = perf_counter()
    for m in c.active:
        m.account(c.lands[m.name], c.numbers[m.name], month)
        c._publish(m)
    t3 = perf_counter()
    door.settle(c, month)
    publish_units(c)
    c.month = month
    t4 = perf_counter()
    c.seconds["books"] += (t1 - t0) + (t3 - t2)
    c.seconds["people"] += t2 - t1
    c.seconds["door"] += t4 - t3


def publish_units(c: Country) -> None:
    """What units wrote this month is what all see in the next, in whole steps."""
    a = c.tables.arrays
    for name, d in c.declared.items():
        if isinstance(d, Unit) and d.step is not None:
            a[name][:] = a[name + "_next"]
            publish(a[name], d.step, None)


def month_values(c: Country, month: int) -> dict[str, Any]:
    """What spans see of the month itself: its number, its parameters, its keys and the codes of the exits."""
    now: dict[str, Any] = {**c.exit_codes, **c.event_codes}
    for m in c.schedule.mechanisms:
        now[f"{m.name}.p"], now[f"{m.name}.month"] = c.numbers[m.name], np.int32(month)
        now |= {f"key {d}": key(c.luck, month, d) for d in m.decisions}
    return now


def live(c: Country, month: Month) -> None:
    """The people phase: every tile goes through the whole schedule on one thread; tallies are summed at the end."""
    now = month_values(c, month.index)
    for worker in c.workers:
        for tally in worker.tallies.values():
            tally[...] = 0
    waiting = iter(c.views)  # one for all threads: each takes the next tile
    told: list[Array] = []

    def work(worker: Worker) -> dict[str, float]:
        spent = {b.label: 0.0 for b in c.steps}
        for views in waiting:
            for b in c.steps:
                began = perf_counter()
                b.call(*arguments(b, views, worker, c.whole, now))
                spent[b.label] += perf_counter() - began
            if len(worker.log):
                rows = drain(worker.log)
                told.append(rows if c.heeds is None else rows[c.heeds(rows)])
        return spent

    for spent in c.each(work, c.workers):
        for label, s in spent.items():
            c.span_seconds[label] = c.span_seconds.get(label, 0.0) + s
    c.told = told
    first, *others = c.workers
    for name, total in c.tallies.items():
        total[...] = first.tallies[name]
        for w in others:
            total += w.tallies[name]


def compile_spans(c: Country) -> None:
    """Call every span once on no unit at all, so that every error of typing is met here and not in a thread; and open
    the door and count once while nobody is marked, so that no month waits for their kernels."""
    if c.seconds["compile"]:
        return
    began = perf_counter()
    now = month_values(c, c.scenario.calendar.first)
    empty = type(c.views[0]).__new__(type(c.views[0]))
    empty.rows = slice(0, 0)
    empty.write = {k: v[0:0] for k, v in c.views[0].write.items()}
    empty.read = {k: v[0:0] for k, v in c.views[0].read.items()}
    for b in c.steps:
        b.call(*arguments(b, empty, c.workers[0], c.whole, now))
    door.settle(c, Month(-1, 0, 0, "compilation"))
    take_census(c, 0)
    c.seconds["compile"] = perf_counter() - began


def copies(c: Country) -> tuple[dict[str, Array], dict[str, Array]]:
    """Tallies (places summed to provinces) and published arrays, as copies."""
    tallies: dict[str, Array] = {}
    for name, total in c.tallies.items():
        d = c.declared[name]
        assert isinstance(d, Tally)
        if d.over and d.over[0] == "place":
            out = np.zeros((PROVINCES, *total.shape[1:]), np.int64)
            np.add.at(out, c.geo.province, total)
            tallies[name] = out
        else:
            tallies[name] = total.copy()
    places = {k: c.tables.arrays[k].copy() for k, d in c.declared.items() if isinstance(d, Place)}
    return tallies, places


class _Named(ModuleType):
    """`tumen.simulate` names the function until this module is imported, and the module from then on: call either."""

    def __call__(self, *given: Any, **named: Any) -> Iterator[Moment]:
        return simulate(*given, **named)


sys.modules[__name__].__class__ = _Named
