"""A life told from the tape on disk is the life that was lived: event for event, month for month, to the bit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from typer.testing import CliRunner

from tumen import checkpoint
from tumen.cli import app
from tumen.country import SCHEDULE, Country, build
from tumen.door import identity, mix_array
from tumen.lives import STATES, Lives, held
from tumen.origin import ancestry, founders, unmix_array
from tumen.persons import flat
from tumen.population.founding import founder
from tumen.replay import Tape, replay_months, state_of
from tumen.replay_life import Life, life, replayed, stays_of
from tumen.scenario import load
from tumen.scenario_errors import UserError
from tumen.simulate import months
from tumen.tape import DiskTape, taped
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


def run_to(country: Country, tape: DiskTape, until: str) -> None:
    for moment in months(country, until=until, census="none"):
        tape.add(moment)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with its tape to 1990-09, a state of 1990-06 kept, and the tape of the same run as it stood then."""
    folder = tmp_path_factory.mktemp("parted")
    country = build(load("history"), 5, "25k")
    tape = DiskTape(country, folder / "tape")
    run_to(country, tape, "1990-06")
    checkpoint.save(country, folder / "june")
    shutil.copytree(folder / "tape", folder / "tape-june")
    run_to(country, tape, "1990-09")
    tape.close()
    return folder


def test_a_resumed_run_writes_the_same_tape(parted: Path, tmp_path: Path) -> None:
    whole = files(parted / "tape")
    for begun in ("tape-june", "tape"):  # with no later months, and with months to be cut off
        shutil.copytree(parted / begun, tmp_path / begun)
        country = checkpoint.restore(parted / "june")
        tape = DiskTape.resume(country, tmp_path / begun)
        assert StoredTape(tmp_path / begun).months[-1].label == "1990-06"
        run_to(country, tape, "1990-09")
        tape.close()
        assert files(tmp_path / begun) == whole


def test_a_fork_with_other_figures_and_luck_is_replayed_with_both(parted: Path, tmp_path: Path) -> None:
    country = checkpoint.restore(parted / "june")
    country.turn(load("no-aid"), 99)
    before = files(parted / "tape")
    tape = taped(country, parted / "tape", tmp_path / "fork")
    run_to(country, tape, "1991-03")
    tape.close()
    assert files(parted / "tape") == before
    stored = StoredTape(tmp_path / "fork")
    assert stored.seed == 5
    for unit in range(0, country.units, 41):
        *_, last = replay_months(stored, unit)
        assert not last.differences(state_of(country, unit))


