"""Countries run for the conformance suite: watched for bounds, cut otherwise, and with a mechanism switched off."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from tumen.columns import WIDTH, Array, Column, Household, Place, Tally, Unit
from tumen.conformance_text import Finding
from tumen.country import TILE, Country, build
from tumen.door import identity
from tumen.mechanism import Mechanism, Schedule
from tumen.months import Month, month
from tumen.scenario import Scenario
from tumen.simulate import advance, compile_spans


@dataclass(frozen=True)
class Trial:
    """One country to be run: what is asked, the order of the month, and how the work is cut."""

    asked: Scenario = field(compare=False)
    asked_hash: str
    seed: int
    rung: str
    months: int
    schedule: Schedule
    threads: int = 1
    tile: int = TILE

    def but(self, **changes: Any) -> "Trial":
        """The same trial with something changed."""
        return replace(self, **changes)

    def build(self) -> Country:
        return build(self.asked, self.seed, self.rung, schedule=self.schedule, threads=self.threads, tile=self.tile)

    def run(self, c: Country) -> Iterator[Month]:
        compile_spans(c)
        for k in range(self.months):
            advance(c, month(k))
            yield month(k)


@dataclass(frozen=True)
class Ended:
    """A trial at its end. outside: the first value beyond bounds, by array. hung: what was kept on land or objects."""

    country: Country
    hash: str
    outside: dict[str, str]
    hung: dict[str, str]


@lru_cache(maxsize=6)
def finished(trial: Trial) -> Ended:
    """The trial carried out, watched for bounds each month. Kept, since shipped mechanisms share one schedule."""
    c = trial.build()
    before = {name: dict(vars(land)) for name, land in c.lands.items()}
    outside: dict[str, str] = {}
    for now in trial.run(c):
        for name, words in _beyond_bounds(c):
            outside.setdefault(name, f"{words} in {now.label}")
    hung = {}
    for name, m in c.mechanisms.items():
        land = vars(c.lands[name])
        kept = [*vars(m), *(k for k in land if land[k] is not before[name].get(k))]
        if kept:
            hung[name] = ", ".join(kept)
    return Ended(c, c.hash(), outside, hung)


def _beyond_bounds(c: Country) -> Iterator[tuple[str, str]]:
    """Arrays that hold a value outside their declared bounds, or none at all (infinite, undefined)."""
    living = np.arange(WIDTH) < c.tables.arrays["n"][:, None]
    for name, d in c.declared.items():
        if not isinstance(d, Column | Household | Place | Unit):
            continue
        values: Any = c.tables.arrays[name]
        values = values[living] if isinstance(d, Column) else values.reshape(-1)
        low, high = getattr(d, "bounds", None) or (-np.inf, np.inf)
        wrong = values[~((values >= low) & (values <= high) & np.isfinite(values))]
        if len(wrong):
            yield name, f"{wrong[0]!r} (and {len(wrong) - 1} more)"


def differing(a: Ended, b: Ended, but: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    """What two states do not have in common, in words: nothing where they are the same bits."""
    one, two = a.country, b.country
    live = [np.arange(WIDTH) < c.tables.arrays["n"][:, None] for c in (one, two)]
    out = []
    for k in sorted((set(one.tables.arrays) & set(two.tables.arrays)) - but):
        x, y = one.tables.arrays[k], two.tables.arrays[k]
        if isinstance(one.declared.get(k), Column):
            x, y = x[live[0]], y[live[1]]
        if x.tobytes() != y.tobytes():
            out.append(k)
    estates = [{k: v.tolist() for k, v in c.estate.items() if k not in but} for c in (one, two)]
    books = [(c.pool.tolist(), c.counters, e) for c, e in zip((one, two), estates, strict=True)]
    return ", ".join(out) or ("" if books[0] == books[1] else "pools, estates or counters")


def readers(mechanism: type[Mechanism], schedule: Schedule) -> list[str]:
    """Mechanisms that use what this one owns."""
    own = set(mechanism.owns)
    return [m.name for m in schedule.mechanisms if m is not mechanism and own & {*m.reads.split(), *m.writes}]


def never_had(mechanism: type[Mechanism], schedule: Schedule) -> Schedule:
    """The month without the mechanism. Where others use what it owns, a bystander owns the same and does nothing."""
    steps = tuple(s for s in schedule.steps if s.mechanism is not mechanism)
    if not readers(mechanism, schedule):
        return Schedule(tuple(m for m in schedule.mechanisms if m is not mechanism), steps, schedule.off)
    body = dict(name=mechanism.name, owns=mechanism.owns, params=mechanism.params, __module__=__name__)
    bystander: type[Mechanism] = type("Bystander", (Mechanism,), body)
    return Schedule(tuple(bystander if m is mechanism else m for m in schedule.mechanisms), steps, schedule.off)


def off(mechanism: type[Mechanism], trial: Trial) -> Iterator[Finding]:
    """Switched off is never had, and what it owns stands where it started."""
    try:
        without = finished(trial.but(schedule=trial.schedule.minus(mechanism.name)))
        never = finished(trial.but(schedule=never_had(mechanism, trial.schedule)))
    except Exception as why:
        yield Finding(6, f"the month does not run without it: {type(why).__name__}: {why}",
                      "others may read what it owns, at start values, and have to bear them")  # fmt: skip
        return
    but = set() if readers(mechanism, trial.schedule) else set(mechanism.owns)
    names = differing(without, never, but)
    if names:
        yield Finding(6, f"switched off, it still changes {names}", "act in spans, govern and account alone")
    moved = [k for k in mechanism.owns if not _at_start(without.country, k, trial)]
    if moved:
        yield Finding(6, f"switched off, {', '.join(moved)} left the start", "nobody else may write it undeclared")


def _at_start(c: Country, name: str, trial: Trial) -> bool:
    """People keep what they were founded with or the start value; what others declare to write is theirs to change."""
    d, off = c.declared[name], c.schedule.off
    if any(name in m.writes for m in c.schedule.mechanisms if m.name not in off):
        return True
    if isinstance(d, Tally):
        return not c.tallies[name].any()
    if name not in c.tables.arrays:
        return True  # scratch: no state
    values, start = c.tables.arrays[name], start_value(c, name)
    if isinstance(d, Place | Unit):
        return bool((values == start).all())
    founded = trial.but(schedule=c.schedule).build()
    if isinstance(d, Household):
        return d.conserved or bool(np.isin(values, np.append(founded.tables.arrays[name], start)).all())
    (who, now), (known, then) = _by_identity(c, name), _by_identity(founded, name)
    at = np.minimum(np.searchsorted(known, who), len(known) - 1)
    same = np.where(known[at] == who, (now == then[at]) | (now == start), np.isin(now, np.append(then, start)))
    return bool(same.all())


def start_value(c: Country, name: str) -> Any:
    return c.tables.arrays[name].dtype.type(c.start_of(name))


def _by_identity(c: Country, name: str) -> tuple[Array, Array]:
    a = c.tables.arrays
    living = np.arange(WIDTH) < a["n"][:, None]
    who = identity(a["line"][living], a["soul"][living])
    order = np.argsort(who)
    return who[order], a[name][living][order]
