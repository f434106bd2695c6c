"""A life told: every kind of event has its words, and what is told is what is recorded."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from made_up_lives import lived, write
from tumen.cli import app
from tumen.codes import code_of
from tumen.country import SCHEDULE
from tumen.facts import HOUSES
from tumen.labels import OFFENCES
from tumen.lives_read import Book
from tumen.telling import Life
from tumen.telling_household import housemates
from tumen.telling_state import body, company, doing, mind, number
from tumen.telling_words import CHARGES, ROUTINE, SAYS, clause

HER, HIM, OTHER = 11, 12, 13
HOME = 5 * HOUSES


def declared() -> set[str]:
    """Every kind that a run can record: what mechanisms declare, and each reason for moving."""
    kinds = {f"{m.name}.{kind}" for m in SCHEDULE.mechanisms for kind in m.events}
    moves = {reason for m in SCHEDULE.mechanisms for reason, e in m.exits.items() if e.moves}
    return kinds | {f"door.{'married' if reason == 'wed' else reason}" for reason in moves}


def test_every_declared_kind_has_a_sentence() -> None:
    assert declared() - set(SAYS) - set(ROUTINE) == set()


def test_no_sentence_is_for_a_kind_that_does_not_exist() -> None:
    assert set(SAYS) | set(ROUTINE) == declared()


def test_every_offence_is_a_charge() -> None:
    assert len(CHARGES) == len(OFFENCES)


def test_all_that_is_recorded_in_a_real_run_is_told_whole() -> None:
    book = Book(lived())
    some = book.rows(f"SELECT kind, min(person) FROM {book.events_sql()} GROUP BY kind ORDER BY kind")
    assert len(some) > 60
    for _, person in some:
        life = Life(book, person)
        text = life.text()
        assert not re.search(r"[{}]|  +\w| ,| \.|\bNone\b", text.replace("\n  ", "\n")), text
        told = {e.kind for e in life.events if e.kind not in ROUTINE}
        assert all(life.says(e) in text or e.kind in ROUTINE for e in life.events), told


def she(tmp_path: Path, events: list, states: list, years: range = range(1990, 1993), **more: int) -> Life:
    return Life(Book(write(tmp_path / "run", events, states, years, **more)), HER)


def decembers(person: int = HER, years: range = range(1990, 1993), **columns: float) -> list[dict[str, float]]:
    return [{"person": person, "year": y, "home": HOME, **columns} for y in years]


def test_an_event_is_told_in_its_month_with_its_cause(tmp_path: Path) -> None:
    life = she(tmp_path, [(HER, "1991-03", "surveillance.investigated", 1), (HER, "1991-04", "penal.held", 14, 2),
                          (HER, "1992-06", "penal.released", 6)], decembers())  # fmt: skip
    text = life.text()
    assert "In March a case is opened for trading." in text
    assert "In April she is taken away over smuggled films for 14 months, to labour training or prison." in text
    assert "In June she is released." in text
    assert text.index("1991. ") < text.index("In March") < text.index("In April") < text.index("1992. ")


def test_what_comes_often_is_gathered_by_year(tmp_path: Path) -> None:
    weekly = [(HER, f"1991-{m:02d}", "criticism.criticised", 20) for m in (2, 5, 9)]
    gifts = [(HER, "1991-02", "court.gift", 500), (HER, "1991-04", "court.gift", 700)]
    text = she(tmp_path, weekly + gifts, decembers()).text()
    assert "criticised in the weekly session three times" in text
    assert "gifts of the leader twice, worth 1,200 dollars together" in text


def test_the_other_person_is_named_by_what_they_are(tmp_path: Path) -> None:
    talk = [(HER, "1991-01", "talk.confided", 0, HIM), (HER, "1991-02", "talk.confided", 0, HIM),
            (HER, "1991-03", "talk.confided", 0, OTHER), (HER, "1992-03", "hunger.bereaved", 0, HIM)]  # fmt: skip
    states = decembers(traits=3) + decembers(HIM, range(1990, 1992), traits=2, born=-280)
    states += [{"person": OTHER, "year": 1991, "home": HOME + 1}]
    text = she(tmp_path, talk, states).text()
    assert "says a doubt in trust three times: to her husband twice, to a neighbour once" in text
    assert "In March she loses her husband to hunger." in text


def test_kin_is_who_was_born_or_married(tmp_path: Path) -> None:
    events = [(HER, "1990-03", "demography.mother", 0, OTHER), (HER, "1991-05", "hunger.bereaved", 0, OTHER),
              (HER, "1990-05", "demography.mother", 0, 99), (HER, "1990-07", "demography.bereaved", 0, 99),
              (HER, "1990-08", "demography.bereaved", 0, 98)]  # fmt: skip
    states = decembers() + decembers(OTHER, range(1990, 1991), born=2, traits=1)
    text = she(tmp_path, events, states).text()
    assert "loses her daughter to hunger" in text
    assert "In July she loses her child." in text  # in no December: the record does not know the sex
    assert "In August she loses one of the household." in text


def test_what_is_thought_stands_beside_what_is_shown(tmp_path: Path) -> None:
    two_faced = decembers(loyalty=-2.5, display=3, fear=0.7, knowledge=0.5)
    text = she(tmp_path, [], two_faced).text()
    assert "She shows zeal; in private she is against the state (-2.5)" in text
    assert "knows much of life outside, is much afraid" in text


def test_nothing_is_shown_by_who_is_held_or_gone(tmp_path: Path) -> None:
    gone = she(tmp_path, [], decembers(status=5, loyalty=-2.5)).text()
    assert "shows" not in gone and "For herself she is against the state" in gone


def test_a_child_is_not_asked_for_loyalty(tmp_path: Path) -> None:
    assert "in private" not in she(tmp_path, [], decembers(born=-60)).text()


def test_who_dies_is_told_to_the_end_and_not_beyond(tmp_path: Path) -> None:
    life = she(tmp_path, [(HER, "1991-07", "hunger.starved", 5)], decembers(years=range(1990, 1991)))
    assert life.passages[-1].happened == "In July she dies of hunger."
    assert life.end == "" and not life.passages[-1].stands


def test_a_row_that_ends_without_a_death_is_said_to_end(tmp_path: Path) -> None:
    life = she(tmp_path, [], decembers(years=range(1990, 1991)) + decembers(HIM))
    assert life.end.startswith("After 1990 this rung follows no row of her")


def test_a_row_that_begins_grown_is_said_to_begin(tmp_path: Path) -> None:
    life = she(tmp_path, [], decembers(years=range(1992, 1993)) + decembers(HIM))
    assert "Of her life before there is no record" in life.opening
    tenth = she(tmp_path / "tenth", [], decembers(years=range(1992, 1993)) + decembers(HIM), share=10)
    assert "from the day when a person comes to the tiers" in tenth.opening


def test_a_kind_of_somebodys_own_is_told_in_the_words_it_was_declared_with(tmp_path: Path) -> None:
    assert clause("mine.stumbled", 3, "stumbles over a stone (amount: how often)") == "stumbles over a stone"
    assert "In May stumbles over a stone." in she(tmp_path, [(HER, "1991-05", "mine.stumbled", 3)], decembers()).text()


def test_quiet_years_are_told_together(tmp_path: Path) -> None:
    years = range(1990, 2000)
    life = she(tmp_path, [(HER, "1996-05", "party.joined")], decembers(years=years), years)
    spans = [(p.first, p.last) for p in life.passages]
    assert spans == [(1990, 1994), (1995, 1995), (1996, 1996), (1997, 1999)]


def test_a_shortened_life_says_again_what_the_years_left_out_had_said(tmp_path: Path) -> None:
    life = she(tmp_path, [(HER, "1990-05", "party.joined")], decembers())
    assert "She shows and thinks as before." in life.passages[1].stands
    short = life.shortened([1992, 2050])
    assert short.startswith(life.opening) and short.endswith(life.end) and "as before" not in short
    assert "1992. The year passes" in short and "1990. " not in short


def test_without_results_nothing_is_said_of_the_country(tmp_path: Path) -> None:
    assert "The country" not in she(tmp_path, [], decembers()).text()


def test_the_country_of_the_famine_is_told_from_the_results() -> None:
    book = Book(lived())
    person = book.rows(f"SELECT min(person) FROM {book.states_sql([1997])}")[0][0]
    year = Life(book, person).times.of(1997, 8)
    peace = Life(book, person).times.of(1992, 8)
    assert year["hunger_deaths"] > 10 * peace["hunger_deaths"] and year["ration"] < peace["ration"]
    assert year["price"] > peace["price"]


def test_the_household_is_told_by_what_touched_the_person(tmp_path: Path) -> None:
    events = [(HIM, "1991-04", "penal.held", 8, 1), (HIM, "1991-02", "criticism.criticised", 20),
              (OTHER, "1991-04", "party.joined")]  # fmt: skip
    states = decembers(traits=3) + decembers(HIM, range(1990, 1992), traits=2)
    states += [{"person": OTHER, "year": 1991, "home": HOME + 1}]
    (husband,) = housemates(she(tmp_path, events, states))
    line, *_ = husband.text().splitlines()
    assert line == f"{code_of(HIM)}: her husband, born in January 1970; in the household in Decembers 1990 to 1991."
    assert [e.kind for e, _ in husband.told] == ["penal.held"]


def test_json_holds_every_event_and_december(tmp_path: Path) -> None:
    life = she(tmp_path, [(HER, "1991-04", "penal.held", 8, 1)], decembers(loyalty=-1.5))
    told = json.loads(json.dumps(life.as_json()))
    assert told["code"] == code_of(HER) and told["born"] == "1970-01" and told["sex"] == "woman"
    assert told["events"] == [{"month": "1991-04", "kind": "penal.held", "amount": 8, "other": 1, "with": None,
                               "says": life.says(life.events[0])}]  # fmt: skip
    assert [(s["year"], s["loyalty"]) for s in told["decembers"]] == [(y, -1.5) for y in (1990, 1991, 1992)]


def test_words_follow_the_figures() -> None:
    s = {"year": 1995, "born": -300, "traits": 0, "reserve": 0.75, "eaten": 280, "status": 0, "post": 0, "work": 3,
         "hours": 12, "loyalty": 0.0, "credibility": 0.1, "knowledge": 0.0, "fear": 0.1, "hope": 0.9,
         "display": 2}  # fmt: skip
    assert doing(s) == "works on a farm and trades 12 hours a week"
    assert "emaciated (75 %" in body(s)
    assert mind(s, "he") == ("he shows compliance; in private he is undecided (+0.0), believes nothing that the state "
                             "says, knows nothing of life outside, fears little and hopes")  # fmt: skip
    assert company(s | {"status": 4}, 1, "Anju").startswith("is in China; at home there is one, in Anju")
    assert [number(n) for n in (0, 1, 12, 13, 2000)] == ["no", "one", "twelve", "13", "2,000"]


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def test_the_command_tells_what_the_library_tells(tmp_path: Path) -> None:
    life = she(tmp_path, [(HER, "1991-04", "party.joined")], decembers())
    code, out = run("life", str(tmp_path / "run"), life.code.upper(), "--household")
    assert code == 0 and out.startswith(life.text()) and "Nobody shared the household" in out
    code, out = run("life", str(tmp_path / "run"), life.code, "--json", "--household")
    assert json.loads(out)["household"] == [] and code == 0


@pytest.mark.parametrize(("person", "says"), [("123", "is not a person's code"), (code_of(99), "nobody with the code")])
def test_a_person_who_is_not_there_is_refused(tmp_path: Path, person: str, says: str) -> None:
    she(tmp_path, [], decembers())
    code, out = run("life", str(tmp_path / "run"), person)
    assert code == 2 and says in out


def test_a_chart_that_cannot_be_written_is_refused_before_the_life_is_read(tmp_path: Path) -> None:
    for name in ("life.gif", "nowhere/life.html"):
        code, out = run("life", str(tmp_path), code_of(1), "--chart", str(tmp_path / name))
        assert code == 2 and "--chart" in out
