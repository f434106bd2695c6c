"""A country: the order of the month, and the state that a scenario, a seed and a rung make.

`SCHEDULE` is the only place that knows the mechanisms by name. Its order is causal, within one month: what a person is
due and gets comes before what they sell and buy, that before what the household eats, that before what the body does
with it; births, deaths, weddings and moves come last, so that everybody acts to the end of their month.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen import population
from tumen.bind import GEOGRAPHY, Bound, Views, Worker, declared_by, readonly
from tumen.columns import Array, Column, Household, Place, Tables, Tally, publish, shape_of, stored
from tumen.events import empty_log
from tumen.mechanism import Mechanism, Schedule, numbers, timetable

# isort: off
from tumen.mechanisms import (
    bargain, belief, cascade, china, confidants, court, criticism, crossing, demography, display, distress, families,
    goods, grain, hope, hours, households, hunger, leaving, market, media, migration, money, party, penal, posts,
    propaganda, rations, residence, south, succession, surveillance, talk, weapons, work, world,
)  # fmt: skip
# isort: on
from tumen.months import Month
from tumen.scenario import Scenario
from tumen.state import state_hash

if TYPE_CHECKING:
    from tumen.onlooker import Onlooker

# who decides in this order: the world and what comes in, then what grows and lands, then who is served, paid, fed; each
# sees what came before it
DECIDE = (
    world.World, posts.Posts, bargain.Bargain, weapons.Weapons, court.Court, grain.Grain, rations.Rations,
    money.Money, households.Households, market.Market, goods.Goods, distress.Distress, demography.Demography,
    hunger.Hunger, work.Work, party.Party, hours.Hours, criticism.Criticism, propaganda.Propaganda, media.Media,
    talk.Talk, belief.Belief, hope.Hope, display.Display, cascade.Cascade, surveillance.Surveillance, penal.Penal,
    residence.Residence, leaving.Leaving, confidants.Confidants, crossing.Crossing, china.China, south.South,
    families.Families, migration.Migration, succession.Succession,
)  # fmt: skip
SCHEDULE = timetable(DECIDE, (
    # who is a year older may be a pupil, a worker, a pensioner from today; last month's claims arrive before pay,
    # since the ration is bought with it; who is sent abroad eats and earns there; money from outside is there before
    # the market
    work.ages, rations.want, rations.serve, rations.tell, money.purse, party.contribute, posts.appoint,
    posts.serve_abroad, south.send,
    # gifts and meetings of the few; last month's orders arrive and are paid from what pay left; what a destitute
    # mother is given counts at the next pot; one pot: all that came in is there; belongings go when pot and purse are
    # empty
    court.give, market.deal, distress.plead, households.eat, goods.shop,
    # what others saw last month is taken up; duty comes before trade, whatever the pot holds; trade answers what the
    # pot lacked, with the hours that duty leaves
    criticism.confess, hours.budget, market.trade,
    # the body answers what was eaten; the schedule without hunger first: hunger counts only what it adds
    hunger.weigh, demography.deaths, hunger.perish, hunger.grow, hunger.survey,
    # who is on the road sees and dares more; films and books answer leisure and what lay with neighbours; the state's
    # word meets the plate of the month and what was seen of the outside in it; weariness counts before doubt is told,
    # and that before it works on anybody
    residence.journey, media.watch, media.lend, propaganda.preach, hours.tire, talk.confide, belief.feel, hope.expect,
    # what was seen to be dared last month, before what is shown in this; then what was done and who heard of it,
    # cases that are ripe, who is held, and the fear that is left of what was seen
    cascade.look, display.show, surveillance.notice, penal.judge, penal.hold, surveillance.dread,
    # who goes has had the month's hunger, belief, fear and cases, and knows the danger; who is told knows it before
    # anybody sets out, or in the last hours; who crossed is in China this month; who must leave the capital leaves it
    crossing.watch, leaving.decide, confidants.confide, confidants.wait, crossing.set_out, confidants.tell_late,
    crossing.cross, china.live, posts.flee, south.arrive, residence.banish,
    work.muster, work.call_up, party.count, party.admit,
    # births last, so that a newborn's month begins with the next
    families.dwell, families.seek, families.lead, migration.move_house, families.overflow, demography.expecting,
    demography.births,
))  # fmt: skip

TILE = 1024  # units a tile: fewer spend their time in calls (some 10 us a span), more would not fit every cache


class Country:
    """All state of one run. Made by `build`; advanced by `tumen.simulate`.

    scenario: what is asked. seed: whole number. rung: resolution (`population.RUNGS`). threads, tile: how the work is
    cut, which changes no bit of the result. `onlookers` are told what is published and who is seated where.
    only: numbers of units, where these alone are wanted; what needs the others (months, the door) is not to be called.
    """

    def __init__(
        self, scenario: Scenario, seed: int, rung: str, schedule: Schedule, threads: int = 1, tile: int = TILE,
        only: Sequence[int] | None = None,
    ) -> None:  # fmt: skip
        began = perf_counter()
        self.seed, self.rung, self.schedule, self.threads, self.tile = seed, rung, schedule, threads, tile
        self.declared = declared_by(schedule)
        self.turn(scenario, seed)
        self.geo = population.geography(rung)
        which = slice(None) if only is None else list(only)
        self.units, self.places = len(self.geo.unit_place[which]), len(self.geo.province)
        self.tables = Tables(self.units, self.places, self.declared)
        self.pool = np.zeros(self.places, np.int64)
        self.conserved = tuple(k for k, d in self.declared.items() if isinstance(d, Household) and d.conserved)
        self.resets = tuple(k for k, d in self.declared.items() if isinstance(d, Column) and d.resets)
        self.estate = {k: np.zeros(self.places, np.int64) for k in self.conserved}
        self.counters = {"unseated": 0}
        self.told: list[Array] = []
        self.onlookers: list[Onlooker] = []
        self.heeds: Callable[[Array], Array] | None = None
        self.threadpool = ThreadPoolExecutor(threads) if threads > 1 else None
        self.month: Month | None = None
        self.seconds = {"build": 0.0, "compile": 0.0, "people": 0.0, "books": 0.0, "door": 0.0, "record": 0.0}
        self.span_seconds: dict[str, float] = {}
        self.person_months = 0

        self.mechanisms = {m.name: m() for m in schedule.mechanisms}
        self.active = [m for name, m in self.mechanisms.items() if name not in schedule.off]
        self.steps = [Bound(s, self.declared) for s in schedule.steps]
        self._name_exits()
        a = self.tables.arrays
        for name in ("place", "province", "weight"):
            a[name][:] = getattr(self.geo, f"unit_{name}")[which]
        self._cut(self.geo.link[which])
        self.lands = {name: self._land(m) for name, m in self.mechanisms.items()}
        self._set_month_numbers(0)
        if only is None:
            self.each(lambda cut: population.found(self.geo, seed, a, (cut.start, cut.stop)), self.cuts)
        for k, unit in enumerate(only or ()):
            population.found(self.geo, seed, a, (unit, unit + 1), at=k)
        for m in self.active:
            m.start(self.lands[m.name], self.numbers[m.name])
            self._publish(m)
        self.seconds["build"] = perf_counter() - began

    def turn(self, scenario: Scenario, luck: int) -> None:
        """From the next month on this scenario's figures hold, and this number seeds the draws. What is past stays as
        it came to be: mechanisms see the figures of the month alone, so that no earlier one can act again."""
        params = {f"{m.name}.{k}": q for m in self.schedule.mechanisms for k, q in m.params.items()}
        scenario.validate_parameters(params)
        self.scenario, self.timeline, self.luck = scenario, scenario.values(params), luck

    def each(self, work: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        """Run independent pieces of work on the country's threads."""
        return list(self.threadpool.map(work, items)) if self.threadpool else [work(x) for x in items]

    def start_of(self, name: str) -> float:
        d = self.declared[name]
        return d.start if isinstance(d, Column | Household | Place) or stored(d) else 0.0  # type: ignore[union-attr]

    def persons(self) -> int:
        """Everybody in the table: rows times weights, and the pools between weights."""
        a = self.tables.arrays
        return int(np.dot(a["n"].astype(np.int64), a["weight"].astype(np.int64))) + int(self.pool.sum())

    def hash(self) -> str:
        """Hash of all stored state: living rows, households, units, places, pools, estates, counters."""
        return state_hash(self)

    def _cut(self, link: Array) -> None:
        """Lay out the tables for the people phase: tiles, their views, what each thread has to itself, the tallies."""
        a, tile = self.tables.arrays, min(self.tile, self.units)
        self.cuts = [slice(lo, min(lo + tile, self.units)) for lo in range(0, self.units, tile)]
        people = {k: v for k, v in a.items() if not isinstance(self.declared.get(k), Place)}
        self.views = [Views(people, link, cut) for cut in self.cuts]
        self.workers = [Worker(self.declared, tile, self.places) for _ in range(self.threads)]
        geography = {name: readonly(getattr(self.geo, name.removeprefix("place_"))) for name in GEOGRAPHY}
        self.whole = {k: readonly(v) for k, v in a.items()} | geography
        self.tallies = {
            k: np.zeros(shape_of(d.over, self.places), np.int64)
            for k, d in self.declared.items()
            if isinstance(d, Tally)
        }

    def _name_exits(self) -> None:
        self.reasons: dict[int, tuple[str, Mechanism]] = {}
        self.moves = np.zeros(256, np.bool_)
        self.exit_codes: dict[str, np.uint8] = {}
        for m in self.mechanisms.values():
            for reason, e in m.exits.items():
                code = len(self.reasons) + 1
                self.reasons[code] = (reason, m)
                self.moves[code] = e.moves
                self.exit_codes[f"{m.name}.exit_{reason}"] = np.uint8(code)
        kinds = [f"{m.name}.{kind}" for m in self.mechanisms.values() for kind in m.events]
        self.kinds = dict(enumerate(kinds, start=1))
        self.event_codes = {k.replace(".", ".event_", 1): np.uint32(code) for code, k in self.kinds.items()}

    def listen(self, heeds: Callable[[Array], Array] | None = None) -> None:
        """From now on every month's events are kept in `told`, until the next month's: who, which of `kinds`.
        heeds: which rows of a tile's log are kept at all."""
        self.heeds = heeds
        for worker in self.workers:
            worker.log = empty_log(self.tile)

    def _land(self, m: Mechanism) -> SimpleNamespace:
        """What the state may see: published arrays and tallies, its own writable; never a person column (law 9)."""
        counts = {k: readonly(v) for k, v in self.tallies.items()}
        land = SimpleNamespace(rung=self.rung, tally=SimpleNamespace(**counts), luck={})
        for name, d in self.declared.items():
            if isinstance(d, Place):
                array = self.tables.arrays[name]
                setattr(land, name, array if name in m.owns or name in m.writes else readonly(array))
        for name in GEOGRAPHY:
            setattr(land, name, self.whole[name])
        land.place_name, land.place_persons = self.geo.name, readonly(self.geo.persons)
        land.estate = self.estate if "estate" in m.writes else {k: readonly(v) for k, v in self.estate.items()}
        return land

    def _set_month_numbers(self, at: int) -> None:
        self.numbers = {
            m.name: numbers(m, {k: self.timeline[f"{m.name}.{k}"][at] for k in m.params})
            for m in self.schedule.mechanisms
        }

    def _publish(self, m: Mechanism) -> None:
        for name, d in m.owns.items():
            if isinstance(d, Place) and (d.step is not None or d.digits is not None):
                publish(self.tables.arrays[name], d.step, d.digits)


def build(
    scenario: Scenario, seed: int | None = None, rung: str | None = None, *, threads: int = 1, tile: int = TILE,
    schedule: Schedule | None = None,
) -> Country:  # fmt: skip
    """The country at the start of a scenario. Raises ScenarioError where the scenario names what does not exist."""
    seed = scenario.seeds[0] if seed is None else seed
    return Country(scenario, seed, rung or scenario.rung, schedule or SCHEDULE, threads, tile)
