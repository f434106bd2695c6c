"""The surveys themselves: who is asked, how answers are weighted to the sample that was drawn, what was recorded.

Asked are the grown who left in the years of the cohort and either arrived in the South or were still abroad after a
year: the first are those whom surveys met, the second are like them (most arrivals lived in China for years) and
without them a small rung would have a handful to ask. Answers are raked to the survey's margins of sex and province.
`<id>.n` is the effective number of rows behind a figure (Kish); under `ENOUGH` a figure says little, and so it is said.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tumen.columns import Array
from tumen.survey.questions import GROWN, QUESTIONS, Reporting, age, death_rate, year_left
from tumen.survey.table import LEAVER, MOURNED, NEVER, TRAVELLER, Table

FILE = Path(__file__).with_name("surveys.csv")
ENOUGH = 30
"""Effective rows below which a figure is too thin to be read by itself."""
A_YEAR = 12
BORDER_PROVINCES = (2, 3, 8, 9, 10)  # North Pyongan, Jagang, North Hamgyong, Ryanggang, Rason
SOUTH_HAMGYONG, NORTH_HAMGYONG, RASON, PYONGYANG = 7, 8, 10, 0
FOUND = (102, 113)  # July 1998 to June 1999: months in which refugee households were interviewed in China


@dataclass(frozen=True)
class Survey:
    """One recorded figure: what was asked of whom, and what came out, in percent."""

    id: str
    question: str
    who: str
    left: tuple[int, int]
    mix: str
    n: int
    value: float
    se: float
    unit: str
    source: str
    grade: str
    note: str


MIXES: Mapping[str, Mapping[str, float]] = {
    "ministry": {"women": 0.82, "border": 0.82, "Pyongyang": 0.03},
    "as they are": {},
}
"""Margins of samples: that of 2024 by the ministry (6,351 people); for older pooled surveys assumed to be the same."""


@cache
def surveys() -> tuple[Survey, ...]:
    """All survey figures that the model's leavers are asked for."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_survey(row) for row in csv.DictReader(file))


def _survey(row: dict[str, Any]) -> Survey:
    row["left"] = (int(row.pop("left_from")), int(row.pop("left_to")))
    return Survey(**row | {"n": int(row["n"]), "value": float(row["value"]), "se": float(row["se"])})


def asked(table: Table, s: Survey) -> Array:
    """Who can be asked, as a mask."""
    years, grown = year_left(table), age(table) >= GROWN
    travels = table["group"] == TRAVELLER
    meant = travels if s.who == "travellers" else ~travels & (came(table) | stayed(table))
    cohort: Array = meant & grown & (years >= s.left[0]) & (years <= s.left[1])
    return cohort


def came(table: Table) -> Array:
    """Who arrived in the South."""
    arrived: Array = table["arrived"] != NEVER
    return arrived


def stayed(table: Table) -> Array:
    """Who was still abroad a year after leaving."""
    last = int(max(table["left"].max(initial=0), table["arrived"].max(initial=0), table["back"].max(initial=0)))
    until = np.where(table["back"] == NEVER, last, table["back"]).astype(np.int64)
    long: Array = until - table["left"] >= A_YEAR
    return long


def weights(table: Table, who: Array, mix: Mapping[str, float]) -> Array:
    """Weights of the lines `who`, raked to the margins of a sample; a margin that nobody fills is left out."""
    w = table["weight"][who].astype(np.float64)
    if not len(w) or not mix:
        return w
    province = table["province"][who]
    border = np.isin(province, BORDER_PROVINCES)
    capital = province == PYONGYANG
    women = table["female"][who] > 0
    by_sex = [(women, mix["women"]), (~women, 1 - mix["women"])]
    by_place = [(border, mix["border"]), (capital, mix["Pyongyang"]),
                (~border & ~capital, 1 - mix["border"] - mix["Pyongyang"])]  # fmt: skip
    for _ in range(50):
        for margin in (by_sex, by_place):
            filled = [(m, share) for m, share in margin if w[m].sum() > 0]
            total = sum(share for _, share in filled)
            for m, share in filled:
                w[m] *= share / total / w[m].sum()
    return w


