"""Who leaves, as an interviewer would meet them: how they stood in the month in which they left, and where they went.

Everybody who is in China or the South is followed from the month in which they are first seen there: across the river,
by flight from a post, by the old way. All that surveys ask is taken down in that month, while rows still tell of home:
answers given years later are reckoned from it (`questions`), never from the nation of the day. Whoever goes back, is
sent back or dies is closed; who leaves again is a new line. The exit that counts is thus the last.

Beside them two groups whom surveys met without their having left for good: residents of border counties who might
travel on a visa (the spring of 2014), and those found in China in 1998-99, who are lines like all others.

What rations were worth is kept by province and counter, month by month: a leaver's memory is that of the counter which
served them at the end. It changes no bit of the run (law 7). Followed from the first month; a resumed run starts anew.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.columns import HOUSES, WIDTH, Array
from tumen.door import identity, mix_array
from tumen.observer import Observer
from tumen.survey.asking import ask
from tumen.survey.memory import HomeDeaths, TradeYears, find, living
from tumen.survey.table import LEAVER, MOURNED, NEVER, TABLE, TRAVELLER, Table, join

if TYPE_CHECKING:
    from tumen.country import Country
    from tumen.months import Month
    from tumen.simulate import Moment

CHINA, SOUTH, HOME = 4, 5, 0
WEEKS = 52 / 12  # of a month
ONE = 65536  # a claim met in full
VISITS = (2014, 4)  # the month of the visa travellers' survey: January to May
TRAVELLERS = 2000  # of whom about so many are kept, chosen by identity
COPIED = ("born", "work", "party", "grade", "hours", "loyalty", "viewed", "offences", "case")


class Leavers(Observer):
    """Keeps the table of those who left. `Leavers(country)` before the first month; `table()` at any time."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self.trade, self.deaths = TradeYears(), HomeDeaths()
        self._lines: list[Table] = []
        self._count = 0
        self._open_who: Array = np.empty(0, np.uint64)  # who is out, sorted, and the number of their line
        self._open_line: Array = np.empty(0, np.int64)
        self._arrived: list[tuple[Array, int]] = []
        self._back: list[tuple[Array, int]] = []
        self._met: deque[Array] = deque(maxlen=36)

    def lived(self, c: Country, month: Month) -> None:
        a: Any = c.tables.arrays
        self._met.append(a["honoured"] / np.float32(ONE))
        self.deaths.mourn(c, month.year)
        status = a["status"].reshape(-1)
        at = np.flatnonzero((status == CHINA) | (status == SOUTH))
        who = identity(a["line"].reshape(-1)[at], a["soul"].reshape(-1)[at])
        order = np.argsort(who)
        at, who = at[order], who[order]
        was, known = find(who, self._open_who)
        new = np.flatnonzero(~known)
        line = np.empty(len(who), np.int64)
        line[known] = self._open_line[was[known]]
        line[new] = self._count + np.arange(len(new))
        gone = ~np.isin(self._open_who, who, assume_unique=True)
        self._back.append((self._open_line[gone], month.index))
        if len(new):
            self._take_down(at[new], who[new], month, LEAVER)
        came = (status[at] == SOUTH) & (a["away"].reshape(-1)[at] == 1)
        self._arrived.append((line[came], month.index))
        self._open_who, self._open_line = who, line
        if (month.year, month.moy) == VISITS:
            self._travellers(c, month)

    def add(self, moment: Moment) -> None:
        month = moment.month
        if not self._met:
            raise RuntimeError("Leavers sees nobody leave: append it to the country's onlookers before the first month")
        if month.moy == 12:
            self.trade.look(self.country, month.year)
            self.deaths.look(self.country, month.year)
            if month.year == MOURNED[-1] + 2 and self._lines:
                self.deaths.only(np.concatenate([part["who"] for part in self._lines]))

    def _travellers(self, c: Country, month: Month) -> None:
        """Residents of border counties aged 20 to 60, at home, without offence or case: who gets a pass."""
        a: Any = c.tables.arrays
        at, who = living(c)
        age = (month.index - a["born"].reshape(-1)[at].astype(np.int64)) / 12
        clean = (a["case"].reshape(-1)[at] == 0) & (a["offences"].reshape(-1)[at] == 0)
        here = (a["status"].reshape(-1)[at] == HOME) & (c.geo.border[a["place"][at // WIDTH]] > 0)
        asked = np.flatnonzero(clean & here & (age >= 20) & (age < 60))
        asked = asked[mix_array(who[asked]) % np.uint64(len(asked) // TRAVELLERS + 1) == 0]
        self._take_down(at[asked], who[asked], month, TRAVELLER)

    def _take_down(self, at: Array, who: Array, month: Month, group: int) -> None:
        c, a = self.country, self.country.tables.arrays
        unit = at // WIDTH
        place, province = a["place"][unit], a["province"][unit]
        got: dict[str, Any] = {k: a[k].reshape(-1)[at] for k in COPIED}
        server = a["claim"].reshape(-1)[at] & 7
        past = np.stack(self._met)
        trade = self.trade.of(who)
        got |= {
            "who": who, "weight": a["weight"][unit], "group": group, "female": a["traits"].reshape(-1)[at] & 1,
            "left": month.index, "arrived": NEVER, "back": NEVER, "province": province,
            "border": c.geo.border[place], "urban": c.geo.urban[place],
            "home": unit.astype(np.int64) * HOUSES + a["house"].reshape(-1)[at], "server": server,
            "ration_year": past[-12:].mean(0)[province, server], "ration_years": past.mean(0)[province, server],
            "traded": trade, **dict(zip(("earned", "wages", "kind"), self._incomes(at, who), strict=True)),
        }  # fmt: skip
        self._lines.append({k: np.broadcast_to(got.get(k, 0), who.shape).astype(t) for k, t in TABLE.items()})
        self._count += len(who)

    def _incomes(self, at: Array, who: Array) -> tuple[Array, Array, Array]:
        """Won a month of each one's household: by trade, in wages, in rations and farm grain at the market's price."""
        a: Any = self.country.tables.arrays
        unit, k = at // WIDTH, a["province"][at // WIDTH][:, None]
        status, claim = a["status"][unit], a["claim"][unit]
        there = (np.arange(WIDTH) < a["n"][unit][:, None]) & (a["house"][unit] == a["house"].reshape(-1)[at][:, None])
        there &= (status == HOME) | (np.arange(WIDTH) == (at % WIDTH)[:, None])
        earned = (a["hours"][unit] * there).sum(1) * WEEKS * a["hour_pay"][k[:, 0]]
        wages = (a["pay"][a["work"][unit]] * there).sum(1)
        grams = (claim >> 3) * 10.0 * self._met[-1][k, claim & 7]
        return earned, wages, (grams * there).sum(1) / 1000 * a["price"][k[:, 0]]

    def table(self) -> Table:
        """All lines so far."""
        table = join(self._lines)
        for name, told in (("arrived", self._arrived), ("back", self._back)):
            for lines, month in told:
                table[name][lines] = month
        for year in MOURNED:
            table[f"people_{year}"], table[f"dead_{year}"] = self.deaths.of(table["who"], year)
        return table

    def figures(self) -> dict[str, float]:
        """What the surveys would find, under default reporting."""
        return ask(self.table())
