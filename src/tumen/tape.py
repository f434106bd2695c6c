"""A tape on disk: what a country published and whom the door seated, month by month, so that any life can be told.

An onlooker that writes forwards only and changes no bit of the run (law 7). One folder::

    tape/tape.json      the run: seed, rung, months, and where in a record what lies
    tape/scenario.yaml  its scenario
    tape/index.npy      a row a month: its number, and how many arrivals there were until its end
    tape/published.bin  a record a month: what seeds its draws, figures, place arrays, unit arrays, rows in use by unit
    tape/arrivals.bin   a record a person seated, by month and unit: unit, unit left, row, what a life
                        tells of the move (kind 0: nothing), all columns, goods carried
    tape/who.bin        the identities of these, by themselves, since they are searched

The index is written anew, whole, when a month's data are on disk: what it does not name does not count, so a run that
broke off leaves the months before. A tape begins with the founders; a run that goes on, or forks, goes on with it.
"""

from __future__ import annotations

import json
import os
import shutil
from math import prod
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tumen._cache import model_hash
from tumen.columns import Array, Column, Place, Unit
from tumen.door import identity
from tumen.lives_moves import moved
from tumen.months import month_label
from tumen.onlooker import Onlooker
from tumen.scenario_errors import UserError
from tumen.whole import described, whole_file, whole_folder

if TYPE_CHECKING:
    from tumen.country import Country
    from tumen.door import Packets
    from tumen.months import Month
    from tumen.simulate import Moment

FORMAT = 1
FILES = ("published", "arrivals", "who")
SEAT = [("unit", "u4"), ("left", "u4"), ("row", "u1"), ("kind", "u2"), ("amount", "u4"), ("other", "u4")]
INDEX = np.dtype([("month", "<i8"), ("arrivals", "<i8")])


class Field(NamedTuple):
    """One array in the record of a month."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    at: int

    @property
    def bytes(self) -> int:
        return prod(self.shape) * np.dtype(self.dtype).itemsize

    def of(self, record: Array) -> Array:
        """The array, as a view of the record's bytes."""
        part: Array = record[self.at : self.at + self.bytes].view(self.dtype).reshape(self.shape)
        return part


class Layout(NamedTuple):
    """Where what lies: the arrays in a month's record, the record's bytes, and the record of an arrival."""

    fields: dict[str, Field]
    size: int
    arrival: np.dtype[Any]


