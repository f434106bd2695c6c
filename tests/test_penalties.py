"""Months held are those that the record states, and what a case was about is taken away with the penalty."""

import re

import numpy as np
import pytest

from tumen.columns import Array
from tumen.country import SCHEDULE, Country, build
from tumen.evidence import table
from tumen.mechanisms import penal
from tumen.months import month
from tumen.scenario import load
from tumen.scenes.penal import QUICK, adults
from tumen.scenes.stage import Stage

FILM, CROSSING, WRITING = 2, 7, 8
TRAINING, PRISON = 0, 1
ENDS = [f"penal.{kind}" for kind in ("warned", "fined", "condemned", "held", "camp", "executed")]


@pytest.fixture(scope="module")
def country() -> Country:
    return build(load("history"), 1, "25k")


def months_of(country: Country, label: str) -> Array:
    """Least and most months under the law of this month, by offence, in training and prison."""
    at = next(k for k in range(500) if month(k).label == label)
    country._set_month_numbers(at)
    land = country.lands["penal"]
    penal.Penal().govern(land, country.numbers["penal"], month(at))
    held: Array = land.term_of.copy()
    return held


@pytest.mark.parametrize(
    ("label", "kind", "where", "months"),
    [
        ("2011-12", FILM, PRISON, (12, 60)),  # nothing stated yet
        ("2012-01", FILM, PRISON, (12, 60)),
        ("2014-12", FILM, PRISON, (12, 60)),
        ("2015-01", FILM, PRISON, (60, 120)),
        ("2020-11", FILM, PRISON, (60, 120)),
        ("2020-12", FILM, PRISON, (60, 180)),
        ("2013-12", CROSSING, TRAINING, (2, 6)),
    ],
)
def test_months_follow_the_law_of_the_month(
    country: Country, label: str, kind: int, where: int, months: tuple[int, int]
) -> None:  # fmt: skip
    assert tuple(months_of(country, label)[kind, where]) == months


def test_the_columns_say_what_the_printed_penalty_says() -> None:
    stated = [row for row in table("punishments") if row["kept"]]
    assert len(stated) == 4
    for row in stated:
        assert (row["until"] or row["from"][:4]) in row["period"]
        first = re.match(r"(?:<=|(\d+)-)(\d+) (y|months)", row["penalty"])
        assert first, row["penalty"]
        unit = 12 if first[3] == "y" else 1
        assert row["most"] == str(int(first[2]) * unit)
        assert row["least"] == (str(int(first[1]) * unit) if first[1] else "")
    for row in table("punishments"):
        filled = [bool(row[k]) for k in ("kind", "from", "kept", "most")]
        assert all(filled) or not any(filled), row["offence"]


@pytest.mark.parametrize(("field", "value"), [("most", "six"), ("most", "300"), ("kind", "11"), ("kept", "exile"),
                                              ("least", "7")])  # fmt: skip
def test_a_line_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, field: str, value: str) -> None:
    wrong = [dict(row) for row in table("punishments")]
    wrong[0][field] = value
    monkeypatch.setattr(penal, "table", lambda name: wrong)
    penal.stated.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"punishments\.csv, 'border crossing, first repatriation', 'to 2013'"):
            penal.stated()
    finally:
        penal.stated.cache_clear()


def test_who_crossed_is_held_for_six_months_at_most_whatever_is_usual_for_others() -> None:
    longest = []
    for by_law in (1.0, 0.0):
        given = {"penal.training_least": 6, "penal.training_most": 12, "penal.by_law": by_law}
        stage = Stage(SCHEDULE, {**QUICK, **given})
        who = adults(stage, most=100)
        stage.put("case", who, CROSSING)
        stage.put("case_age", who, 1)
        stage.months(1)
        term = stage.get("term", who)
        longest.append(np.nanmax(term[term < 12]))  # the others are in prison, or in a camp for life
    assert longest[0] <= 6 < 8 <= longest[1]


def tried(kind: int, column: str, **given: float) -> tuple[int, int, float]:
    """A hundred cases of what lies in every second home: those with a penalty, those seized, what is still kept."""
    stage = Stage(SCHEDULE, {**QUICK, "media.smuggling": 0.0, **{f"penal.{k}": v for k, v in given.items()}})
    who = adults(stage, most=200)
    holders, others = who[::2], who[1::2]
    for some, kept in ((holders, 1), (others, 0)):
        stage.put("case", some, kind)
        stage.put("case_age", some, 1)
        stage.put(column, some, kept)
    stage.put("cash", who, 10**7)
    stage.months(1)
    assert stage.happened("penal.seized", others) == 0, "who keeps nothing loses nothing"
    ended = sum(stage.happened(end, holders) for end in ENDS)
    return ended, stage.happened("penal.seized", holders), float(np.nanmean(stage.get(column, holders)))


@pytest.mark.parametrize(("kind", "column"), [(FILM, "shelf"), (WRITING, "hidden")])
def test_what_a_case_is_about_is_seized_with_any_penalty_and_left_for_a_bribe(kind: int, column: str) -> None:
    ended, seized, kept = tried(kind, column)
    assert ended > 80 and kept < 0.2
    assert 0.9 * ended < seized <= ended, "all of it, but for copies that broke in the month"
    bribe = dict(corrupt=1.0, corrupt_political=1.0, price=0.1, spread=0.0)
    _, seized, kept = tried(kind, column, **bribe)
    assert seized == 0 and kept > 0.9
    _, seized, kept = tried(kind, column, seized=0.0)
    assert seized == 0 and kept > 0.7, "and where nobody looks"
