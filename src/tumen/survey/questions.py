"""The questions of the surveys, each a pure function of what is known of a leaver: the chance of the answer counted.

Asked in the South, in safety, years after leaving. What stands between a life and its answer is here and nowhere else,
in `Reporting`: no figure of it touches a run, so that kept tables can be asked again under another one. An answer is a
chance from 0 to 1 (or a share), never a draw: a survey's own sampling error is added where it is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tumen.columns import Array
from tumen.survey.table import Table

FIRST_YEAR, MIDDLE = 1990, 2005
STATE_WORK = (3, 4, 5, 6, 7, 10)  # farmer, heavy, industry, office worker, official, soldier
GROWN = 17


@dataclass(frozen=True)
class Reporting:
    """How people answer. Defaults are the means of the priors (numbers: rows of the list of free parameters).

    reported: announced rations that are delivered, 0 to 1: Beta(3, 3) (12). It acts on official figures alone (an
        official figure is what was delivered over this); a leaver tells of what arrived.
    bribe, bribe_trend: chance a year that a trader meets an official who has to be paid, in 2005, U(.02, .08), and its
        yearly change of log, N(0, .03) (13, 14). bribe_others: the same for who does not trade, over a trader's:
        permits, films, journeys; assumed, 0 to 0.6. bribe_from: the year from which bribes were asked; assumed.
    recall: what private loyalty gains in memory for each year since leaving, logit, N(0, .03) (30).
    rice: what rice costs over the model's one grain, a mix of rice, maize and potatoes at their calories: log-uniform
        from 1 to 2.5. Quotes are of rice, the dearest of them.
    trader: hours a week from which people say that they lived in the private economy; assumed, 4 to 16.
    asked: year in which the loyalty item was asked, on average.
    """

    reported: float = 0.5
    bribe: float = 0.05
    bribe_trend: float = 0.0
    bribe_others: float = 0.3
    bribe_from: int = 1995
    recall: float = 0.0
    rice: float = 1.6
    trader: float = 8.0
    asked: float = 2021.0


Question = Callable[[Table, Reporting], Array]


def year_left(table: Table) -> Array:
    """The calendar year in which each one left."""
    years: Array = FIRST_YEAR + table["left"].astype(np.int64) // 12
    return years


def age(table: Table) -> Array:
    """Years of age on leaving."""
    years: Array = (table["left"].astype(np.int64) - table["born"]) / 12
    return years


def never_ration(table: Table, r: Reporting) -> Array:
    """"Did you never get a ration?"

    Taken to be about the last three years and the counter that served them at the end, at home or through work: nobody
    over thirty can mean a lifetime, since all were served in 1990. Who got a share of what was due counts with that
    share as having been served. Farm people speak of the farm's distribution."""
    never: Array = 1 - np.clip(table["ration_years"], 0, 1)
    return never


def any_private(table: Table, r: Reporting) -> Array:
    """"Did you earn in the private economy?"

    Hours of trade on leaving, beside a state job or without one."""
    return (table["hours"] >= r.trader).astype(np.float64)


def state_only(table: Table, r: Reporting) -> Array:
    """"Did you work in the state's economy alone?"

    A state job or the army, and less trade than the threshold."""
    return (np.isin(table["work"], STATE_WORK) & (table["hours"] < r.trader)).astype(np.float64)


def informal_money(table: Table, r: Reporting) -> Array:
    """What part of your household's money came from trade?

    Hours of trade in the month of leaving at what an hour earned, over that and wages. Food sold, graft and money from
    kin are left out on one side, farms' cash on the other."""
    return _share(table["earned"], table["wages"])


def informal_all(table: Table, r: Reporting) -> Array:
    """What part of all that your household lived on came from trade?

    As before, but rations and farm grain count as official income at the market's price: the wider question, taken to
    be the one asked where only 39 % of family income was called informal among those who left to 2000."""
    return _share(table["earned"], table["wages"] + table["kind"])


def bribed(table: Table, r: Reporting) -> Array:
    """"Did you ever pay a bribe?"

    Grows with time lived among bribes: years of trading count in full, other grown years at the part of
    `bribe_others`. Remembered without loss, admitted without fear, one payment is enough."""
    left = year_left(table)
    met = np.zeros(len(left))
    grown_in = FIRST_YEAR + (table["born"].astype(np.int64) // 12) + GROWN
    for year in range(r.bribe_from, int(left.max(initial=r.bribe_from)) + 1):
        before = (table["traded"] >> np.uint64(min(max(year - FIRST_YEAR, 0), 63))) & np.uint64(1)
        trades = np.where(left == year, table["hours"] >= r.trader, before == 1)
        part = np.where(left == year, (table["left"].astype(np.int64) % 12 + 1) / 12, (left > year) * 1.0)
        met += (
            part * (grown_in <= year) * np.where(trades, 1, r.bribe_others) * np.exp(r.bribe_trend * (year - MIDDLE))
        )
    ever: Array = 1 - np.exp(-r.bribe * met)
    return ever


def bloodline(table: Table, r: Reporting) -> Array:
    """"Should the leader's line go on, as you thought while you were there?"

    Private loyalty on leaving as a chance of yes, as memory has it by now: the longer since, the more recall bias."""
    since = np.maximum(r.asked - year_left(table), 0)
    yes: Array = 1 / (1 + np.exp(-(table["loyalty"].astype(np.float64) + r.recall * since)))
    return yes


def viewed(table: Table, r: Reporting) -> Array:
    """"Did you ever see foreign films at home?"

    Everything smuggled counts, Chinese and South Korean alike; told without loss."""
    return (table["viewed"] > -32000).astype(np.float64)


def _share(part: Array, rest: Array) -> Array:
    whole = part.astype(np.float64) + rest
    share: Array = np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
    return share


QUESTIONS: Mapping[str, Question] = {
    "never_ration": never_ration, "any_private": any_private, "state_only": state_only,
    "informal_money": informal_money, "informal_all": informal_all, "bribed": bribed, "bloodline": bloodline,
    "viewed": viewed,
}  # fmt: skip


def death_rate(table: Table, year: int, homes: Array) -> tuple[float, float]:
    """"Who lived with you in January, and who of them died in the year?" Deaths a thousand person-years in the
    households of these lines, one answer a household, and the person-years that stand behind it. Households that nobody
    left alive cannot be asked."""
    _, one = np.unique(table["home"][homes], return_index=True)
    at = np.flatnonzero(homes)[one]
    weight = table["weight"][at].astype(np.float64)
    people, dead = table[f"people_{year}"][at].astype(np.float64), table[f"dead_{year}"][at].astype(np.float64)
    lived = np.maximum(people - dead / 2, 0)
    there = float((weight * lived).sum())
    return (1000 * float((weight * dead).sum()) / there if there else np.nan), float(lived.sum())