def test_a_tape_broken_off_holds_the_months_before(parted: Path, tmp_path: Path) -> None:
    """Killed while a month was written: data without its line in the index do not count."""
    shutil.copytree(parted / "tape-june", tmp_path / "tape")
    for name in ("published", "arrivals", "who"):
        longer = (parted / "tape" / f"{name}.bin").read_bytes()
        had = (tmp_path / "tape" / f"{name}.bin").stat().st_size
        (tmp_path / "tape" / f"{name}.bin").write_bytes(longer[: had + (len(longer) - had) // 2 + 3])
    stored = StoredTape(tmp_path / "tape")
    country = checkpoint.restore(parted / "june")
    assert stored.months[-1].label == "1990-06"
    for unit in range(0, country.units, 61):
        *_, last = replay_months(stored, unit)
        assert not last.differences(state_of(country, unit))


def refusals(parted: Path, tmp_path: Path) -> Iterator[tuple[str, Any]]:
    country = checkpoint.restore(parted / "june")
    yield "begins with the founders", lambda: DiskTape(country, tmp_path / "late")
    fresh = build(load("history"), 5, "25k")
    yield "something here already", lambda: DiskTape(fresh, parted / "tape")
    yield "no tape", lambda: StoredTape(parted)
    yield "no tape", lambda: DiskTape.resume(country, parted / "june")
    yield "go on from before its first month", lambda: DiskTape.resume(fresh, parted / "tape-june")
    other = checkpoint.restore(parted / "june")
    other.seed = 6
    shutil.copytree(parted / "tape", tmp_path / "seed")
    yield "seed 5, or by another version", lambda: DiskTape.resume(other, tmp_path / "seed")
    short = shutil.copytree(parted / "tape", tmp_path / "short")
    (short / "index.npy").write_bytes((parted / "tape-june" / "index.npy").read_bytes())
    late = checkpoint.restore(parted / "june")
    for _ in months(late, until="1990-08", census="none"):
        pass
    yield "ends at 1990-06", lambda: DiskTape.resume(late, short)
    torn = shutil.copytree(parted / "tape", tmp_path / "torn")
    (torn / "who.bin").write_bytes((torn / "who.bin").read_bytes()[:-8])
    yield "who.bin: shorter than its index says", lambda: stays_of(StoredTape(torn), int(founder(5, 3, 0)))
    old = shutil.copytree(parted / "tape", tmp_path / "old")
    about = json.loads((old / "tape.json").read_text())
    (old / "tape.json").write_text(json.dumps(about | {"model": "0" * 16}))
    yield "another version of the model", lambda: StoredTape(old)
    fewer = SCHEDULE.minus("media")
    yield "another version of the model", lambda: StoredTape(parted / "tape", fewer)
    yield "has the identity 12345", lambda: replayed(StoredTape(parted / "tape"), 12345)


def test_what_cannot_be_is_refused_in_words(parted: Path, tmp_path: Path) -> None:
    before = files(parted / "tape")
    count = 0
    for words, act in refusals(parted, tmp_path):
        with pytest.raises(UserError, match=words):
            act()
        count += 1
    assert count == 11 and files(parted / "tape") == before


def test_a_tape_goes_with_its_run(tmp_path: Path) -> None:
    """By the command line: run, resumed, forked with another luck; then any life is told, by a model whose text is
    another too, if it comes to the state that was kept."""

    def tumen(*words: object) -> None:
        done = CliRunner().invoke(app, [*map(str, words), "--no-report", "--json"])
        assert done.exit_code == 0, done.output

    run, other = tmp_path / "run", tmp_path / "other"
    tumen("run", "history", "--rung", "25k", "--seed", 5, "--until", "1990-06", "--replayable", "--out", run)
    tumen("fork", run, "--at", "1990-06", "--luck", "fresh:3", "--until", "1990-11", "--out", other)
    tumen("resume", run, "--until", "1990-09")
    for folder, last in ((run, "1990-09"), (other, "1990-11")):
        told = json.loads((folder / "tape" / "tape.json").read_text())
        (folder / "tape" / "tape.json").write_text(json.dumps(told | {"model": "0" * 16}))
        tape = StoredTape(folder / "tape")
        assert tape.months[-1].label == last and tape.proof is not None
        state = checkpoint.restore(tape.proof)
        for unit in range(0, state.units, 61):
            *_, end = replay_months(tape, unit)
            assert not end.differences(state_of(state, unit))
        unit = int(np.flatnonzero(state.tables.arrays["n"])[0])
        line, soul = (int(state.tables.arrays[k][unit, 0]) for k in ("line", "soul"))
        assert life(folder, line << 32 | soul).months["loyalty"][-1] == state.tables.arrays["loyalty"][unit, 0]
        loyalty = np.load(tape.proof / "loyalty.npy")
        np.save(tape.proof / "loyalty.npy", loyalty + np.float32(0.001))
        with pytest.raises(UserError, match=f"the people of {last} would be others"):
            life(folder, line << 32 | soul)


def test_a_tape_that_was_altered_is_noticed(parted: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(parted / "tape", tmp_path / "altered")
    tape = StoredTape(folder)
    field = tape.layout.fields["place.mortality"]
    data = np.fromfile(folder / "published.bin", np.uint8).reshape(len(tape.months), -1)
    for record in data:
        field.of(record)[...] = 1
    data.tofile(folder / "published.bin")
    with pytest.raises(RuntimeError, match="made again is not that of the run"):
        replayed(StoredTape(folder), int(founder(5, 3, 0)))


def test_who_is_listed_is_who_was_seated(parted: Path) -> None:
    tape = StoredTape(parted / "tape")
    seats = tape._arrivals
    assert len(seats) and (identity(seats["line"], seats["soul"]) == tape._who).all()
