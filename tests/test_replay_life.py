"""A life told from the tape on disk is the life that was lived: event for event, month for month, to the bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from tumen.country import Country, build
from tumen.door import mix_array
from tumen.lives import STATES, Lives
from tumen.lives_gather import held
from tumen.origin import ancestry, founders, unmix_array
from tumen.persons import flat
from tumen.population.founding import founder
from tumen.replay import Tape, replay_months, state_of
from tumen.replay_life import Life, replayed
from tumen.scenario import load
from tumen.simulate import months
from tumen.tape import DiskTape
from tumen.tape_reading import StoredTape

YEARS_END = "1998-12"
Event = tuple[int, int, int, int]


class Ran(NamedTuple):
    """A run with its tape: what it held in memory and on disk, and who came to live where."""

    country: Country
    memory: Tape | None
    folder: Path
    hash: str
    events: dict[int, list[Event]]
    decembers: dict[int, dict[int, dict[str, Any]]]
    live: dict[str, Any]  # everybody alive at the end, all columns


def lived(rung: str, seed: int, until: str, folder: Path, in_memory: bool) -> Ran:
    import duckdb

    country = build(load("history"), seed, rung, threads=2)
    memory = Tape(country) if in_memory else None
    lives, tape = Lives(country, folder / "lives", share=1), DiskTape(country, folder / "tape")
    for moment in months(country, until=until, census="none"):
        lives.add(moment)
        tape.add(moment)
    lives.close()
    tape.close()
    events: dict[int, list[Event]] = {}
    for path in sorted((folder / "lives").glob("events-*.parquet")):
        for person, *event in duckdb.execute(f"SELECT person, month, kind, amount, other FROM '{path}'").fetchall():
            events.setdefault(person, []).append(tuple(event))
    decembers: dict[int, dict[int, dict[str, Any]]] = {}
    for year, path in enumerate(sorted((folder / "lives").glob("states-*.parquet"))):
        rows = duckdb.execute(f"SELECT * FROM '{path}'")
        names = [d[0] for d in rows.description]
        for row in rows.fetchall():
            state = dict(zip(names, row, strict=True))
            decembers.setdefault(state["person"], {})[12 * year + 11] = state
    return Ran(country, memory, folder, country.hash(), events, decembers, flat(country))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return lived("25k", 1, YEARS_END, tmp_path_factory.mktemp("small"), True)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return lived("250k", 1, "1993-12", tmp_path_factory.mktemp("large"), False)


@pytest.fixture(params=["small", "large"])
def ran(request: pytest.FixtureRequest) -> Ran:
    found: Ran = request.getfixturevalue(request.param)
    return found


def people(ran: Ran, count: int = 50) -> dict[str, list[int]]:
    """A sample of each kind: who moved, who died or went, who was born in the run, whose row was made, who stayed."""
    tape = StoredTape(ran.folder / "tape")
    rng = np.random.default_rng(3)
    alive = ran.live["identity"]
    born = alive[ran.live["born"] >= 0]
    movers = np.array([p for p, told in ran.events.items() if any(e[1] > len(tape.country.kinds) for e in told)],
                      np.uint64)  # fmt: skip
    everybody = np.array(sorted(set(ran.decembers) | set(ran.events)), np.uint64)
    gone = np.setdiff1d(everybody, alive)
    pools = {"moved": movers, "gone": gone, "born": born, "made": tape.made, "anybody": alive}
    each = count // len(pools)
    return {k: [int(x) for x in rng.choice(pool, min(each, len(pool)), replace=False)] for k, pool in pools.items()}


def told(life: Life) -> list[Event]:
    columns = (life.events[k].tolist() for k in ("month", "kind", "amount", "other"))
    return list(zip(*columns, strict=True))


def test_lives_told_again_are_those_that_were_lived(ran: Ran) -> None:
    tape, sample = StoredTape(ran.folder / "tape"), people(ran)
    assert all(len(some) == 10 for some in sample.values())
    seen = 0
    for person in {p for some in sample.values() for p in some}:
        life = replayed(tape, person)
        assert told(life) == ran.events.get(person, []), person
        stood = {int(m): k for k, m in enumerate(life.months["month"])}
        decembers = ran.decembers.get(person, {})
        assert {m for m in stood if m % 12 == 11} == set(decembers), person
        for month, state in decembers.items():
            k = stood[month]
            assert state["place"] == tape.country.geo.unit_place[life.months["unit"][k]]
            wrong = [n for n in STATES if held(life.months[n][k : k + 1], *STATES[n][:2])[0] != state[n]]
            assert not wrong, (person, month, wrong)
        at = np.flatnonzero(ran.live["identity"] == np.uint64(person))
        assert (life.ended is None) == (len(at) == 1), person
        for name in life.months if len(at) else ():
            if name != "month":
                assert life.months[name][-1] == ran.live[name][at[0]], (person, name)
        seen += len(decembers)
    assert seen > 100


def test_those_born_in_the_run_have_the_mother_that_bore_them(ran: Ran) -> None:
    tape = StoredTape(ran.folder / "tape")
    for person in people(ran)["born"][:4]:
        life = replayed(tape, person)
        assert life.born_to is not None and life.stays[0].since == life.months["born"][0] == life.months["month"][0]
        mother = replayed(tape, life.born_to)
        k = int(np.flatnonzero(mother.months["month"] == life.stays[0].since - 1)[0])
        assert mother.months["unit"][k] == life.stays[0].unit
        assert mother.months["traits"][k] & 1
        # in the month of the birth she may have left with the child, or died: but she bore in this one
        after = mother.months["last_birth"][k + 1 :]
        assert not len(after) or after[0] == life.stays[0].since


def test_a_tape_changes_no_bit(small: Ran) -> None:
    plain = build(load("history"), 1, "25k")
    for _ in months(plain, until=YEARS_END, census="none"):
        pass
    assert plain.hash() == small.hash


def test_what_is_on_disk_is_what_was_in_memory(small: Ran) -> None:
    tape, memory = StoredTape(small.folder / "tape"), small.memory
    assert memory is not None
    for unit in range(0, small.country.units, 37):
        alone = zip(replay_months(tape, unit), replay_months(memory, unit), strict=True)
        for k, (here, there) in enumerate(alone):
            assert not here.differences(there), (unit, here.month.label)
            if k == len(tape.months) - 1:
                assert not here.differences(state_of(small.country, unit))


def test_an_identity_says_where_a_life_began() -> None:
    some = np.array([founder(7, unit, row) for unit in (0, 5, 266_999) for row in (0, 64, 127)], np.uint64)
    assert (unmix_array(mix_array(some)) == some).all()
    assert founders(some, 7, 267_000).tolist() == [0, 0, 0, 5, 5, 5, 266_999, 266_999, 266_999]
    assert (founders(some, 8, 267_000) == -1).all()
    with np.errstate(over="ignore"):
        child = mix_array(mix_array(some[3:4]) + np.uint64(8 * 11))
        grandchild = mix_array(mix_array(child) + np.uint64(8 * 300))
    nobody = np.empty(0, np.uint64)
    found = ancestry(int(grandchild[0]), 7, 267_000, nobody, 431)
    assert found is not None and [(b.month, b.mother) for b in found] == [(300, int(child[0])), (11, int(some[3]))]
    assert ancestry(int(grandchild[0]), 7, 267_000, nobody, 299) is None  # not born yet
    assert ancestry(int(some[0]), 7, 267_000, nobody, 431) == []
