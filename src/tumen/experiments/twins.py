"""Twins: two runs with the same luck that differ in a decree, and what of the difference is the decree's.

Both grow from one trunk, the state before the first month in which a figure differs. Beside them grows a placebo: the
first run with one kilogram of grain more in one household's store in that month. Two runs part for no better reason
than that, since everything hangs together; so the number of lives that differ says little without the placebo's.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.country import Country
from tumen.differences import Difference, scenario_differences
from tumen.door import mix_array
from tumen.experiments import channels, fates, partings
from tumen.experiments.branches import Branch, Trunk, branch, grow
from tumen.experiments.headlines import headlines
from tumen.labels import PROVINCES
from tumen.months import month_index, month_label
from tumen.scenario import Scenario, load
from tumen.scenario_errors import UserError

if TYPE_CHECKING:
    import pandas as pd

KILOGRAM = 1000  # grams
EXAMPLES = 10
Say = Callable[[str], None]


@dataclass(frozen=True)
class Twin:
    """Two runs compared. All tables are of the first seed but `headlines`, which has a row a seed and figure.

    differs: what the scenarios say otherwise. first: the first month in which a figure differs; None where none does.
    headlines: `seed`, `figure`, `a`, `b`. people: those alive before `first` (`fates.people`), with `fate_a`, `fate_b`.
    parted, placebo: whose lives differ (`partings.Partings`), between the two, and by a kilogram of grain.
    flows: persons by fate in both. examples: some lives at their first parting. shares: why (`channels.Share`).
    """

    a: str
    b: str
    rung: str
    seeds: tuple[int, ...]
    first: str | None
    until: str
    differs: list[Difference]
    headlines: pd.DataFrame
    people: pd.DataFrame
    parted: partings.Partings
    placebo: partings.Partings
    flows: pd.DataFrame
    examples: list[dict[str, Any]]
    shares: list[channels.Share] = field(default_factory=list)
    hashes: Mapping[str, str] = field(default_factory=dict)

    def counts(self, by: str | None = None) -> pd.DataFrame:
        """Persons alive at the parting, and how many of them have a life that differs: by the decree, by the placebo.
        by: a column of `people` ("province", "stratum", "female"); one row for all when left out."""
        import pandas as pd

        p = self.people
        key = pd.Series("all", index=p.index) if by is None else p[by]
        rows = {"persons": p["weight"].groupby(key).sum()}
        for name, found in (("differ", self.parted), ("placebo", self.placebo)):
            mine = p["weight"].where(p.index.isin(found.table["person"]), 0)
            rows[name] = mine.groupby(key).sum()
        return pd.DataFrame(rows)

    @property
    def names(self) -> tuple[str, str]:
        """What the two are called beside each other: a scenario may be set beside itself with a figure changed."""
        return (self.a, self.b) if self.a != self.b else (self.a, f"{self.b}, changed")

    @property
    def later(self) -> dict[str, int]:
        """Rows born or come after the parting whose life differs, or who live in one of the two runs only."""
        return {name: int((~found.table["person"].isin(self.people.index)).sum())
                for name, found in (("differ", self.parted), ("placebo", self.placebo))}  # fmt: skip


def first_difference(a: Scenario, b: Scenario) -> tuple[list[Difference], int | None]:
    """What the two say otherwise, and the first month in which a figure differs."""
    differs = scenario_differences(a, b)
    dated = [month_index(d.first) for d in differs if d.kind == "figure" and d.first]
    return differs, min(dated, default=None)


def a_kilogram(c: Country) -> None:
    """One kilogram of grain more in one household's store: that of the first row of a unit drawn by the seed."""
    n: Any = c.tables.arrays["n"]
    month = 0 if c.month is None else c.month.index + 1
    lived_in = np.flatnonzero(n)
    lot = int(mix_array(np.array([c.seed * 4096 + month], np.uint64))[0])
    unit = lived_in[lot % len(lived_in)]
    c.tables.arrays["grain"][unit, c.tables.arrays["house"][unit, 0]] += KILOGRAM


def twin(
    a: Scenario | str, b: Scenario | str, *, seeds: Sequence[int] = (1,), rung: str | None = None,
    until: str | None = None, threads: int = 1, why: bool = False, work: Path | None = None, say: Say = lambda _: None,
) -> Twin:  # fmt: skip
    """Run two scenarios with the same luck and say in what they differ.

    seeds: the first has lives, fates and channels; every one has headline figures. until: the last month, by default
    the earlier of the two ends. why: also the channels, some fifteen runs more. work: a folder for what lies between
    (temporary when left out). say: told what is being done. Raises UserError where nothing can be compared.
    """
    a, b = (load(s) if isinstance(s, str) else s for s in (a, b))
    rung = rung or a.rung
    if a.calendar.start != b.calendar.start:
        raise UserError(f"{a.name} begins in {a.calendar.start}, {b.name} in {b.calendar.start}: twins begin together")
    differs, first = first_difference(a, b)
    end = until or min(a.calendar.end, b.calendar.end)
    if month_index(end) not in a.calendar or month_index(end) not in b.calendar:
        raise UserError(f"--until: {end} is not in both calendars ({a.calendar.end}, {b.calendar.end})")
    if first is not None and first > month_index(end):
        raise UserError(f"{a.name} and {b.name} first differ in {month_label(first)}, after {end}: nothing to compare")
    begin = a.calendar.first if first is None else first
    if not any(m.moy == 12 and m.index >= begin for m in a.calendar.until(end)):
        raise UserError(f"--until: from {month_label(begin)} to {end} there is no December, in which lives are looked "
                        "at: let it run to the end of a year")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="tumen-twin-") as made:
        folder = Path(made) if work is None else work
        folder.mkdir(parents=True, exist_ok=True)
        return _compare(a, b, tuple(seeds), rung, end, threads, why, folder, say, differs, first)


