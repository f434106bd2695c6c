"""What the shipped record must be: traceable to the last figure, and in agreement with the totals that were read."""

import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tumen import evidence, mechanisms
from tumen.evidence_index import page
from tumen.mechanism import Mechanism
from tumen.provenance import evidence_hash

FOOD_YEARS = {1991: 1.1, 1992: 0.83, 1993: 1.09, 1994: 0.36, 1995: 0.96, 1996: 1.05, 1997: 1.2, 1998: 1.03, 1999: 1.07,
              2000: 1.2}  # fmt: skip
YEARS = [str(y) for y in range(1990, 2026)]


def mechanism_classes() -> list[type[Mechanism]]:
    modules = [importlib.import_module(f"tumen.mechanisms.{m.name}") for m in pkgutil.iter_modules(mechanisms.__path__)]
    return [c for m in modules for c in vars(m).values() if isinstance(c, type) and issubclass(c, Mechanism)]


def test_every_figure_has_a_source_and_a_grade() -> None:
    evidence.check()
    assert len(evidence.tables()) >= 35 and len(evidence.all_series()) >= 16


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("key,value,unit,source,grade,note\n1990,1,Mt,,A,\n", "blank source"),
        ("key,value,unit,source,grade,note\n1990,1,Mt,x,E,\n", "grade"),
        ("key,value,unit,source,grade,note\n1990,1,Mt\n", "not as many fields"),
        ("key,value,unit,source,grade\n1990,1,Mt,x,A\n", "no column note"),
        ("key,value,unit,source,grade,note\n1990,much,Mt,x,A,\n", "not a number"),
        ("key,value,unit,source,grade,note\n1990,1,Mt,x,D,\n", "needs a note"),
        ("key,value,unit,source,grade,note\n1990,1,Mt,x,A,\n1990,2,Mt,x,A,\n", "twice"),
    ],
)
def test_an_untraceable_line_is_refused(text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "series").mkdir()
    (tmp_path / "series" / "made_up_for_the_test.csv").write_text(text)
    monkeypatch.setattr(evidence, "ROOT", tmp_path)
    evidence._series_rows.cache_clear()
    with pytest.raises(evidence.EvidenceError, match=told):
        evidence.series("made_up_for_the_test")


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(evidence.EvidenceError, match="harvest_rda"):
        evidence.series("harvest_rd")


def test_every_table_and_series_is_in_the_index_of_sources() -> None:
    listed = evidence.sources()
    assert {*evidence.tables(), *evidence.all_series()} <= set(listed)
    assert all(row["licence"] for row in listed.values() if row["kind"] == "table")


@pytest.mark.parametrize(
    "name", ["harvest_rda", "harvest_fao", "imports_commercial", "aid", "army_size", "party_members"]
)
def test_a_yearly_driver_covers_all_years(name: str) -> None:
    assert set(YEARS) <= set(evidence.series(name))


@pytest.mark.parametrize("name", ["world_price_rice", "world_price_maize"])
def test_a_monthly_driver_covers_all_months(name: str) -> None:
    assert set(evidence.series(name)) >= {f"{y}-{m:02d}" for y in YEARS for m in range(1, 13)}


def test_imports_and_aid_meet_the_food_year_totals_and_the_eight_years_that_were_counted() -> None:
    bought, given = evidence.series("imports_commercial"), evidence.series("aid")
    total = {int(y): bought[y] + given[y] for y in YEARS}
    assert all(v >= 0 for v in bought.values())
    for year, wanted in FOOD_YEARS.items():  # November to October
        assert total[year - 1] / 6 + total[year] * 5 / 6 == pytest.approx(wanted, rel=0.05)
    assert sum(total[y] for y in range(1992, 2000)) == pytest.approx(7.8, rel=0.05)
    assert sum(given[str(y)] for y in range(1995, 2012)) > 12


