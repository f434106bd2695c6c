"""Finding persons: a small language that says what it means, and archetypes that say what is lacking."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from made_up_lives import KINDS, lived, write
from tumen.archetypes import ARCHETYPES, Archetype, Fact
from tumen.cli import app
from tumen.codes import code_of
from tumen.country import build
from tumen.facts import HOUSES, NAMES
from tumen.facts_language import Both, Either, Happened, Not, Once, Stands, holds, read
from tumen.find import like, row_sql, where
from tumen.lives_read import Book
from tumen.persons import flat
from tumen.scenario import load
from tumen.scenario_errors import ScenarioError
from tumen.simulate import months

ANN, BEN, CLEO, DAN = 1, 2, 3, 4


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Ann trades and arrives in 2009; Ben, a Party member, arrives in 2010; Cleo is a member and stays; Dan, who died
    in the year of his birth, is in no December."""
    years = (2008, 2009, 2010)
    states = [{"person": ANN, "year": y, "hours": 20 * (y == 2008), "fear": (y - 2007) / 10} for y in years]
    states += [{"person": BEN, "year": y, "traits": 0, "party": 1, "place": 1} for y in (2008, 2009)]
    states += [{"person": CLEO, "year": y, "party": y - 2008, "post": 1, "place": 2, "loyalty": 2.0 - (y == 2010) * 4}
               for y in years]  # fmt: skip
    events = [(ANN, "2009-03", "south.arrived"), (BEN, "2010-01", "south.arrived"), (ANN, "2008-02", "posts.brought"),
              (CLEO, "2008-02", "crossing.brought"), (DAN, "2008-06", "demography.died")]  # fmt: skip
    return Book(write(tmp_path / "run", events, states, years))


def found(book: Book, text: str) -> set[int]:
    many = where(book, read(text, book.kinds.values()))
    assert many.total == len(many.persons)
    return set(many.persons)


@pytest.mark.parametrize(("text", "who"), [
    ("arrived", {ANN, BEN}),
    ("arrived = 2009", {ANN}),
    ("arrived = 2009-03", {ANN}), ("arrived = 2009-04", set()),
    ("arrived >= 2010", {BEN}), ("arrived < 2010", {ANN}), ("arrived != 2009", {BEN}),
    ("arrived <= 2010-01", {ANN, BEN}),
    ("brought", {ANN, CLEO}),  # of whatever mechanism
    ("crossing.brought", {CLEO}),
    ("party", {BEN, CLEO}), ("traded and arrived = 2009", {ANN}), ("party and traded and arrived = 2009", set()),
    ("woman and not party", {ANN}),
    ("not woman", {BEN, DAN}),  # never seen as a woman in a December
    ("not arrived", {CLEO, DAN}),
    ("not (party or arrived)", {DAN}),
    ("party and (arrived or loyalty < 0)", {BEN, CLEO}),
    ("fear > 0.25", {ANN}), ("fear > 0.25 in 2010", {ANN}), ("fear > 0.25 in 2009", set()),
    ("loyalty < 0", {CLEO}), ("loyalty > 0 at end", {ANN, BEN}),
    ("rank = office", {CLEO}), ("rank >= member", {BEN, CLEO}),
    ("once (party and loyalty > 0)", {BEN, CLEO}), ("once (rank = office and loyalty > 0)", set()),
    ("(party and woman) in 2008", set()), ("party in 2008 or arrived = 2009", {ANN, BEN}),
    ("province = HG", {ANN}), ("province = 'South Pyongan'", {BEN}), ("border or post = writer", {ANN, CLEO}),
    ("town and sex = woman", {ANN, CLEO}), ("born = 1970", {ANN, BEN, CLEO}), ("age > 40", {ANN, CLEO}),
    ("WOMAN AND Post = WRITER", {CLEO}),
])  # fmt: skip
def test_what_is_asked_is_what_is_found(book: Book, text: str, who: set[int]) -> None:
    assert found(book, text) == who


def test_who_is_listed_is_a_part_of_who_is_counted(book: Book) -> None:
    few = where(book, read("arrived", KINDS), limit=1)
    assert (few.persons, few.total) == ([ANN], 2)