def _compare(a: Scenario, b: Scenario, seeds: tuple[int, ...], rung: str, end: str, threads: int, why: bool,
             folder: Path, say: Say, differs: list[Difference], first: int | None) -> Twin:  # fmt: skip
    import pandas as pd

    begin = a.calendar.first if first is None else first
    rows: list[dict[str, Any]] = []
    kept: dict[str, Any] = {}
    for seed in seeds:
        lead = seed == seeds[0]
        say(f"seed {seed}: to the month before {month_label(begin)}")
        trunk = grow(a, seed, rung, begin, threads, folder / f"trunk-{seed}")
        parent = channels.Parent()
        at = {name: folder / f"{name}-{seed}" if lead else None for name in ("a", "b", "placebo")}
        say(f"seed {seed}: {a.name}")
        one = branch(trunk, a, end, onlookers=(parent,) if lead and why else (), lives=at["a"])
        say(f"seed {seed}: {b.name}")
        two = branch(trunk, b, end, lives=at["b"])
        x, y = headlines(one.data), headlines(two.data)
        rows += [{"seed": seed, "figure": k, "a": x[k], "b": y[k]} for k in x if k in y]
        if lead:
            say(f"seed {seed}: the placebo")
            none = branch(trunk, a, end, lives=at["placebo"], begin=a_kilogram)
            kept = _lives(trunk, one, two, none)
            kept["hashes"] = {"a": one.country.hash(), "b": two.country.hash(), "placebo": none.country.hash()}
            kept["shares"] = _why(trunk, b, end, parent, x, y, one.country, say) if why else []
    return Twin(a.name, b.name, rung, seeds, None if first is None else month_label(first), end, differs,
                pd.DataFrame(rows), **kept)  # fmt: skip


def _lives(trunk: Trunk, one: Branch, two: Branch, none: Branch) -> dict[str, Any]:
    assert one.lives and two.lives and none.lives
    parted, placebo = partings.compare(one.lives, two.lives), partings.compare(one.lives, none.lives)
    alive = fates.people(trunk.country(trunk.scenario))
    alive["fate_a"] = fates.fates(one.country, one.lives, alive.index)
    alive["fate_b"] = fates.fates(two.country, two.lives, alive.index)
    chosen = examples(alive, parted)
    return {
        "people": alive, "parted": parted, "placebo": placebo,
        "flows": fates.flows(alive["fate_a"], alive["fate_b"], alive["weight"]),
        "examples": [{"who": _who(alive.loc[person]), **e} for person, e in
                     zip(chosen, partings.side_by_side(one.lives, two.lives, chosen), strict=True)],
    }  # fmt: skip


def _who(row: Any) -> str:
    """A person at the parting, in a few words."""
    sex = "a woman" if row["female"] else "a man"
    rank = ("", ", in the Party", ", of a supply tier")[int(row["stratum"])]
    return f"{sex} of {row['age']:.0f}, {PROVINCES[int(row['province'])]}{rank}"


def examples(people: pd.DataFrame, parted: partings.Partings, many: int = EXAMPLES) -> list[int]:
    """Some of those whose life differs: from each stratum in turn, those whose fates differ before others, drawn by a
    hash of the identity."""
    mine = people.loc[people.index.isin(parted.table["person"])].copy()
    mine["lot"] = mix_array(mine.index.to_numpy().astype(np.uint64))
    mine["same"] = mine["fate_a"] == mine["fate_b"]
    mine = mine.sort_values(["same", "lot"])
    queues = [list(group.index) for _, group in mine.groupby("stratum")]
    out: list[int] = []
    while len(out) < many and any(queues):
        for queue in queues:
            if queue and len(out) < many:
                out.append(int(queue.pop(0)))
    return out


def _why(trunk: Trunk, b: Scenario, end: str, parent: channels.Parent, x: Mapping[str, float], y: Mapping[str, float],
         country: Country, say: Say) -> list[channels.Share]:  # fmt: skip
    def run(held: frozenset[str]) -> Mapping[str, float]:
        say(f"held: {', '.join(sorted(held))}")
        return headlines(branch(trunk, b, end, onlookers=(channels.Held(parent, held),)).data)

    return channels.shares(x, y, run, channels.order(country))


__all__ = ["Twin", "a_kilogram", "examples", "first_difference", "twin"]
