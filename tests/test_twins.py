"""Twins: with no decree nothing differs; with one, nothing before it, and nobody who meets nothing of it; all channels
held, it is the parent. And what is counted is counted right."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from tumen.cli import app
from tumen.columns import Place
from tumen.country import Country, build
from tumen.experiments import channels, partings, twin_text
from tumen.experiments.branches import branch, grow
from tumen.experiments.chart_twins import ribbons
from tumen.experiments.fates import FATES, flows
from tumen.experiments.twins import Twin, first_difference, twin
from tumen.facts import STRATUM
from tumen.lives import Lives
from tumen.months import month_index, month_label
from tumen.onlooker import Onlooker
from tumen.persons import flat
from tumen.scenario import Act, Scenario, load
from tumen.scenario_errors import UserError
from tumen.simulate import months

UNTIL = "1991-12"


@pytest.fixture(scope="module")
def drawn() -> Twin:
    """No extra meetings for members from the first month on, on the smallest rung, with channels."""
    return twin("history", "party-without-meetings", rung="25k", until=UNTIL, why=True)


@pytest.fixture(scope="module")
def same() -> Twin:
    return twin("history", "history", rung="25k", until="1990-12")


def test_a_run_beside_itself_differs_in_no_life(same: Twin) -> None:
    assert same.first is None and not same.differs
    assert len(same.parted) == 0
    assert same.hashes["a"] == same.hashes["b"] != same.hashes["placebo"]
    assert (same.headlines["a"] == same.headlines["b"]).all()
    assert (same.flows["fate_a"] == same.flows["fate_b"]).all()


def test_the_placebo_is_one_kilogram(same: Twin) -> None:
    from tumen.experiments.twins import a_kilogram

    one, two = (build(load("history"), 1, "25k") for _ in range(2))
    a_kilogram(two)
    more = two.tables.arrays["grain"].astype(np.int64) - one.tables.arrays["grain"]
    assert more.sum() == 1000 and (more != 0).sum() == 1


def test_a_decree_changes_lives_and_its_shares_add_up(drawn: Twin) -> None:
    assert drawn.first == "1990-01"
    assert len(drawn.parted) > len(drawn.placebo)
    table = drawn.headlines.set_index("figure")
    for name, row in table.iterrows():
        mine = [s for s in drawn.shares if s.outcome == name]
        assert {s.channel for s in mine} == {*channels.CHANNELS, channels.DECREE}
        for total in (sum(s.forward for s in mine), sum(s.backward for s in mine)):
            assert total == pytest.approx(row["b"] - row["a"], abs=1e-6 * max(1.0, abs(row["b"])))


def test_members_differ_more_than_others(drawn: Twin) -> None:
    """It is their meetings that are gone."""
    counts = drawn.counts("stratum")
    share = counts["differ"] / counts["persons"]
    assert share[1] > share[0]


def test_examples_differ_where_they_are_said_to(drawn: Twin) -> None:
    assert len(drawn.examples) == 10
    for e in drawn.examples:
        ahead = [(x[0]["month"], x[0]["kind"]) if x else None for x in (e["a"], e["b"])]
        assert ahead[0] != ahead[1] or e["a"][0]["kind"].startswith("door.")
        assert all(x["says"] and "{" not in x["says"] for k in ("shared", "a", "b") for x in e[k])


def decree(at: str, **figures: float) -> Scenario:
    """History with one decree of our own from a month on."""
    act = Act(name="ours", date=at, source="assumed", set={k.replace("__", "."): v for k, v in figures.items()})
    history = load("history")
    return history.model_copy(update={"name": "ours", "decrees": (*history.decrees, act)})


class Watch(Onlooker):
    """Keeps what the people of each month saw, and how everybody stood at its end."""

    def __init__(self) -> None:
        self.seen: dict[int, dict[str, bytes]] = {}
        self.hashes: dict[int, str] = {}

    def published(self, c: Country, month: object) -> None:
        self.now = {k: c.tables.arrays[k].tobytes() for k, d in c.declared.items() if isinstance(d, Place)}


def walked(scenario: Scenario, until: str) -> tuple[dict[str, str], dict[str, str]]:
    """A run's people at every month's end, and what they were shown, as hashes."""
    c, watch = build(scenario, 1, "25k"), Watch()
    c.onlookers.append(watch)
    bits, shown = {}, {}
    for moment in months(c, until=until, census="none"):
        people = flat(c)
        rows = b"".join(np.ascontiguousarray(people[k]).tobytes() for k in sorted(people))
        bits[moment.month.label] = str(hash(rows))
        people_see = {slot.name for b in c.steps for slot in b.slots if slot.kind == "whole"}
        shown[moment.month.label] = str(hash(tuple(sorted((k, v) for k, v in watch.now.items() if k in people_see))))
    return bits, shown


def test_nobody_differs_until_something_shown_does() -> None:
    """A closed border, which works through what is published. Both runs from the founders on: the trunk that twins
    share is not taken for granted."""
    at = "1990-09"
    shut = decree(at, market__border_open=0.0, goods__open=0.0)
    assert first_difference(load("history"), shut)[1] == month_index(at)
    bits_a, shown_a = walked(load("history"), "1991-03")
    bits_b, shown_b = walked(shut, "1991-03")
    apart = [m for m in bits_a if bits_a[m] != bits_b[m]]
    differing = [m for m in shown_a if shown_a[m] != shown_b[m]]
    assert apart, "the decree reaches somebody in seven months"
    assert min(apart) >= at and min(differing) >= at
    assert min(apart) >= min(differing), "nobody's row differs before something they are shown does"


def test_no_life_differs_before_the_decree(tmp_path: Path) -> None:
    """No extra meetings for members, which they feel in the month itself."""
    at = "1990-09"
    for name, scenario in (("a", load("history")), ("b", decree(at, hours__meetings=0.0))):
        c = build(scenario, 1, "25k")
        lives = Lives(c, tmp_path / name)
        for moment in months(c, until="1990-12", census="none"):
            lives.add(moment)
        lives.close()
    found = partings.compare(tmp_path / "a", tmp_path / "b").table
    assert len(found) and found["month"].min() >= month_index(at)


def test_all_channels_held_is_the_parent_to_the_bit(tmp_path: Path) -> None:
    a, b = load("history"), load("no-floods")
    first = first_difference(a, b)[1]
    assert first is not None
    until = month_label(first + 6)
    trunk = grow(a, 1, "25k", first, 1, tmp_path / "trunk")
    parent = channels.Parent()
    one, two = branch(trunk, a, until, onlookers=(parent,)), branch(trunk, b, until)
    assert one.country.hash() != two.country.hash()
    names = channels.order(one.country)
    held = branch(trunk, b, until, onlookers=(channels.Held(parent, frozenset(names)),))
    assert held.country.hash() == one.country.hash()
    some = branch(trunk, b, until, onlookers=(channels.Held(parent, frozenset(["media"])),))
    assert some.country.hash() != one.country.hash()


def test_every_published_array_is_in_one_channel() -> None:
    known = [owner for owners in channels.CHANNELS.values() for owner in owners]
    assert len(known) == len(set(known))
    c = build(load("history"), 1, "25k")
    publish = {m.name for m in c.schedule.mechanisms if any(isinstance(d, Place) for d in m.owns.values())}
    assert publish <= set(known), f"sort {publish - set(known)} into a channel"


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(UserError, match="first differ in 2020-02"):
        twin("history", "border-stays-open", rung="25k", until="1990-06")
    with pytest.raises(UserError, match="no December"):
        twin("history", "no-gifts", rung="25k", until="1990-11")
    with pytest.raises(UserError, match="2040"):
        twin("history", "outlook", rung="25k", until="2040-12")


def test_shares_of_a_made_up_pair() -> None:
    """Two channels that each lift the outcome by one, and together by three: the order decides who has the third."""
    worlds = {frozenset(): 3.0, frozenset({"x"}): 1.0, frozenset({"y"}): 1.0, frozenset({"x", "y"}): 0.0}
    found = channels.shares({"o": 0.0}, {"o": 3.0}, lambda held: {"o": worlds[held]}, ["x", "y"])
    assert [(s.channel, s.forward, s.backward) for s in found] == [("x", 2.0, 1.0), ("y", 1.0, 2.0)]


def test_flows_and_ribbons_keep_every_person() -> None:
    index = pd.Index([1, 2, 3, 4], dtype="uint64")
    a, b = pd.Series([0, 0, 1, 6], index=index), pd.Series([0, 1, 1, 0], index=index)
    weight = pd.Series([10, 20, 30, 40], index=index)
    table = flows(a, b, weight)
    assert table["persons"].sum() == 100
    assert set(table["fate_a"]) == {FATES[0], FATES[1], FATES[6]}
    bands = ribbons(table)
    widths = (bands["high"] - bands["low"]).groupby([bands["fate_a"], bands["fate_b"]]).agg(["min", "max"])
    assert np.allclose(widths["min"], widths["max"])
    assert widths["min"].sum() == pytest.approx(60), "the forty and the twenty who change"


def test_the_command_writes_a_page_and_says_what_it_found(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["twin", "history", "party-without-meetings", "--rung", "25k", "--until", "1990-12",
                                    "--seeds", "2", "--out", str(tmp_path / "t")])  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "hours.meetings" in told.output and "by a kilogram of grain alone" in told.output
    page, data = (tmp_path / "t" / name for name in ("twin.html", "twin.json"))
    kept = json.loads(data.read_text())
    assert kept["seeds"] == [1, 2] and {"low", "high"} <= set(kept["figures"][0])
    assert sum(f["persons"] for f in kept["fates"]) == kept["lives"]["persons"]
    assert "Ten lives where they part" in page.read_text()


def test_the_command_refuses_before_it_runs(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    told = CliRunner().invoke(app, ["twin", "history", "no-gifts", "--rung", "25k", "--out", str(tmp_path / "mine")])
    assert told.exit_code == 2 and "not replaced" in told.output
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"
    told = CliRunner().invoke(app, ["twin", "history", "no-gift", "--rung", "25k"])
    assert told.exit_code == 2 and "no-gifts" in told.output, "the nearest name"


def test_a_scenario_beside_itself_with_a_figure_changed_keeps_two_columns() -> None:
    """Both have one name: the table must not lose one of them."""
    other = load("history").with_overrides(("court.gifts=0",))
    found = twin("history", other, rung="25k", until="1990-12")
    table = twin_text.figures(found)
    assert found.a == found.b and found.names[0] != found.names[1]
    assert {"a", "b", "difference"} <= set(table)
    assert np.allclose(table["b"] - table["a"], table["difference"])
    assert table.loc["gifts", "a"] > 0 and table.loc["gifts", "b"] < table.loc["gifts", "a"]
    assert f"{table.loc['gifts', 'b']:,.0f}" in twin_text.text(found)


def test_strata_are_the_same_over_columns_and_over_the_record(drawn: Twin) -> None:
    """Whoever is of a tier counts there, Party member or not."""
    seen = {"party": np.array([0, 1, 2, 0, 1]), "grade": np.array([3, 8, 0, 9, 11])}
    with duckdb.connect() as db:
        db.register("rows", seen)
        kept = [row[0] for row in db.execute(f"SELECT {STRATUM.sql} FROM rows").fetchall()]
    assert STRATUM.column(seen).tolist() == kept == [0, 1, 1, 2, 2]
    assert set(drawn.people["stratum"]) == {0, 1, 2}
