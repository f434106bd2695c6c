"""What a run leaves, gathered month by month: moments in, one labelled xarray.Dataset out.

Raw variables keep the names, units and meanings under which the mechanisms declared them; derived ones are the
table in `outputs.py`. A dataset is read by name and label, never by position.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from tumen import headcount, outputs
from tumen.labels import AGES, AXES, COORDINATES, NAMED, PROVINCE_CODES, SEXES

YEAR_END = 12
RECORDED = ("kept", "census", "monthly")  # what a recorder gathers by name: monthly, each December, each count


def axis_names(name: str, over: Sequence[object], shape: tuple[int, ...]) -> tuple[str, ...]:
    """The dimensions of one array: what it was declared over, or its own numbered axis where no label is known."""
    known = NAMED.get(name, ())
    if len(known) == len(shape) and all(len(COORDINATES[d][d]) == s for d, s in zip(known, shape, strict=True)):
        return known
    said = list(over) if len(over) == len(shape) else [None] * len(shape)
    dims: list[str] = []
    for k, (what, size) in enumerate(zip(said, shape, strict=True)):
        dim = AXES.get(size) if what in (None, size) else str(what)
        if size == len(SEXES) and shape[k + 1 : k + 2] == (len(AGES),):
            dim = "sex"  # two of something are the sexes only beside the ages
        if what == "place" and size == len(PROVINCE_CODES):
            dim = "province"  # tallies over places arrive summed to provinces
        dims.append(dim if dim and dim not in dims else f"{name}_{k}")
    return tuple(dims)


def _attributes(declared: Mapping[str, Any], name: str) -> dict[str, str]:
    what = declared.get(name)
    owner = str(getattr(what, "owner", "") or "")
    return {
        "units": str(getattr(what, "unit", "1")),
        "meaning": str(getattr(what, "meaning", "")),
        "source": f"simulated by {owner}" if owner else "simulated",
    }


class Recorder:
    """Gathers moments. A dataset can be made at any time of what there is, so a broken run keeps its past."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self._kept: dict[str, list[np.ndarray]] = {}
        self._census: dict[str, list[np.ndarray]] = {}
        self._monthly: dict[str, list[np.ndarray]] = {}
        self._years: list[int] = []
        self._counts = 0
        self._declared: Mapping[str, Any] = {}
        self.seconds = 0.0
        self.row_months = 0  # simulated persons: a row stands for several where weights are above one

    @property
    def last_month(self) -> str:
        return self.labels[-1] if self.labels else ""

    def add(self, moment: Any) -> None:
        began = perf_counter()
        months, years, counts, rows = len(self.labels), len(self._years), self._counts, self.row_months
        try:
            self._add(moment)
        except BaseException:  # a month that was taken up in part would make all the others unreadable
            self._counts, self.row_months = counts, rows
            lengths: list[tuple[list[Any], int]] = [(self.labels, months), (self._years, years)]
            for kind, length in zip(RECORDED, (months, years, counts), strict=True):
                lengths += [(values, length) for values in getattr(self, f"_{kind}").values()]
            for values, length in lengths:
                del values[length:]
            raise
        self.seconds += perf_counter() - began

    def _add(self, moment: Any) -> None:
        self._declared = moment.country.declared
        self.labels.append(moment.month.label)
        self.row_months += int(moment.country.tables.arrays["n"].sum())
        for name, value in {**moment.places, **moment.tallies}.items():
            self._kept.setdefault(name, []).append(np.asarray(value))
        if not moment.census:
            return
        self._counts += 1
        for name, value in moment.census.items():
            self._monthly.setdefault(name, []).append(np.asarray(value))
        if moment.month.moy == YEAR_END:
            past = len(self._years)
            self._years.append(moment.month.year)
            counted = headcount.count(moment.country, moment.month.index)
            for name, value in {**moment.census, **counted}.items():
                before = self._census.get(name, [])
                if len(before) == past:  # what an earlier version did not count has no past: it is not begun midway
                    self._census[name] = [*before, np.asarray(value)]

    def keep(self, path: Path) -> None:
        """Writes all that was gathered into one .npz, so that another recorder can go on from it."""
        tables: dict[str, Any] = {f"{kind}.{name}": np.stack(values) for kind in RECORDED
                                  for name, values in getattr(self, f"_{kind}").items()}  # fmt: skip
        np.savez_compressed(path, labels=np.array(self.labels), years=np.array(self._years, np.int64),
                            counts=self._counts, seconds=self.seconds, row_months=self.row_months,
                            **tables)  # fmt: skip

    @classmethod
    def read(cls, path: Path, declared: Mapping[str, Any]) -> Recorder:
        """A recorder as it was kept; `declared` says what its arrays mean."""
        recorder = cls()
        recorder._declared = declared
        with np.load(path, allow_pickle=False) as kept:
            recorder.labels, recorder._years = kept["labels"].tolist(), kept["years"].tolist()
            recorder._counts, recorder.row_months = int(kept["counts"]), int(kept["row_months"])
            recorder.seconds = float(kept["seconds"])
            for key in kept.files:
                kind, _, name = key.partition(".")
                if kind in RECORDED:
                    getattr(recorder, f"_{kind}")[name] = list(kept[key])
        return recorder

    def watch(self, moments: Iterable[Any]) -> Iterator[Any]:
        """Passes moments on, keeping each: a progress bar or a stream can sit outside."""
        for moment in moments:
            self.add(moment)
            yield moment

    def dataset(self) -> xr.Dataset:
        if not self.labels:
            raise ValueError("no month was recorded, so there is nothing to make a result from")
        ds = xr.Dataset(coords={"time": pd.to_datetime([f"{label}-01" for label in self.labels])})
        for name, values in self._kept.items():
            stack = np.stack(values)
            over = getattr(self._declared.get(name), "over", ())
            dims = ("time", *axis_names(name, over, stack.shape[1:]))
            ds[name] = (dims, stack, _attributes(self._declared, name))
        self._add_census(ds)
        for dim, coordinate in COORDINATES.items():
            for label, names in coordinate.items():
                if dim in ds.dims and ds.sizes[dim] == len(names):
                    ds = ds.assign_coords({label: (dim, np.asarray(names, dtype=object))})
        return outputs.add_derived(ds.expand_dims("run"))

    def _add_census(self, ds: xr.Dataset) -> None:
        """Counts of December by year; where every month was counted, those by month too."""
        if self._years:
            ds.coords["year"] = ("year", self._years)
            self._add_counts(ds, "census", "year", self._census)
        if self._counts == len(self.labels) > 1:
            self._add_counts(ds, "monthly", "time", self._monthly)

    def _add_counts(self, ds: xr.Dataset, prefix: str, when: str, counts: Mapping[str, list[np.ndarray]]) -> None:
        for name, values in counts.items():
            attrs = _attributes(self._declared, name)
            scale = getattr(self._declared.get(name), "record", None)
            if scale:
                attrs["meaning"] += f" (sum over persons of the value times {scale}, rounded)"
                attrs["scale"] = str(scale)
            if name in headcount.MEANINGS:
                units, meaning = headcount.MEANINGS[name]
                attrs = {"units": units, "meaning": meaning, "source": "simulated"}
            stack = np.stack(values)
            ds[f"{prefix}_{name}"] = ((when, *axis_names(name, (), stack.shape[1:])), stack, attrs)
