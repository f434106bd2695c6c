"""The stage of a scene: a small country in which a few persons are put into a situation, and some months are lived."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from tumen.columns import WIDTH, Array, Column, Household
from tumen.country import build
from tumen.door import identity
from tumen.events import ordered
from tumen.mechanism import Schedule
from tumen.months import month
from tumen.persons import flat
from tumen.scenario import Act, load
from tumen.simulate import advance, compile_spans


class Stage:
    """A country at its first month, which a scene may arrange before it lets months pass.

    schedule: the month, whole or with a mechanism taken out. given: parameters by name ("penal.corrupt": 0.0).
    decrees: acts added to the scenario.
    start: months that pass before the scene begins. Persons are kept by identity, so that moves do not lose them.
    """

    def __init__(
        self, schedule: Schedule, given: Mapping[str, float] | None = None, *, rung: str = "25k", seed: int = 1,
        start: int = 0, scenario: str = "history", decrees: Iterable[Act] = (),
    ) -> None:  # fmt: skip
        asked = [f"{name}={value!r}" for name, value in (given or {}).items()]
        whole = load(scenario).with_overrides(asked)
        whole = whole.model_copy(update={"decrees": (*whole.decrees, *decrees)})
        self.country = build(whole, seed, rung, schedule=schedule)
        self.country.listen()
        self.events: list[Any] = []
        compile_spans(self.country)
        self.months(start)

    @property
    def arrays(self) -> dict[str, Array]:
        return self.country.tables.arrays

    def months(self, count: int = 1) -> None:
        """Let months pass; the events of all of them are kept."""
        first = 0 if self.country.month is None else self.country.month.index + 1
        for k in range(first, first + count):
            advance(self.country, month(k))
            self.events.append(ordered(self.country.told))

    def people(self, chosen: Callable[[dict[str, Array]], Array], most: int = 10_000) -> Array:
        """Identities of the living whom `chosen` picks: it gets person columns, flat, and `age` in years, `province`,
        `border`, `urban`, `weight`, `unit`; in the order of rows, `most` at most."""
        seen = flat(self.country)
        who: Array = seen["identity"][chosen(seen)][:most]
        return who

    def at(self, who: Array) -> tuple[Array, Array]:
        """Units and rows where these persons are now; -1, -1 for those who are gone."""
        a = self.arrays
        living = np.arange(WIDTH) < a["n"][:, None]
        unit, row = np.nonzero(living)
        here = identity(a["line"][living], a["soul"][living])
        order = np.argsort(here)
        spot = np.minimum(np.searchsorted(here[order], who), len(here) - 1)
        found = here[order][spot] == who
        return np.where(found, unit[order][spot], -1), np.where(found, row[order][spot], -1)

    def put(self, name: str, who: Array, value: Any) -> None:
        """Set a person column, or the column of their household, of persons who are here."""
        u, i = self.at(who)
        a, here = self.arrays, u >= 0
        column = i if isinstance(self.country.declared[name], Column) else a["house"][u, i]
        a[name][u[here], column[here]] = value if np.ndim(value) == 0 else np.asarray(value)[here]

    def get(self, name: str, who: Array) -> Array:
        """A person column, or that of their household; NaN for those who are gone."""
        u, i = self.at(who)
        a = self.arrays
        column = a["house"][u, i] if isinstance(self.country.declared[name], Household) else i
        return np.where(u >= 0, a[name][u, column].astype(np.float64), np.nan)

    def kin(self, who: Array) -> Array:
        """Identities of all others who live in the households of these persons, held or away counted in."""
        u, i = self.at(who)
        a = self.arrays
        homes = {(x, a["house"][x, y]) for x, y in zip(u, i, strict=True) if x >= 0}
        mine = {(x, y) for x, y in zip(u, i, strict=True)}
        found = [(x, y) for x, h in homes for y in range(a["n"][x]) if a["house"][x, y] == h and (x, y) not in mine]
        at = np.array(found, np.int64).reshape(-1, 2)
        who_: Array = identity(a["line"][at[:, 0], at[:, 1]], a["soul"][at[:, 0], at[:, 1]])
        return who_

    def happened(self, kind: str, who: Array | None = None) -> int:
        """How many events of a kind ("penal.fined") there were so far, of all or of these persons."""
        code = next(code for code, name in self.country.kinds.items() if name == kind)
        total = 0
        for events in self.events:
            mine = events.kind == code
            if who is not None:
                mine &= np.isin(identity(events.line, events.soul), who)
            total += int(mine.sum())
        return total

    def tally(self, name: str) -> Array:
        """Last month's count of this name; nothing where the schedule does not have it."""
        return self.country.tallies[name]
