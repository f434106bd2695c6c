"""A tape on disk, read: the months of some units for `replay`, and where a person went. The files are mapped, not read
whole: a unit's months are some pages each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tumen.columns import Array
from tumen.country import SCHEDULE, Country
from tumen.mechanism import Schedule, numbers
from tumen.months import month, month_label
from tumen.overlays import load
from tumen.replay import Arrivals, Page
from tumen.scenario_errors import UserError
from tumen.tape import SEAT, Layout, about_of, about_run, index_of, layout_of


class Move(NamedTuple):
    """At the end of this month a person left one unit and was seated in the other (or again in the same), and what the
    person's life tells of it; kind 0: nothing."""

    month: int
    left: int
    unit: int
    kind: int = 0
    amount: int = 0
    other: int = 0


class StoredTape:
    """What `DiskTape` wrote. Raises UserError where the folder is none, or was written by another version of the model,
    by which a replay may tell another life.

    proof: the run's checkpoint of the last month, where only the model's text has changed since: what is replayed has
    to come to the same state there, or it is not told."""

    def __init__(self, folder: str | Path, schedule: Schedule = SCHEDULE) -> None:
        self.folder = Path(folder)
        self.about, self.index = about_of(self.folder), index_of(self.folder)
        if not len(self.index):
            raise UserError(f"{folder}: the tape holds no whole month")
        for name in self.about["off"]:
            schedule = schedule.minus(name) if name not in schedule.off else schedule
        scenario = load(str(self.folder / "scenario.yaml"))
        self.seed: int = self.about["seed"]
        self.country = Country(scenario, self.seed, self.about["rung"], schedule, only=[0])
        self.layout: Layout = layout_of(self.country)
        self.months = [month(int(k)) for k in self.index["month"]]
        now = about_run(self.country)
        changed = {k for k in now if self.about[k] != now[k]}
        kept = self.folder.absolute().parent / "checkpoints" / self.months[-1].label
        if changed and (changed != {"model"} or not kept.is_dir()):
            raise UserError(f"{folder}: written by another version of the model, by which no life of this run can be "
                            "told again: run it anew")  # fmt: skip
        self.proof = kept if changed else None
        self._end = self.index["arrivals"]
        self._start = np.r_[0, self._end[:-1]]

    @cached_property
    def _published(self) -> Array:
        return self._map("published", np.dtype((np.uint8, (self.layout.size,))), len(self.index))

    @cached_property
    def _arrivals(self) -> Array:
        return self._map("arrivals", self.layout.arrival, int(self._end[-1]))

    @cached_property
    def _who(self) -> Array:
        return self._map("who", np.dtype(np.uint64), int(self._end[-1]))

    def _map(self, name: str, record: np.dtype[Any], count: int) -> Array:
        path, item = self.folder / f"{name}.bin", record.itemsize
        if not path.is_file() or path.stat().st_size < count * item:
            last = month_label(int(self.index["month"][-1]))
            raise UserError(f"{path}: shorter than its index says (months up to {last}): the tape is damaged")
        if not count:
            return np.empty(0, record)
        whole: Array = np.asarray(np.memmap(path, record, "r", shape=(count,)))
        return whole

    def read(self, units: Array) -> Iterator[Page]:
        """The months of these units, in order."""
        mechanisms = {m.name: m for m in self.country.schedule.mechanisms}
        for k, now in enumerate(self.months):
            record = self._published[k]
            page = Page(now, 0, {}, {}, {}, self._arrived(k, units))
            figures: dict[str, Any] = {}
            for name, field in self.layout.fields.items():
                kind, _, what = name.partition(".")
                values = field.of(record)
                if kind == "luck":
                    page.luck = int(values[0])
                elif kind == "figures":
                    m = mechanisms[what]
                    figures[what] = numbers(m, dict(zip(m.params, values.tolist(), strict=True)))
                elif kind == "place":
                    page.places[what] = values
                elif kind == "unit":
                    page.units[what] = values
            page.numbers = figures
            yield page

    def rows(self, k: int, units: Array) -> Array:
        """How many people lived in these units when the k-th month on tape began."""
        return self.layout.fields["n"].of(self._published[k])[units].astype(np.int64)

    def _arrived(self, k: int, units: Array) -> list[Arrivals]:
        records = self._arrivals[self._start[k] : self._end[k]]
        low, high = (np.searchsorted(records["unit"], units.astype(np.uint32), side) for side in ("left", "right"))
        found = []
        for a, b in zip(low, high, strict=True):
            if a < b:
                part = records[a:b]
                names = self.layout.arrival.names or ()
                goods = {n.removeprefix("carried."): part[n] for n in names if n.startswith("carried.")}
                values = {n: part[n] for n in names[len(SEAT) :] if not n.startswith("carried.")}
                found.append(Arrivals(part["unit"], part["row"].astype(np.int64), values, goods))
        return found

    def moves(self, identity: int) -> list[Move]:
        """Whoever has this identity was seated so, in the order of months; some of them at home again."""
        at = np.flatnonzero(self._who == np.uint64(identity))
        k = np.searchsorted(self._end, at, side="right")
        seats = self._arrivals[at]
        return [
            Move(self.months[i].index, *(int(s[name]) for name in ("left", "unit", "kind", "amount", "other")))
            for i, s in zip(k, seats, strict=True)
        ]

    @cached_property
    def made(self) -> Array:
        """Identities of the rows that were made between places of different weight: such a life begins there."""
        weight = self.country.geo.unit_weight
        if len(np.unique(weight)) == 1:
            return np.empty(0, np.uint64)
        left, unit = self._arrivals["left"], self._arrivals["unit"]
        return np.unique(self._who[weight[left] != weight[unit]])