def layout_of(c: Country) -> Layout:
    """The layout follows from what the schedule declares and from the rung."""
    everything = len(c.geo.unit_place)
    seen = {slot.name for step in c.steps for slot in step.slots if slot.kind == "whole"}
    wanted: list[tuple[str, str, tuple[int, ...]]] = [("luck", "u8", (1,)), ("n", "u1", (everything,))]
    wanted += [(f"figures.{m.name}", "f8", (len(m.params),)) for m in c.schedule.mechanisms]
    for name, d in c.declared.items():
        if isinstance(d, Place) and name in seen:
            wanted.append((f"place.{name}", d.dtype, c.tables.arrays[name].shape))
        elif isinstance(d, Unit) and d.step is not None:
            wanted.append((f"unit.{name}", d.dtype, (everything,)))
    fields, at = {}, 0
    for name, dtype, shape in wanted:
        fields[name] = Field(name, dtype, shape, at)
        at += -(-fields[name].bytes // 8) * 8  # every array begins where its items are aligned
    columns = [(k, d.dtype) for k, d in c.declared.items() if isinstance(d, Column)]
    goods = [(f"carried.{k}", c.tables.arrays[k].dtype.str) for k in c.conserved]
    return Layout(fields, at, np.dtype([*SEAT, *columns, *goods]))


class DiskTape(Onlooker):
    """Writes the tape of a country into `folder` while it runs: `add` every moment, `close` at the end.

    The country has not begun, or the tape is made by `resume`. Raises UserError where it cannot be so.
    """

    def __init__(self, country: Country, folder: str | Path) -> None:
        self.folder = Path(folder)
        if country.month is not None:
            raise UserError(f"{folder}: a tape begins with the founders, and this run is at {country.month.label}: "
                            "go on with the tape of its first part")  # fmt: skip
        if self.folder.exists() and any(self.folder.iterdir()):
            raise UserError(f"{folder}: there is something here already; a new tape takes a new or empty folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "scenario.yaml").write_text(country.scenario.to_yaml(), encoding="utf-8")
        (self.folder / "tape.json").write_text(json.dumps(about_run(country), indent=1) + "\n", encoding="utf-8")
        self._start(country, np.zeros(0, INDEX))
        self._name_months()

    @classmethod
    def resume(cls, country: Country, folder: str | Path) -> DiskTape:
        """Go on with the tape of a country that was restored at the end of a month: later months are cut off.

        Raises UserError where the folder holds no tape of this run up to that month."""
        tape = cls.__new__(cls)
        tape.folder = Path(folder)
        kept, now, index = about_of(tape.folder), about_run(country), index_of(tape.folder)
        if any(kept[k] != now[k] for k in now):
            raise UserError(f"{folder}: the tape of a run at {kept['rung']} with seed {kept['seed']}, or by another "
                            f"version of the model: it cannot go on with this one at {country.rung} with seed "
                            f"{country.seed}")  # fmt: skip
        last = -1 if country.month is None else country.month.index
        index = index[index["month"] <= last]
        if country.month is None or not len(index) or index["month"][-1] != last:
            ends = f"ends at {month_label(int(index['month'][-1]))}" if len(index) else "is empty"
            stands = country.month.label if country.month else "before its first month"
            raise UserError(f"{folder}: the tape {ends}, and the run is to go on from {stands}")
        tape._start(country, index)
        tape._name_months()
        for name, opened in tape._files.items():
            opened.truncate(tape._end(name))
            opened.seek(0, os.SEEK_END)
        return tape

    def _start(self, country: Country, index: Array) -> None:
        self.country, self.layout, self.index, self.seconds = country, layout_of(country), index, 0.0
        self._month: Month | None = None
        self._record = np.zeros(self.layout.size, np.uint8)
        self._seated: list[tuple[Array, Array]] = []
        self._files = {k: (self.folder / f"{k}.bin").open("r+b" if len(index) else "w+b", buffering=0) for k in FILES}
        country.onlookers.append(self)

    def published(self, c: Country, month: Month) -> None:
        """The state has governed: the month as its people will see it."""
        began = perf_counter()
        a, fields = c.tables.arrays, self.layout.fields
        self._month, self._seated = month, []
        for name, field in fields.items():
            kind, _, what = name.partition(".")
            out = field.of(self._record)
            out[...] = c.luck if kind == "luck" else c.numbers[what] if kind == "figures" else a[what or name]
        self.seconds += perf_counter() - began

    def seated(self, unit: Array, row: Array, packets: Packets, which: Array) -> None:
        """The door has seated people: their rows as they were written."""
        began = perf_counter()
        order = np.argsort(unit, kind="stable")
        who = which[order]
        told = np.zeros((3, len(who)), np.int64)
        at, *event = moved(self.country, unit, packets, which)
        told[:, at] = event
        out = np.empty(len(who), self.layout.arrival)
        out["kind"], out["amount"], out["other"] = told[:, order]
        out["unit"], out["row"], out["left"] = unit[order], row[order], packets.unit[who]
        for name, values in packets.values.items():
            out[name] = values[who]
        for name, amounts in packets.carried.items():
            out[f"carried.{name}"] = amounts[who]
        self._seated.append((out, identity(packets.values["line"][who], packets.values["soul"][who])))
        self.seconds += perf_counter() - began

    def add(self, moment: Moment) -> None:
        """The month is over: put it away."""
        began = perf_counter()
        if self._month is None or moment.month.index != self._month.index:
            raise ValueError(f"{moment.month.label} is not the month that was seen last")
        records = [part for part, _ in self._seated]
        people = np.concatenate(records) if records else np.empty(0, self.layout.arrival)
        who = np.concatenate([part for _, part in self._seated]) if records else np.empty(0, np.uint64)
        if len(records) > 1:  # those who went home, those who moved, those who found no seat
            order = np.argsort(people["unit"], kind="stable")
            people, who = people[order], who[order]
        for name, data in zip(FILES, (self._record, people, who), strict=True):
            data.tofile(self._files[name])  # past Python's buffer, straight to the system
        arrivals = len(people) + (int(self.index["arrivals"][-1]) if len(self.index) else 0)
        self.index = np.append(self.index, np.array([(moment.month.index, arrivals)], INDEX))
        self._month = None
        self._name_months()
        self.seconds += perf_counter() - began

    def close(self) -> None:
        """No more months."""
        for file in self._files.values():
            file.close()
        if self in self.country.onlookers:
            self.country.onlookers.remove(self)

    def _end(self, name: str) -> int:
        arrivals = int(self.index["arrivals"][-1]) if len(self.index) else 0
        size = {"published": self.layout.size, "arrivals": self.layout.arrival.itemsize, "who": 8}[name]
        return size * (len(self.index) if name == "published" else arrivals)

    def _name_months(self) -> None:
        with whole_file(self.folder / "index.npy") as part, part.open("wb") as file:
            np.save(file, self.index)


def taped(country: Country, source: Path, folder: Path) -> DiskTape:
    """The tape in `folder` of a restored country: gone on with, or, where `source` is another folder, a copy of that
    one, since what is cut off here has to stay there."""
    if source.absolute() != folder.absolute():
        about_of(source)
        with whole_folder(folder) as part:
            shutil.copytree(source, part, dirs_exist_ok=True)
    return DiskTape.resume(country, folder)


def about_run(c: Country) -> dict[str, Any]:
    layout = layout_of(c)
    record = [[name, layout.arrival[name].str] for name in layout.arrival.names or ()]
    fields = [[f.name, f.dtype, list(f.shape), f.at] for f in layout.fields.values()]
    return {"format": FORMAT, "model": model_hash(), "seed": c.seed, "rung": c.rung, "off": sorted(c.schedule.off),
            "steps": [step.label for step in c.schedule.steps], "units": len(c.geo.unit_place), "month": fields,
            "arrival": record}  # fmt: skip


def about_of(folder: Path) -> dict[str, Any]:
    """What tape.json says. Raises UserError where the folder is no tape."""
    missing = "no tape (a folder with tape.json, as a run with --replayable leaves it)"
    return described(folder, "tape.json", "tape", FORMAT, missing)


def index_of(folder: Path) -> Array:
    """The months that are whole."""
    try:
        index: Array = np.load(folder / "index.npy")
    except (OSError, ValueError):
        raise UserError(f"{folder}: the tape's index.npy is missing or cannot be read") from None
    return index