def effective(w: Array) -> float:
    """So many equal rows would tell as much."""
    return float(w.sum() ** 2 / (w**2).sum()) if len(w) and w.any() else 0.0


def answer(table: Table, s: Survey, r: Reporting) -> tuple[float, float]:
    """What the survey would find among the model's leavers, in percent, and the effective rows behind it."""
    who = asked(table, s)
    said = QUESTIONS[s.question]({k: v[who] for k, v in table.items()}, r)
    w = weights(table, who, MIXES[s.mix]) * ~np.isnan(said)
    n = effective(w)
    return (100 * float(np.nansum(w * said) / w.sum()) if n else np.nan), n


def ask(table: Table, reporting: Reporting | None = None) -> dict[str, float]:
    """Every survey's figure by its id, with `<id>.n`; what nobody is there to answer is left out."""
    r, said = reporting or Reporting(), {}
    for s in surveys():
        value, n = answer(table, s, r)
        if n:
            said[s.id], said[f"{s.id}.n"] = value, n
    for late, early, name in (("bloodline.2016_20", "bloodline.to_2000", "bloodline.change"),):
        if late in said and early in said:
            said[name], said[f"{name}.n"] = said[late] - said[early], min(said[f"{late}.n"], said[f"{early}.n"])
    return said | refugees(table) | origins(table)


def refugees(table: Table) -> dict[str, float]:
    """Crude death rates of 1995-97 in the households of the grown from North Hamgyong who were in China between July
    1998 and June 1999, as interviewers found them there."""
    back = np.where(table["back"] == NEVER, np.iinfo(np.int16).max, table["back"])
    arrived = np.where(table["arrived"] == NEVER, np.iinfo(np.int16).max, table["arrived"])
    there = (table["left"] <= FOUND[1]) & (np.minimum(back, arrived) > FOUND[0]) & (table["group"] == LEAVER)
    there &= np.isin(table["province"], (NORTH_HAMGYONG, RASON)) & (age(table) >= GROWN)
    said: dict[str, float] = {}
    for year in MOURNED:
        rate, lived = death_rate(table, year, there)
        if lived:
            said[f"refugees.death_rate.{year}"], said[f"refugees.death_rate.{year}.n"] = rate, lived
    return said


def origins(table: Table) -> dict[str, float]:
    """Percent from North Hamgyong (Rason with it) in 2003 and from both Hamgyongs in 2007-08, among those who arrived
    in these years or had then been abroad for a year and were to stay: a small rung has few arrivals in one year."""
    said: dict[str, float] = {}
    until = np.where(table["back"] == NEVER, np.iinfo(np.int16).max, table["back"]).astype(np.int64)
    until = np.where(came(table), np.minimum(until, table["arrived"]), until)
    left = table["left"].astype(np.int64)
    for name, provinces, first, last in (
        ("origin.north_hamgyong.2003", (NORTH_HAMGYONG, RASON), 156, 167),
        ("origin.hamgyongs.2007_08", (SOUTH_HAMGYONG, NORTH_HAMGYONG, RASON), 204, 227),
    ):
        arrived = (table["arrived"] >= first) & (table["arrived"] <= last)
        there = (table["group"] == LEAVER) & (arrived | ((left <= first - A_YEAR) & (until > last)))
        w = table["weight"][there].astype(np.float64)
        if len(w):
            said[name] = 100 * float(w[np.isin(table["province"][there], provinces)].sum() / w.sum())
            said[f"{name}.n"] = effective(w)
    return said


def sample(table: Table, s: Survey, n: int | None = None, seed: int = 0) -> Array:
    """Lines drawn as the survey's sample would have been, with replacement: to be shown, never to be calibrated on."""
    lines = np.flatnonzero(asked(table, s))
    if not len(lines):
        return lines
    w = weights(table, asked(table, s), MIXES[s.mix])
    drawn: Array = np.random.default_rng(seed).choice(lines, n or s.n, p=w / w.sum())
    return drawn


def thin(said: Mapping[str, float]) -> list[str]:
    """Figures that fewer than `ENOUGH` effective rows stand behind."""
    return sorted(k for k in said if said.get(f"{k}.n", ENOUGH) < ENOUGH)
