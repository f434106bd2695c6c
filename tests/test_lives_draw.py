"""People drawn from a point of a chart: by weight, by stratum, and the same every time."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from made_up_lives import lived, write
from tumen.cli import app
from tumen.lives_draw import _lots, _quotas, draw_lives, read_group
from tumen.lives_read import Book
from tumen.scenario_errors import ScenarioError

PROVINCE, NORTH_HAMGYONG = 8, "HG"


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(lived())


def test_a_draw_is_the_same_every_time_and_grows(book: Book) -> None:
    ten = draw_lives(book, 1997, stratum="public")
    assert draw_lives(book, 1997, stratum="public") == ten
    assert len({one.person for one in ten.people}) == 10
    more = draw_lives(book, 1997, stratum="public", n=30)
    assert more.people[:10] == ten.people
    assert draw_lives(book, 1997, stratum="public", seed=1).people != ten.people


def test_all_drawn_are_of_the_group(book: Book) -> None:
    drawn = draw_lives(book, 1997, province=NORTH_HAMGYONG, stratum="Party", sex="women")
    for one in drawn.people:
        s = next(s for s in book.states(one.person) if s["year"] == 1997)
        assert book.places[s["place"]]["province"] == PROVINCE
        assert s["traits"] & 1 and s["party"] and s["grade"] < 9
    assert draw_lives(book, 1997, province="north hamgyong", stratum="party", sex="Women").people == drawn.people


def test_every_stratum_has_somebody_and_the_public_most(book: Book) -> None:
    drawn = draw_lives(book, 1997)
    many = Counter(one.stratum for one in drawn.people)
    assert set(many) == {"public", "Party", "tier"} and many["public"] > many["Party"] >= many["tier"]
    assert drawn.persons == pytest.approx(22e6, rel=0.1)


def test_persons_have_the_same_chance_whatever_their_row_stands_for() -> None:
    weight = np.array([1.0] * 2000 + [9.0] * 2000)
    who = np.arange(4000, dtype=np.uint64)
    heavy = [np.argsort(_lots(who, seed) / weight)[:40] >= 2000 for seed in range(100)]
    assert np.mean(heavy) == pytest.approx(0.9, abs=0.02)


def test_quotas_are_filled_by_persons_and_never_beyond_the_rows() -> None:
    assert _quotas(np.array([800.0, 150.0, 50.0]), np.array([99, 99, 99]), 10) == [8, 1, 1]
    assert _quotas(np.array([800.0, 150.0, 50.0]), np.array([3, 99, 1]), 10) == [3, 6, 1]
    assert _quotas(np.array([800.0, 0.0, 50.0]), np.array([99, 0, 99]), 1) == [1, 0, 0]
    assert _quotas(np.array([800.0, 150.0, 0.0]), np.array([2, 1, 0]), 10) == [2, 1, 0]


def test_fewer_are_drawn_where_there_are_fewer(tmp_path: Path) -> None:
    folder = write(tmp_path / "run", [], [{"person": 1, "year": 1990}, {"person": 2, "year": 1990, "party": 1}], [1990])
    book = Book(folder)
    assert [(one.person, one.stratum) for one in draw_lives(book, 1990).people] == [(1, "public"), (2, "Party")]
    nobody = draw_lives(book, 1990, province="Rason")
    assert (nobody.people, nobody.rows, nobody.persons) == ([], 0, 0)


@pytest.mark.parametrize(("asked", "says"), [
    ({"year": 1980}, "1990 to"), ({"year": 1997, "province": "Hamgyong"}, "nearest"),
    ({"year": 1997, "stratum": "elite"}, "public, Party, tier"), ({"year": 1997, "sex": "woman"}, "nearest: women"),
])  # fmt: skip
def test_a_group_that_is_not_there_is_refused(book: Book, asked: dict, says: str) -> None:
    with pytest.raises(ScenarioError) as problem:
        draw_lives(book, **asked)
    assert says in str(problem.value)


def test_a_group_is_read_from_text() -> None:
    assert read_group("province=HG; stratum = tier;") == {"province": "HG", "stratum": "tier"}
    assert read_group("") == {}
    for text in ("provence=HG", "province", "province=", "sex=men;sex=women", "=HG"):
        with pytest.raises(ScenarioError, match="drawn"):
            read_group(text)


def test_the_command_tells_ten_lives_in_three_lines(book: Book) -> None:
    words = ["lives", str(book.run), "--at", "1997", "--group", "province=HG"]
    done = CliRunner().invoke(app, [*words, "--json"])
    told = json.loads(done.output)
    assert done.exit_code == 0 and len(told["people"]) == 10
    for one in told["people"]:
        assert len(one["lines"]) == 3 and one["code"] in one["lines"][0] and "December 1997" in one["lines"][0]
    plain = CliRunner().invoke(app, words).output
    assert all(line in plain for one in told["people"] for line in one["lines"])