def test_harvests_agree_with_the_years_read_and_differ_only_where_there_is_a_rival() -> None:
    rda, fao = evidence.series("harvest_rda"), evidence.series("harvest_fao")
    for year, read in {"1993": 3.884, "1994": 4.125, "1995": 3.451, "1996": 3.69, "2004": 4.311, "2023": 4.82}.items():
        assert rda[year] == read
    assert {y for y in rda if rda[y] != fao[y]} == {str(y) for y in range(1995, 2001)}


def test_the_northeast_and_the_mountains_harvest_less_a_head_than_the_nation() -> None:
    share, head = evidence.series("harvest_share"), evidence.series("harvest_per_head")
    assert sum(share.values()) == pytest.approx(1, abs=1e-4)
    assert all(head[p] < 1 for p in ("North Hamgyong", "South Hamgyong", "Ryanggang", "Jagang", "Pyongyang"))
    assert all(head[p] > 1 for p in ("South Hwanghae", "North Hwanghae", "North Pyongan"))


def test_the_harvest_comes_in_autumn() -> None:
    season = evidence.series("harvest_season")
    assert sum(season.values()) == pytest.approx(1)
    assert season["9"] + season["10"] == pytest.approx(0.8)
    assert season["6"] + season["7"] == pytest.approx(0.12)


def test_the_border_closes_with_the_epidemic_and_trade_with_it() -> None:
    trade = evidence.series("china_trade_index")
    assert max(v for k, v in trade.items() if "2020-02" <= k < "2022-01") < 0.2 * trade["2019-01"]
    year_2020 = (trade["2020-01"] + 11 * trade["2020-02"]) / 12
    assert year_2020 / trade["2019-01"] == pytest.approx(0.539 / 2.789, rel=0.01)


def test_the_hash_is_sixteen_digits_and_stands_still() -> None:
    assert len(evidence_hash()) == 16 and int(evidence_hash(), 16) >= 0


def test_every_parameter_names_a_source_of_the_index() -> None:
    known = evidence.sources()
    lost = {
        f"{found.name}.{key}: {source}"
        for found in mechanism_classes()
        for key, p in found.params.items()
        for source in p.source.split("; ")
        if source not in known
    }
    assert not lost, f"add these to evidence_data/sources.csv: {sorted(lost)}"


def test_a_parameter_over_a_series_is_graded_no_better_than_most_of_its_rows() -> None:
    """At least half of the rows of a series have the grade that the parameter shows, or a better one."""
    better = {}
    for found in mechanism_classes():
        for key, p in found.params.items():
            if p.source in evidence.all_series() and isinstance(p.value, Mapping):
                rows = evidence.grades(p.source)
                if 2 * sum(n for grade, n in rows.items() if grade <= p.grade) < sum(rows.values()):
                    better[f"{found.name}.{key}"] = (p.grade, rows)
    assert not better, f"graded better than most rows of their series: {better}"


def test_the_page_of_evidence_is_up_to_date() -> None:
    shown = (Path(__file__).parents[1] / "docs" / "evidence.md").read_text(encoding="utf-8")
    assert shown == page(), "run: python -m tumen.evidence_index docs/evidence.md"


def test_every_figure_of_the_product_says_where_it_comes_from():
    """What `tumen evidence` lists: parameters, series, tables; each with unit, grade, source and licence."""
    from dataclasses import fields

    from tumen.commands.evidence import figures
    from tumen.survey import Reporting

    rows = figures()
    assert {row["kind"] for row in rows} == {"parameter", "series", "table", "interview"} and len(rows) > 700
    named = {row["name"] for row in rows}
    assert {f"reporting.{f.name}" for f in fields(Reporting)} <= named, "how people answer is assumed too"
    assert {"surveys", "targets", "survey.ministry.border", "research.need.C"} <= named
    assert not [row["name"] for row in rows if not all(row[k] for k in ("unit", "grade", "source", "licence"))]
    assert not [row["name"] for row in rows if row["values"] is None or row["values"] == [] or row["values"] == {}]
    harvest = next(row for row in rows if row["name"] == "harvest_rda")
    assert harvest["values"] == evidence.series("harvest_rda"), "every year's figure, not how many there are"