def test_the_tree_of_a_text() -> None:
    assert read("not a or b = 1990", ["x.a", "y.b"]) == Either((Not(Happened(("x.a",))), Happened(("y.b",), 0, 11)))
    assert read("woman and party or tier") == Either((Both((Stands("woman"), Stands("party"))), Stands("tier")))
    assert read("woman and (party or tier)") == Both((Stands("woman"), Either((Stands("party"), Stands("tier")))))
    assert read("not woman and party") == Both((Not(Stands("woman")), Stands("party")))
    assert read("fear > 0.5 in 1998") == Once(Stands("fear", ">", 0.5), 1998)


@pytest.mark.parametrize(("text", "says"), [
    ("", "a fact is missing"), ("party and", "a fact is missing"), ("and party", "a fact is missing"),
    ("partie", "nearest: party"), ("arived", "nearest: arrived"), ("fear", "compared with something"),
    ("fear > high", "fear is a number"), ("party = 1", "yes or no"), ("post = poet", "never poet"),
    ("post = writr", "nearest: writer"), ("post > writer", "no more and less"),
    ("province = Hamgyong", "never Hamgyong"),
    ("arrived = soon", "by time"), ("arrived = 2009-13", "by time"), ("arrived = 20", "by time"),
    ("(party", "not closed"), ("party)", "left over"), ("party tier", "left over"), ("once party", "takes a bracket"),
    ("once (arrived)", "not of events"), ("arrived in 2009", "arrived = 2009"), ("party in 98", "what year"),
    ("party at last", "at what"), ("party; drop table", "no part of the language"), ("party -- ", "no part"),
    ("'x' = 1", "begins with its name"), ("not " * 60 + "party", "too many"), ("(" * 60, "too many"),
    ("party and " * 400, "too long"), ("fear > 1e9", "left over"),
])  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text: str, says: str) -> None:
    with pytest.raises(ScenarioError) as problem:
        read(text, KINDS)
    assert says in str(problem.value) and "--where" in str(problem.value)
    assert "at character" in str(problem.value)


@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["party", "and", "or", "not", "(", ")", "fear", ">", "0.5", "in", "1998", "arrived", "=", "once", "'", "at", "end"]
), max_size=12).map(" ".join))  # fmt: skip
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text, KINDS)
    except ScenarioError as problem:
        assert "legal" in str(problem)


def test_a_december_that_is_not_kept_is_refused(book: Book) -> None:
    with pytest.raises(ScenarioError, match="no such December"):
        where(book, read("party in 1998"))


WRITER = Archetype("scribe", "a writer who fears", (2008, 2010), (
    Fact("writes for the state", "post = writer"), Fact("is no member", "not party"),
    Fact("is much afraid", "fear > 0.6"),
))  # fmt: skip


def test_the_nearest_are_those_with_most_facts_and_then_the_smallest_distance(book: Book) -> None:
    near = like(book, WRITER)
    assert near.whole == 0
    assert [n.person for n in near.nearest] == [CLEO, ANN, BEN]
    cleo, ann, _ = near.nearest
    assert (cleo.year, cleo.met) == (2008, 2)  # before she was a member
    assert cleo.unmet == ["is much afraid (fear 0.2, not > 0.6)"] and cleo.far == pytest.approx(0.4 / 0.5)
    assert (ann.year, ann.unmet) == (2010, ["writes for the state", "is much afraid (fear 0.3, not > 0.6)"])


def test_who_meets_every_fact_lacks_none(book: Book) -> None:
    bold = replace(WRITER, facts=WRITER.facts[:2])
    assert [(n.person, n.year, n.unmet) for n in like(book, bold).nearest] == [(CLEO, 2008, [])]
    assert [n.person for n in like(book, bold, closest=True).nearest] == [CLEO, ANN, BEN]


def test_an_archetype_whose_years_are_not_kept_is_refused(book: Book) -> None:
    with pytest.raises(ScenarioError, match="no December"):
        like(book, replace(WRITER, years=(1990, 2000)))


def test_every_fact_of_every_archetype_is_of_how_people_stand() -> None:
    seen = {name: np.array([1.0]) for name in ("age", "fear")}
    for archetype in ARCHETYPES:
        for fact in archetype.facts:
            assert fact.tree == read(fact.asks)  # of no events: these are asked of columns, too
    with pytest.raises(ValueError, match="neither events nor years"):
        holds(read("arrived", KINDS), seen)


