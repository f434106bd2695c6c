"""Lives as they are written down: nothing of the run changes, nobody is left out, and what is told is what happened."""

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from tumen.country import Country, build
from tumen.door import identity, mix_array
from tumen.events import ordered
from tumen.lives import Lives
from tumen.lives_cohort import COHORT
from tumen.lives_read import Book
from tumen.mechanisms.rations import FARM, STOPS
from tumen.onlooker import Onlooker
from tumen.scenario import load
from tumen.simulate import months

UNTIL = "1992-12"
DEATHS = ("demography.died", "hunger.starved", "penal.executed", "penal.perished", "crossing.shot")


def lived(folder: Path | None, share: int | None = None, **cut: int) -> Country:
    """Three years of the smallest rung."""
    c = build(load("history"), 1, "25k", **cut)
    lives = None if folder is None else Lives(c, folder, share)
    for moment in months(c, until=UNTIL, census="none"):
        if lives:
            lives.add(moment)
    if lives:
        lives.close()
    return c


class Counters(Onlooker):
    """Which counters turn each month, and which of them events tell of, before anybody has moved."""

    def __init__(self) -> None:
        self.turns: set[tuple[int, int]] = set()
        self.told: set[tuple[int, int]] = set()

    def lived(self, c: Country, month: object) -> None:
        a, kinds = c.tables.arrays, {name: code for code, name in c.kinds.items()}
        self.turns = {(int(k), int(x)) for k, x in zip(*np.nonzero(a["counter"] >= STOPS), strict=True) if x < FARM}
        e = ordered(c.told)
        e = e[np.isin(e.kind, [kinds["rations.stopped"], kinds["rations.resumed"]])]
        who = dict(zip(identity(e.line, e.soul).tolist(), e.amount.tolist(), strict=True))
        here = identity(a["line"], a["soul"])
        found = ((a["province"][u], who[p]) for u in range(c.units) for p in here[u, : a["n"][u]].tolist() if p in who)
        self.told = {(int(k), int(x)) for k, x in found}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Country, Path]:
    folder = tmp_path_factory.mktemp("told") / "lives"
    return lived(folder), folder


def table(folder: Path, what: str = "events") -> list[tuple[Any, ...]]:
    order = "ORDER BY person, month, file_row_number" if what == "events" else "ORDER BY filename, person"
    with duckdb.connect() as db:
        files = f"read_parquet('{folder}/{what}-*.parquet', filename=true, file_row_number=true)"
        return db.execute(f"SELECT * EXCLUDE (filename, file_row_number) FROM {files} {order}").fetchall()


def test_writing_lives_down_changes_no_bit(told) -> None:
    assert lived(None).hash() == told[0].hash()


def test_threads_and_tiles_tell_the_same_lives(told, tmp_path: Path) -> None:
    lived(tmp_path / "other", threads=2, tile=77)
    for what in ("events", "states"):
        assert table(tmp_path / "other", what) == table(told[1], what)


def test_a_cohort_is_chosen_by_identity_alone(told, tmp_path: Path) -> None:
    """One in seven of the same run: the same events of those whom the hash chooses, and all of the tiers."""
    lived(tmp_path / "seventh", share=7)
    everybody, some = Book(told[1]), table(tmp_path / "seventh")
    picked = {r[0] for r in table(told[1]) if mix_array(np.array([r[0]], np.uint64) ^ COHORT)[0] % np.uint64(7) == 0}
    assert [r for r in some if r[0] in picked] == [r for r in table(told[1]) if r[0] in picked]
    tiers = {r[0] for r in everybody.rows(f"SELECT person FROM {everybody.states_sql([1991])} WHERE grade >= 9")}
    assert tiers and tiers <= {r[0] for r in Book(tmp_path / "seventh").rows(
        f"SELECT person FROM {Book(tmp_path / 'seventh').states_sql([1991])}")}  # fmt: skip


def test_whoever_is_gone_died_or_moved(told) -> None:
    """Between two Decembers a person dies, is born, or is there in both; between weights a row may end or begin."""
    book = Book(told[1])
    codes = {name: code for code, name in book.kinds.items()}
    at = {y: {r[0] for r in book.rows(f"SELECT person FROM {book.states_sql([y])}")} for y in (1990, 1991, 1992)}
    dead = {r[0] for r in table(told[1]) if r[2] in [codes[k] for k in DEATHS]}
    born = {r[0] for r in table(told[1]) if r[2] == codes["demography.born"]}
    gone, new = at[1990] - at[1992], at[1992] - at[1990]
    assert not dead & at[1992], "the dead are not counted in December"
    assert len(gone - dead) < 0.02 * len(gone | at[1990]) and len(new - born) < 0.02 * len(at[1992])
    assert len(dead & gone) > 0.5 * len(gone), "the others moved between the few weights of the smallest rung"


def test_nobody_acts_after_the_month_of_death(told) -> None:
    """Whatever befalls a person or is done by one is an event: none is later than the month in which that person died,
    and that month has one death."""
    codes = {name: code for code, name in Book(told[1]).kinds.items()}
    deaths, last = {codes[k] for k in DEATHS}, {}
    rows = table(told[1])
    for person, month, kind, *_ in rows:
        if kind in deaths:
            assert person not in last, "one dies once"
            last[person] = month
    later = [(person, month) for person, month, *_ in rows if month > last.get(person, month)]
    assert len(last) > 500 and not later, later[:3]


def test_spouses_name_each_other_and_mothers_their_children(told) -> None:
    book = Book(told[1])
    codes = {name: code for code, name in book.kinds.items()}
    rows = table(told[1])
    wed = {(r[1], r[0] & 0xFFFFFFFF, r[4]) for r in rows if r[2] == codes["door.married"]}
    assert len(wed) > 1000 and all((m, b, a) in wed for m, a, b in wed)
    mothers = {(r[1], r[0] & 0xFFFFFFFF, r[4]) for r in rows if r[2] == codes["demography.mother"]}
    children = {(r[1], r[4], r[0] & 0xFFFFFFFF) for r in rows if r[2] == codes["demography.born"]}
    assert mothers == children and len(children) > 1000


def test_a_ration_stops_where_the_counter_does() -> None:
    """The famine on the smallest rung: in each month those are told whose counter turns, and nobody else."""
    c = build(load("history"), 1, "25k", threads=2)
    c.listen()
    look, some = Counters(), 0
    c.onlookers.append(look)
    for moment in months(c, until="1998-12", census="none"):
        assert look.told <= look.turns, moment.month.label
        some += len(look.told)
    assert some >= 2, "counters stop in these years"
