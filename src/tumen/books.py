"""The books: persons, grain, money and belongings are neither made nor lost, to the unit, in any month (law 5).

An account names who holds a thing, what brings it into the country and what takes it out. A `Ledger` sits beside a
country, adds up all holders when a month is over, and says where the sum is not what the flows make it. It knows
arrays by name only and leaves out those that a schedule does not have; transfers between holders need no line::

    country = build(load("history"), 1, "25k")
    ledger = Ledger(country)
    for moment in months(country):
        assert not ledger.close()

A row stands for several persons below full scale, so what rows and households hold counts by the weight of the unit.
"""

from dataclasses import dataclass

import numpy as np

from tumen.columns import Household, Place, Tally, Unit
from tumen.country import Country

HALF_A_HOUSEHOLD = 32  # rows; the largest has 64


@dataclass(frozen=True)
class Account:
    """One thing: its unit, the arrays that hold it, the month's flows in and out, and `mirror`: arrays that say, by
    themselves, how much there is, so that holders and mirror move together. All are names, divided by blanks."""

    thing: str
    unit: str
    held: str
    came: str = ""
    went: str = ""
    mirror: str = ""


ACCOUNTS = (
    Account("persons", "persons", "n pool", "births", "deaths hunger_deaths executed camp_deaths shot"),
    Account(
        "grain", "g", "grain estate.grain farm_store civil reserve_stock army_stock market_stock",
        "harvested imported granted topped_farm topped_up brought court_grain barter_grain",
        "lost eaten_grams fed home_lost spoiled",
    ),
    Account("money", "won", "cash estate.cash till graft", mirror="printed"),
    Account("belongings", "1/100 set", "goods estate.goods goods_stock", "goods_in levied_goods", "worn"),
    Account("debts", "won", "debt", mirror="credit"),
)  # fmt: skip


class Ledger:
    """Closes the books of a country, month by month. It only looks on.

    Make it before a month begins, and call `close` when the month is over: it compares with what stood there before.
    """

    def __init__(self, country: Country, accounts: tuple[Account, ...] = ACCOUNTS) -> None:
        self.country, self.accounts = country, accounts
        self.mirrors = {name for account in accounts for name in account.mirror.split()}
        self.stood = {account.thing: self.balance(account) for account in accounts}

    def balance(self, account: Account) -> int:
        """What all holders have, less what the mirror says."""
        return self._sum(account.held) - self._sum(account.mirror)

    def close(self) -> list[str]:
        """What is wrong with the month that has just ended: a line each; empty where all is right."""
        return self._dated([*self._unbalanced(), *self._negative()])

    def crowded(self) -> list[str]:
        """Who waits for a row or a seat, and where more than half a household waits between weights: nobody is lost,
        but a shipped scenario has room for all."""
        c, wrong = self.country, []
        if self.amount("births_waiting"):
            wrong.append(f"births_waiting: {self.amount('births_waiting'):,} persons")
        if c.counters["unseated"]:
            wrong.append(f"unseated: {c.counters['unseated']:,} rows")
        waiting = np.abs(c.pool) // c.geo.weight
        if waiting.max() > HALF_A_HOUSEHOLD:
            wrong.append(f"pool: {c.geo.name[int(waiting.argmax())]}: {int(waiting.max()):,} rows")
        return self._dated(wrong)

    def _dated(self, lines: list[str]) -> list[str]:
        month = self.country.month
        return [f"{month.label if month else 'start'}: {line}" for line in lines]

    def _unbalanced(self) -> list[str]:
        wrong = []
        for account in self.accounts:
            stands = self.balance(account)
            error = stands - self.stood[account.thing] - self._sum(account.came) + self._sum(account.went)
            self.stood[account.thing] = stands
            if error:
                verb = "appeared" if error > 0 else "are gone"
                wrong.append(f"{account.thing}: {abs(error):,} {account.unit} {verb}")
        return wrong

    def _negative(self) -> list[str]:
        """No stock, flow or count is ever below nothing."""
        c, wrong = self.country, []
        amounts = {f"estate.{name}": values for name, values in c.estate.items()} | c.tallies
        amounts |= {k: c.tables.arrays[k] for k, d in c.declared.items() if isinstance(d, Household | Place | Unit)}
        for name, values in amounts.items():
            if values.size and values.dtype.kind == "i" and name not in self.mirrors and int(values.min()) < 0:
                wrong.append(f"{name} is negative: {int(values.min()):,}")
        return wrong

    def _sum(self, names: str) -> int:
        return sum(self.amount(name) for name in names.split())

    def amount(self, name: str) -> int:
        """The whole of one array: household amounts and rows by weight; 0 for what the schedule does not have."""
        c = self.country
        if name == "pool":
            return int(c.pool.sum())
        if name.startswith("estate."):
            values = c.estate.get(name.removeprefix("estate."))
            return 0 if values is None else int(values.sum())
        d = c.declared.get(name)
        if isinstance(d, Tally):
            return int(c.tallies[name].sum())
        if isinstance(d, Place):
            return int(c.tables.arrays[name].sum(dtype=np.int64))
        if isinstance(d, Household | Unit):
            values = c.tables.arrays[name]
            by_unit = values if values.ndim == 1 else values.sum(axis=1, dtype=np.int64)
            return int(np.dot(by_unit.astype(np.int64), c.tables.arrays["weight"].astype(np.int64)))
        return 0