def test_names_mean_the_same_over_columns_and_over_the_record() -> None:
    """In a December of a real run, every name: as many people by the country's columns as by what was written."""
    book = Book(lived("1996-12"))
    country = build(load("history"), 1, "25k")
    for _ in months(country, until="1996-12", census="none"):
        pass
    seen = flat(country)
    asked = [name if about.is_yes else f"{name} = '{about.words[1]}'" if about.words else None
             for name, about in NAMES.items()]  # fmt: skip
    table = f"WITH stands AS (SELECT * FROM {book.states_sql([1996])}) SELECT count(*) FROM stands WHERE "
    for text in filter(None, [*asked, "age < 30", "born >= 1960", "meetings > 0", "offences = 0"]):
        tree = read(text)
        assert book.rows(table + row_sql(book, tree))[0][0] == holds(tree, seen).sum(), text
    for text in ("hours > 10.5", "loyalty < 0.05", "fear > 0.305", "reserve < 0.845", "grain >= 10.5", "goods < 25"):
        tree = read(text)  # bounds between two steps of the record
        assert book.rows(table + row_sql(book, tree))[0][0] == pytest.approx(holds(tree, seen).sum(), abs=3), text


def test_a_child_at_home_and_members_next_door(tmp_path: Path) -> None:
    home = 7 * HOUSES
    states = [{"person": ANN, "year": 1996, "home": home}, {"person": BEN, "year": 1996, "home": home, "born": 0},
              {"person": CLEO, "year": 1996, "home": home + 1, "party": 1},
              {"person": DAN, "year": 1996, "home": home + HOUSES}]  # fmt: skip
    book = Book(write(tmp_path / "run", [], states, [1996]))
    assert found(book, "grown and with_child") == {ANN}
    assert found(book, "among_members") == {ANN, BEN, CLEO}


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def test_the_command_prints_a_line_for_each(book: Book) -> None:
    code, out = run("find", str(book.run), "--where", "arrived = 2009")
    assert code == 0 and "1 of 1 persons" in out
    assert f"{code_of(ANN)}  woman born 1970; Hoeryong City, town (North Hamgyong)" in out
    assert "2009 arrives in the South" in out
    code, out = run("find", str(book.run), "--where", "arrived", "--json", "--limit", "1")
    assert json.loads(out)["total"] == 2 and len(json.loads(out)["persons"]) == 1


def test_the_command_says_what_is_lacking(book: Book) -> None:
    code, out = run("find", str(book.run), "--like", "poet")
    assert code == 2 and "no December in which this life is looked for" in out
    code, out = run("find", str(book.run), "--like", "neighbour", "--json")
    told = json.loads(out)
    assert told["whole"] == 0 and told["persons"][0]["code"] == code_of(ANN)
    assert told["persons"][0]["unmet"] == ["lives among members"]


@pytest.mark.parametrize(("words", "says"), [
    ((), "one of --like and --where"), (("--like", "poet", "--where", "party"), "one of --like and --where"),
    (("--like", "poett"), "nearest: poet"), (("--where", "party", "--closest"), "goes with --like"),
    (("--where", "party ; x"), "no part of the language"),
])  # fmt: skip
def test_the_command_refuses_what_it_cannot_do(book: Book, words: tuple[str, ...], says: str) -> None:
    code, out = run("find", str(book.run), *words)
    assert code == 2 and says in out


def test_the_names_are_listed(book: Book) -> None:
    code, out = run("find", str(book.run), "--facts")
    assert code == 0 and all(f"\n{name}\t" in out for name in NAMES) and "arrived = 1997" in out


def test_an_archetype_in_a_real_run_is_a_life_that_can_be_told() -> None:
    book = Book(lived())
    mother = next(a for a in ARCHETYPES if a.name == "mother")
    near = like(book, mother, limit=3)
    assert near.nearest and all(1996 <= n.year <= 1998 for n in near.nearest)
    for one in near.nearest:
        s = next(s for s in book.states(one.person) if s["year"] == one.year)
        assert s["traits"] & 1 and (near.whole == 0 or (s["reserve"] < 0.85 and s["goods"] < 25 and not s["party"]))
