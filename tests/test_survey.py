"""Interviews: what a leaver's life becomes as an answer, how samples are weighted, and what a run's leavers say."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from made_up_leavers import FACTORY, HOUSEWIFE, NORTH_HAMGYONG, PYONGYANG, SOUTH_PYONGAN, lines, years
from tumen.columns import HOUSES, Array
from tumen.country import build
from tumen.months import month, month_index
from tumen.scenario import load
from tumen.simulate import months
from tumen.survey import Counts, Leavers, Reporting, ask, join, keep, read, reasked, sample, surveys, thin, watch
from tumen.survey.asking import MIXES, answer, asked, effective, weights
from tumen.survey.questions import QUESTIONS, death_rate
from tumen.survey.table import MOURNED, NEVER, Table


def says(question: str, table: Table, **reporting: float) -> Array:
    return QUESTIONS[question](table, replace(Reporting(), **reporting))  # type: ignore[arg-type]


def test_a_third_of_the_ration_is_remembered_by_a_third() -> None:
    assert says("never_ration", lines(2, ration_years=[1.0, 1 / 3])) == pytest.approx([0, 2 / 3])


def test_private_beside_a_state_job_is_no_longer_the_state_alone() -> None:
    table = lines(3, work=[FACTORY, FACTORY, HOUSEWIFE], hours=[2.0, 20.0, 20.0])
    assert says("state_only", table).tolist() == [1, 0, 0]
    assert says("any_private", table).tolist() == [0, 1, 1]
    assert says("any_private", table, trader=24).tolist() == [0, 0, 0]


def test_which_income_is_asked_for_decides_the_share() -> None:
    table = lines(2, earned=[3000.0, 0.0], wages=[1000.0, 0.0], kind=[2000.0, 0.0])
    assert says("informal_money", table)[0] == pytest.approx(0.75)
    assert says("informal_all", table)[0] == pytest.approx(0.5)
    assert np.isnan(says("informal_all", table)[1]), "a household without income has no share"


def test_bribes_grow_with_years_of_trade() -> None:
    table = lines(3, left=month_index("2005-12"), traded=[years(*range(1995, 2005)), years(2004), 0], hours=[9, 9, 0])
    often, once, never = says("bribed", table, bribe=0.05, bribe_others=0)
    assert often == pytest.approx(1 - np.exp(-0.05 * 11))
    assert once == pytest.approx(1 - np.exp(-0.05 * 2))
    assert never == 0
    rising = says("bribed", table, bribe=0.05, bribe_others=0, bribe_trend=0.1)
    assert rising[0] < often, "years before 2005 weigh less under a rising trend"


def test_the_hazard_of_the_design_gives_its_own_shares() -> None:
    """3.5 % a year of everybody from 1995 on: 24, 49 and 54 % of who left about 2003, 2014, 2017."""
    ends = [month_index(f"{y}-01") - 1 for y in (2003, 2015, 2017)]
    found = says("bribed", lines(3, born=month_index("1960-01") - 0, left=ends), bribe=0.035, bribe_others=1.0)
    assert found == pytest.approx([0.244, 0.503, 0.537], abs=0.001)


def test_children_paid_no_bribes() -> None:
    young = lines(1, born=month_index("1998-01"), left=month_index("2012-12"), traded=years(2012), hours=20.0)
    assert says("bribed", young)[0] == 0


def test_memory_turns_with_the_years() -> None:
    table = lines(2, loyalty=[0.0, 0.0], left=[month_index("1999-05"), month_index("2019-05")])
    assert says("bloodline", table).tolist() == [0.5, 0.5]
    early, late = says("bloodline", table, recall=0.03)
    assert early == pytest.approx(1 / (1 + np.exp(-0.66)))
    assert late == pytest.approx(1 / (1 + np.exp(-0.06)))


def test_a_film_seen_before_leaving_counts() -> None:
    assert says("viewed", lines(2, viewed=[month_index("2002-01"), -32000])).tolist() == [1, 0]


def test_answers_are_weighted_to_the_sample_that_was_drawn() -> None:
    table = lines(4, female=[1, 0, 1, 0], province=[NORTH_HAMGYONG, NORTH_HAMGYONG, PYONGYANG, SOUTH_PYONGAN],
                  weight=[10, 500, 10, 1200])  # fmt: skip
    w = weights(table, np.ones(4, np.bool_), MIXES["ministry"])
    assert w.sum() == pytest.approx(1)
    assert w[table["female"] > 0].sum() == pytest.approx(0.82, abs=0.01)
    assert w[table["province"] == NORTH_HAMGYONG].sum() == pytest.approx(0.82, abs=0.001)
    assert w[table["province"] == PYONGYANG].sum() == pytest.approx(0.03, abs=0.001)


def test_a_margin_that_nobody_fills_is_left_out() -> None:
    w = weights(lines(2, female=[1, 1]), np.ones(2, np.bool_), MIXES["ministry"])
    assert w == pytest.approx([0.5, 0.5])


def test_effective_rows() -> None:
    assert effective(np.array([2.0, 2.0, 2.0])) == pytest.approx(3)
    assert effective(np.array([1.0, 0.0])) == pytest.approx(1)


def test_who_is_asked() -> None:
    """Who arrived, or was abroad for a year; grown; of the cohort. Not who came back within months."""
    (survey,) = [s for s in surveys() if s.id == "bribed.to_2011"]
    left = month_index("2003-06")
    table = lines(6, arrived=[left + 3, NEVER, NEVER, left + 3, left + 3, NEVER],
                  back=[NEVER, left + 14, left + 2, NEVER, NEVER, NEVER],
                  left=[left, left, left, left, month_index("2012-01"), left],
                  born=[-240, -240, -240, left - 12 * 9, -240, -240], group=[0, 0, 0, 0, 0, 1])  # fmt: skip
    assert asked(table, survey).tolist() == [True, True, False, False, False, False]
    value, n = answer(table, survey, Reporting(bribe=0.0))
    assert (value, n) == (0, pytest.approx(2))


def test_a_sample_for_display_is_drawn_from_those_who_can_be_asked() -> None:
    (survey,) = [s for s in surveys() if s.id == "bribed.to_2000"]
    table = lines(3, left=[month_index("1999-01"), month_index("1998-01"), month_index("2009-01")])
    drawn = sample(table, survey, 50)
    assert set(drawn) == {0, 1}
    assert len(sample(lines(1, left=month_index("2009-01")), survey)) == 0


def test_deaths_in_households_are_asked_once_a_household() -> None:
    """Two sisters of one house of four in which one died, and a man from a house of five where nobody did."""
    table = lines(3, home=[7, 7, 9], people_1996=[4, 4, 5], dead_1996=[1, 1, 0])
    rate, lived = death_rate(table, 1996, np.ones(3, np.bool_))
    assert lived == pytest.approx(3.5 + 5)
    assert rate == pytest.approx(1000 / 8.5)


def test_what_nobody_can_answer_is_not_said() -> None:
    assert ask(lines(0)) == {}
    assert set(thin({"a": 1.0, "a.n": 3.0, "b": 1.0, "b.n": 300.0, "c": 2.0})) == {"a"}


def test_official_rations_move_with_the_reporting_factor_and_memories_do_not() -> None:
    figures = {"ration.2012_17": 200.0, "never_ration.to_2011": 50.0}
    told = reasked(figures, lines(0), Reporting(reported=0.8))
    assert told["ration.announced.2012_17"] == pytest.approx(250)
    assert told["never_ration.to_2011"] == 50


class Watched:
    """A small country to 2002, watched, beside the same unwatched."""

    def __init__(self) -> None:
        self.country = build(load("history"), 3, "25k")
        self.leavers, self.counts = watch(self.country)
        self.deaths = dict.fromkeys(MOURNED, 0)
        self.mourned = dict.fromkeys(MOURNED, 0)
        self.crossings = 0
        for moment in months(self.country, until="2000-12", census="none"):
            if moment.month.year in MOURNED and moment.month.moy == 12:  # before the year is closed
                homes = np.concatenate(self.leavers.deaths._dead)
                weight = self.country.tables.arrays["weight"][homes // HOUSES]
                self.mourned[moment.month.year] = int(weight.sum())
            self.leavers.add(moment)
            self.counts.add(moment)
            t = moment.tallies
            self.crossings += int(t["crossings"].sum())
            if moment.month.year in self.deaths:
                self.deaths[moment.month.year] += sum(
                    int(t[k].sum()) for k in ("deaths", "hunger_deaths", "shot", "executed", "camp_deaths")
                )


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    yield Watched()


def test_watching_changes_no_bit(watched: Watched) -> None:
    alone = build(load("history"), 3, "25k")
    for _ in months(alone, until="2000-12", census="none"):
        pass
    assert alone.hash() == watched.country.hash()


def test_a_run_has_leavers_who_hold_together(watched: Watched) -> None:
    table = watched.leavers.table()
    assert len(table["who"]) > 300
    persons = int(table["weight"].sum())
    assert persons <= watched.crossings * 1.05 + 20_000  # crossings of one month that end in it are never seen
    assert persons >= watched.crossings / 2
    for end in ("arrived", "back"):
        ended = table[end] != NEVER
        assert (table[end][ended] >= table["left"][ended]).all()
    assert ((table["ration_years"] >= 0) & (table["ration_years"] <= 1.001)).all()
    famine = table["left"] >= month_index("1997-01")
    border = table["border"][famine] > 0
    assert border.mean() > 0.5, "who crosses in the famine lives by the river"
    out = table["back"] == NEVER
    status = watched.country.tables.arrays["status"]
    assert out.sum() == ((status == 4) | (status == 5)).sum(), "whoever is out at the end is an open line"


def test_deaths_at_home_are_those_of_the_country(watched: Watched) -> None:
    """Counted by household they are the deaths that all the mechanisms count, to the person."""
    assert watched.mourned == watched.deaths
    told = watched.leavers.figures()
    assert told["refugees.death_rate.1997"] > told["refugees.death_rate.1995"], "hunger came between"


def test_figures_are_said_for_the_years_there_were(watched: Watched) -> None:
    figures = watched.leavers.figures() | watched.counts.figures()
    assert figures["stock.1998"] > figures["stock.1995"]
    assert figures["arrivals.women.2000"] > 0
    assert "arrivals.women.2002" not in figures and "price.rice.2009" not in figures
    assert "bribed.from_2012" not in figures, "nobody has left yet"
    assert 0 <= figures["bribed.to_2000"] <= 100


def test_a_kept_table_answers_as_the_run_did(watched: Watched, tmp_path: Path) -> None:
    table = watched.leavers.table()
    keep(table, tmp_path / "table.npz")
    again = read(tmp_path / "table.npz")
    assert ask(again) == ask(table) == watched.leavers.figures()
    assert ask(again, Reporting(bribe=0.08))["bribed.to_2000"] > ask(again)["bribed.to_2000"]


def test_pooled_seeds_have_more_to_ask(watched: Watched) -> None:
    table = watched.leavers.table()
    twice = ask(join([table, table]))
    once = ask(table)
    assert twice["bribed.to_2000"] == pytest.approx(once["bribed.to_2000"])
    assert twice["bribed.to_2000.n"] == pytest.approx(2 * once["bribed.to_2000.n"])


def test_who_is_attached_watches_and_who_is_not_says_so(watched: Watched) -> None:
    kinds = [type(o) for o in watched.country.onlookers]
    assert kinds == [Leavers, Counts]
    with pytest.raises(RuntimeError, match="onlookers"):
        Leavers(watched.country).add(SimpleNamespace(month=month(0)))  # type: ignore[arg-type]
