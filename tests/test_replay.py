"""A unit by itself, replayed from its founders, what was published and who arrived, equals the run to the bit."""

import numpy as np
import pytest

from tumen.country import SCHEDULE, Country, build
from tumen.mechanism import Column, Mechanism, Unit, draw, f4, span
from tumen.replay import Tape, UnitState, replay, replay_months, state_of
from tumen.scenario import load
from tumen.simulate import months

YEARS_END = "1999-12"
UNITS = 200


def last(country: Country, until: str) -> None:
    for _ in months(country, until=until, census="none"):
        pass


def chosen(country: Country) -> list[int]:
    """A fixed sample of units with people in them: some of every kind of place, the rest from anywhere."""
    a, geo = country.tables.arrays, country.geo
    lived_in = np.flatnonzero(a["n"] > 0)
    tier, weight = geo.tier[a["place"]], a["weight"]
    border = (tier == 0) & (weight == weight[tier == 0].min())
    rng = np.random.default_rng(7)
    kinds = (tier > 0, border, (tier == 0) & ~border)
    picked = [rng.choice(np.intersect1d(lived_in, np.flatnonzero(kind)), 40, replace=False) for kind in kinds]
    empty = np.flatnonzero(a["n"] == 0)
    picked.append(rng.choice(empty, 20, replace=False))  # nobody's home at first
    rest = np.setdiff1d(lived_in, np.concatenate(picked))
    picked.append(rng.choice(rest, UNITS - sum(map(len, picked)), replace=False))
    return sorted(int(u) for u in np.concatenate(picked))


@pytest.fixture(scope="module")
def run() -> tuple[Country, Tape]:
    country = build(load("history"), 1, "250k", threads=2)
    tape = Tape(country, chosen(country))
    last(country, YEARS_END)
    return country, tape


def test_the_sample_saw_people_come_and_go(run: tuple[Country, Tape]) -> None:
    country, tape = run
    arrived = np.concatenate([x.unit for page in tape.pages for x in page.arrivals])
    assert len(tape.units) == UNITS and len(tape.pages) == 120
    assert len(np.unique(arrived)) > 0.8 * UNITS
    tier = country.geo.tier[country.tables.arrays["place"][np.unique(arrived)]]
    assert (tier > 0).sum() > 10 and (tier == 0).sum() > 100


def test_units_alone_equal_the_run(run: tuple[Country, Tape]) -> None:
    country, tape = run
    wrong = {}
    for unit in tape.units.tolist():
        names = replay(tape, unit).differences(state_of(country, unit))
        if names:
            wrong[unit] = names
    assert not wrong


def test_a_tape_changes_no_bit() -> None:
    with_tape, without = build(load("history"), 2, "25k"), build(load("history"), 2, "25k")
    Tape(with_tape)
    for country in (with_tape, without):
        last(country, "1990-08")
    assert with_tape.hash() == without.hash()


def test_every_month_of_every_unit_of_the_smallest_country() -> None:
    country = build(load("history"), 3, "25k")
    tape = Tape(country)
    seen: list[list[UnitState]] = []
    for _ in months(country, until="1990-12", census="none"):
        seen.append([state_of(country, unit) for unit in range(country.units)])
    for unit in range(country.units):
        for then, now in zip(seen, replay_months(tape, unit), strict=True):
            assert not now.differences(then[unit]), (unit, now.month.label)


def test_a_replay_needs_who_arrived_and_what_was_published() -> None:
    """The comparison can fail: without its arrivals, or with one price another, a unit is not itself."""
    country = build(load("history"), 4, "25k")
    tape = Tape(country)
    last(country, "1990-12")
    came = {int(u) for page in tape.pages for x in page.arrivals for u in x.unit}
    unit = min(came)
    assert not replay(tape, unit).differences(state_of(country, unit))
    for page in tape.pages[3:]:
        page.places["mortality"] = page.places["mortality"] * 40
    assert "soul" in replay(tape, unit).differences(state_of(country, unit))
    for page in tape.pages:
        page.arrivals.clear()
    assert "n" in replay(tape, unit, "1990-12").differences(state_of(country, unit))


def test_what_is_not_on_tape_is_refused() -> None:
    country = build(load("history"), 1, "25k")
    tape = Tape(country, [3])
    last(country, "1990-02")
    with pytest.raises(ValueError, match="unit 4 is not on the tape"):
        replay(tape, 4)
    with pytest.raises(ValueError, match="no month 1991-01"):
        replay(tape, 3, "1991-01")
    with pytest.raises(ValueError, match="stands at 1990-02"):
        Tape(country)


class Murmur(Mechanism):
    """Units publish how restless they are, and their people hear of it in linked units a month later."""

    owns = dict(
        unrest=Column("f4", "1", "what a person has heard", bounds=(0, 10)),
        calm=Unit("f4", "1", "mean of what people have heard", step=1 / 256),
    )
    reads = "soul n"
    decisions = ("murmur.hear",)


@span(of="murmur")
def murmur(unrest, calm_all, calm_next, link, soul, n, key_hear):  # type: ignore[no-untyped-def]
    for u in range(n.shape[0]):
        heard = f4(0)
        for k in range(link.shape[1]):
            heard += calm_all[link[u, k]] / f4(8)
        total = f4(0)
        for i in range(n[u]):
            unrest[u, i] = unrest[u, i] / f4(2) + heard / f4(4) + draw(key_hear, soul[u, i])
            total += unrest[u, i]
        calm_next[u] = total / f4(128)


def test_what_linked_units_published_is_on_the_tape() -> None:
    country = build(load("history"), 5, "25k", schedule=SCHEDULE.plus(Murmur))
    tape = Tape(country, range(0, 40, 2))
    last(country, "1990-12")
    for unit in range(0, 40, 2):
        assert not replay(tape, unit).differences(state_of(country, unit))
    for page in tape.pages:
        page.units["calm"] = page.units["calm"] * 2
    assert "unrest" in replay(tape, 0).differences(state_of(country, 0))
