"""A country: the order of the month, and the state that a scenario, a seed and a rung make.

`SCHEDULE` is the only place that knows the mechanisms by name. Its order is causal, within one month: what a person is
due and gets comes before what they sell and buy, that before what the household eats, that before what the body does
with it; births, deaths, weddings and moves come last, so that everybody acts to the end of their month.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen import population
from tumen.bind import GEOGRAPHY, Bound, Views, Worker, declared_by, readonly
from tumen.columns import Array, Column, Household, Place, Tables, Tally, publish, shape_of, stored
from tumen.events import empty_log, ordered
from tumen.mechanism import Mechanism, Param, Schedule, Step, numbers
from tumen.mechanisms import (
    china,
    demography,
    distress,
    families,
    goods,
    households,
    hunger,
    market,
    migration,
    money,
    party,
    posts,
    rations,
    south,
    work,
)
from tumen.mechanisms.bargain import Bargain
from tumen.mechanisms.belief import Belief
from tumen.mechanisms.cascade import Cascade
from tumen.mechanisms.china import China
from tumen.mechanisms.court import Court
from tumen.mechanisms.criticism import Criticism
from tumen.mechanisms.demography import Demography
from tumen.mechanisms.display import Display
from tumen.mechanisms.distress import Distress
from tumen.mechanisms.families import Families
from tumen.mechanisms.goods import Goods
from tumen.mechanisms.grain import Grain
from tumen.mechanisms.hope import Hope
from tumen.mechanisms.hours import Hours
from tumen.mechanisms.households import Households
from tumen.mechanisms.hunger import Hunger
from tumen.mechanisms.leaving import Leaving
from tumen.mechanisms.market import Market
from tumen.mechanisms.media import Media
from tumen.mechanisms.migration import Migration
from tumen.mechanisms.money import Money
from tumen.mechanisms.party import Party
from tumen.mechanisms.penal import Penal
from tumen.mechanisms.posts import Posts
from tumen.mechanisms.propaganda import Propaganda
from tumen.mechanisms.rations import Rations
from tumen.mechanisms.residence import Residence
from tumen.mechanisms.south import South
from tumen.mechanisms.succession import Succession
from tumen.mechanisms.surveillance import Surveillance
from tumen.mechanisms.talk import Talk
from tumen.mechanisms.weapons import Weapons
from tumen.mechanisms.work import Work
from tumen.mechanisms.world import World
from tumen.months import Month
from tumen.scenario import Scenario
from tumen.state import state_hash

if TYPE_CHECKING:
    from tumen.replay import Tape

# who decides in this order: first what grows and lands, then who is served, paid, fed; each sees what came before it
DECIDE = (
    World, Posts, Bargain, Weapons, Court, Grain, Rations, Money, Households, Market, Goods, Distress, Demography,
    Hunger, Work, Party, Hours, Criticism, Propaganda, Media, Talk, Belief, Hope, Display, Cascade, Surveillance, Penal,
    Residence, Leaving, China, South, Families, Migration, Succession,
)  # fmt: skip
SCHEDULE = Schedule(
    DECIDE,
    (
        Step(Work, work.ages),  # who is a year older may be a pupil, a worker, a pensioner from today
        Step(Rations, rations.want),
        Step(Rations, rations.serve),  # last month's claims arrive before pay: the ration is bought with it
        Step(Money, money.purse),
        Step(Posts, posts.appoint),
        Step(Posts, posts.serve_abroad),
        Step(South, south.send),  # money from abroad is there before the market
        Step(Market, market.deal),  # last month's orders arrive and are paid from what pay left
        Step(Distress, distress.plead),  # what she is given or spared counts at the next pot
        Step(Households, households.eat),  # one pot: all that came in is there
        Step(Goods, goods.shop),  # belongings go when the pot was short and the purse empty
        Step(Market, market.trade),  # trade answers what the pot lacked
        Step(Hunger, hunger.weigh),  # the body answers what was eaten
        Step(Demography, demography.deaths),  # the schedule first: hunger counts only what it adds
        Step(Hunger, hunger.perish),
        Step(Hunger, hunger.grow),
        Step(Hunger, hunger.survey),
        Step(China, china.live),  # after the crossing: who crossed this month is there
        Step(Posts, posts.flee),
        Step(South, south.arrive),
        Step(Work, work.muster),
        Step(Work, work.call_up),
        Step(Party, party.count),
        Step(Party, party.admit),
        Step(Families, families.dwell),
        Step(Families, families.seek),
        Step(Families, families.lead),
        Step(Migration, migration.move_house),
        Step(Families, families.overflow),
        Step(Demography, demography.expecting),
        Step(Demography, demography.births),  # last, so that a newborn's month begins with the next
    ),
)

TILE = 512  # units a tile: measured best; smaller spends its time in calls, larger falls out of the cache


class Country:
    """All state of one run. Made by `build`; advanced by `tumen.simulate`.

    scenario: what is asked. seed: whole number. rung: resolution (`population.RUNGS`). threads, tile: how the work is
    cut, which changes no bit of the result. `tape` is set by an onlooker that keeps what replaying a unit takes.
    """

    def __init__(
        self, scenario: Scenario, seed: int, rung: str, schedule: Schedule, threads: int = 1, tile: int = TILE
    ) -> None:  # fmt: skip
        began = perf_counter()
        self.scenario, self.seed, self.rung, self.schedule = scenario, seed, rung, schedule
        self.threads, self.tile = threads, tile
        self.declared = declared_by(schedule)
        params: dict[str, Param] = {f"{m.name}.{k}": q for m in schedule.mechanisms for k, q in m.params.items()}
        scenario.validate_parameters(params)
        self.timeline = scenario.values(params)
        self.geo = population.geography(rung)
        self.units, self.places = len(self.geo.unit_place), len(self.geo.province)
        self.tables = Tables(self.units, self.places, self.declared)
        self.pool = np.zeros(self.places, np.int64)
        self.conserved = tuple(k for k, d in self.declared.items() if isinstance(d, Household) and d.conserved)
        self.resets = tuple(k for k, d in self.declared.items() if isinstance(d, Column) and d.resets)
        self.estate = {k: np.zeros(self.places, np.int64) for k in self.conserved}
        self.counters = {"unseated": 0}
        self.events = ordered([])
        self.tape: Tape | None = None
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
            a[name][:] = getattr(self.geo, f"unit_{name}")
        self._cut(self.geo.link)
        self.lands = {name: self._land(m) for name, m in self.mechanisms.items()}
        self._set_month_numbers(0)
        self.each(lambda cut: population.found(self.geo, seed, a, (cut.start, cut.stop)), self.cuts)
        for m in self.active:
            m.start(self.lands[m.name], self.numbers[m.name])
            self._publish(m)
        self.seconds["build"] = perf_counter() - began

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

    def listen(self) -> None:
        """From now on every month's events are kept in `events`, until the next month's: who, which of `kinds`."""
        for worker in self.workers:
            worker.log = empty_log(self.tile)

    def _land(self, m: Mechanism) -> SimpleNamespace:
        """What the state may see: published arrays and tallies, its own writable; never a person column (law 9)."""
        counts = {k: readonly(v) for k, v in self.tallies.items()}
        land = SimpleNamespace(rung=self.rung, tally=SimpleNamespace(**counts), luck={})
        for name, d in self.declared.items():
            if isinstance(d, Place):
                array = self.tables.arrays[name]
                mine = name in m.owns or name in m.writes
                setattr(land, name, array if mine else readonly(array))
        for name in GEOGRAPHY:
            setattr(land, name, self.whole[name])
        land.place_name, land.place_persons = self.geo.name, readonly(self.geo.persons)
        land.estate = self.estate if "estate" in m.writes else {k: readonly(v) for k, v in self.estate.items()}
        return land

    def _set_month_numbers(self, at: int) -> None:
        names = {m.name: m.params for m in self.schedule.mechanisms}
        self.numbers = {
            name: numbers(type(self.mechanisms[name]), {k: self.timeline[f"{name}.{k}"][at] for k in params})
            for name, params in names.items()
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
