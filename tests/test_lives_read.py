"""Recorded lives, read back: every event and December of a person, and who lived beside them."""

from pathlib import Path

import numpy as np
import pytest

from made_up_lives import lived, write
from tumen.columns import HOUSES as ENGINE_HOUSES
from tumen.facts import HOUSES
from tumen.lives_read import Book, Event
from tumen.scenario_errors import UserError

HER, HIM, CHILD, NEXT_DOOR = 11, 12, 13, 14


@pytest.fixture
def book(tmp_path: Path) -> Book:
    home = 7 * HOUSES + 3
    states = [{"person": p, "year": y, "home": home + (p == NEXT_DOOR), "born": {CHILD: 12}.get(p, -240)}
              for p in (HER, HIM, CHILD, NEXT_DOOR) for y in (1991, 1992)]  # fmt: skip
    states += [{"person": HER, "year": 1990, "home": 9 * HOUSES, "loyalty": -1.5, "grain": 12, "fear": 0.25}]
    events = [(HER, "1991-05", "party.joined"), (HER, "1991-05", "penal.fined", 300, 1), (HER, "1990-02", "door.moved"),
              (HIM, "1992-01", "talk.confided", 0, HER)]  # fmt: skip
    return Book(write(tmp_path / "run", events, states, range(1990, 1993)))


def test_events_come_in_the_order_in_which_they_befell(book: Book) -> None:
    assert [(e.year, e.kind) for e in book.events(HER)] == [
        (1990, "door.moved"), (1991, "party.joined"), (1991, "penal.fined")
    ]  # fmt: skip
    assert book.events(HER)[2] == Event(16, "penal.fined", 300, 1)


def test_a_december_is_in_natural_units(book: Book) -> None:
    first = book.states(HER)[0]
    assert (first["year"], first["loyalty"], first["grain"], first["fear"]) == (1990, -1.5, 12, 0.25)


def test_a_household_is_those_with_the_same_home_and_the_unit_is_more(book: Book) -> None:
    states = book.states(HER)
    assert [s["person"] for s in book.household(1991, states[1]["home"])] == [HER, HIM, CHILD]  # the eldest first
    near = book.near(states)
    assert {n.person for n in near if n.year == 1991} == {HIM, CHILD, NEXT_DOOR}
    assert not [n for n in near if n.year == 1990]


def test_several_lives_read_at_once_are_those_read_one_by_one(book: Book) -> None:
    assert book.many([HER, HIM, 999]) == {HER: book.one(HER), HIM: book.one(HIM), 999: ([], [])}


def test_nobody_is_said_to_be_nobody_and_whose_lives_are_kept(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="everybody's life"):
        book.one(99)
    tenth = Book(write(tmp_path / "tenth", [], [{"person": 1, "year": 1990}], [1990], share=10))
    with pytest.raises(UserError, match=r"one person in 10, chosen by a hash.*tiers"):
        tenth.one(99)


def test_a_folder_without_lives_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="kept no lives"):
        Book(tmp_path)
    (tmp_path / "lives").mkdir()
    (tmp_path / "lives" / "lives.json").write_text("{")
    with pytest.raises(UserError, match="kept no lives"):
        Book(tmp_path)


def test_a_folder_before_its_first_december_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "run", [], [{"person": 1, "year": 1990}], [1990])
    (folder / "lives" / "states-1990-12.parquet").unlink()
    with pytest.raises(UserError, match="no December"):
        Book(folder)


def test_a_damaged_file_is_an_error_and_no_shorter_life(tmp_path: Path) -> None:
    folder = write(tmp_path / "o'clock", [(1, "1990-03", "party.joined")], [{"person": 1, "year": 1990}], [1990])
    assert len(Book(folder).events(1)) == 1  # a quote in a name is no trouble
    path = folder / "lives" / "events-1990-01-1990-12.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UserError, match="cannot be read"):
        Book(folder).events(1)


def test_households_have_as_many_codes_here_as_in_the_engine() -> None:
    assert HOUSES == ENGINE_HOUSES


def test_a_real_run_has_every_person_once_a_december() -> None:
    book = Book(lived())
    (many, different), = book.rows(f"SELECT count(*), count(DISTINCT (person, year)) FROM {book.states_sql()}")
    assert many == different > 12 * 15_000
    person = book.rows(f"SELECT person FROM {book.states_sql([1995])} ORDER BY person LIMIT 1 OFFSET 5000")[0][0]
    events, states = book.one(person)
    assert [s["year"] for s in states] == sorted(s["year"] for s in states)
    assert events == sorted(events, key=lambda e: e.month)
    at_home = {s["person"] for s in book.household(1995, states[[s["year"] for s in states].index(1995)]["home"])}
    assert at_home - {person} == {n.person for n in book.near(states) if n.year == 1995 and
                                  n.home == next(s["home"] for s in states if s["year"] == 1995)}  # fmt: skip
    assert np.isfinite([s["loyalty"] for s in states]).all()
