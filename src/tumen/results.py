"""What a run yields, labelled: moments in, one xarray.Dataset out, and files of it.

Raw variables keep the names, units and meanings under which the mechanisms declared them; derived ones are the
table in `outputs.py`. A result is read by name and label, never by position, and carries its own provenance.
"""

from __future__ import annotations

import json
import warnings
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
FILES = ("results.nc", "results.zarr")  # in a run directory: one run as NetCDF, several as Zarr


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
            self._years.append(moment.month.year)
            counted = headcount.count(moment.country, moment.month.index)
            for name, value in {**moment.census, **counted}.items():
                self._census.setdefault(name, []).append(np.asarray(value))

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


class Result:
    """One run or several of one scenario: data with labels, where they come from, charts and files of them."""

    def __init__(
        self,
        data: xr.Dataset,
        runs: Sequence[Mapping[str, Any]] = (),
        scenario: str = "",
        inputs: Mapping[str, Any] | None = None,
    ) -> None:
        self.data = data
        self.runs = [dict(run) for run in runs]
        self.scenario = scenario
        self.inputs = dict(inputs or {})  # drivers and assumed figures, as they were in this run

    def __repr__(self) -> str:
        months = self.data.sizes.get("time", 0)
        return f"<Result: {self.data.sizes.get('run', 0)} run(s), {months} months, {len(self.data)} variables>"

    @property
    def provenance(self) -> dict[str, Any]:
        """Of the first run; `runs` has every run's."""
        return dict(self.runs[0].get("provenance", {})) if self.runs else {}

    @property
    def plot(self) -> Plot:
        return Plot(self.data)

    def to_dataframe(self, names: str | Sequence[str] | None = None) -> pd.DataFrame:
        """A long table of the variables named; without names, of all that are monthly by province."""
        if isinstance(names, str):
            names = [names]
        if names is None:
            names = [str(n) for n, v in self.data.data_vars.items() if set(v.dims) == {"run", "time", "province"}]
        frame = self.data[list(names)].to_dataframe().reset_index()
        return frame.drop(columns=[c for c in frame if str(c) in self.data.coords and str(c) not in self.data.dims])

    def to_csv(self, path: str | Path, names: str | Sequence[str] | None = None) -> None:
        self.to_dataframe(names).to_csv(path, index=False)

    def _with_history(self) -> xr.Dataset:
        return self.data.assign_attrs(
            title="Tumen: one or more possible histories",
            runs=json.dumps(self.runs, sort_keys=True),
            scenario_text=self.scenario,
            inputs=json.dumps(self.inputs),
        )

    def to_netcdf(self, path: str | Path) -> None:
        ds = self._with_history()
        packed = {"zlib": True, "complevel": 4, "shuffle": True}
        encoding = {str(n): packed for n, v in ds.data_vars.items() if v.ndim and v.dtype.kind in "iuf"}
        ds.to_netcdf(path, engine="netcdf4", encoding=encoding)

    def to_zarr(self, path: str | Path) -> None:
        """Zarr version 3, a shard for each run, so that a thousand runs stay few files and one is read alone."""
        ds = self._with_history()
        encoding: dict[str, Any] = {}
        for name, variable in ds.data_vars.items():
            if "run" in variable.dims and variable.size:  # a run of a few months has no year to count
                shape = tuple(1 if d == "run" else s for d, s in zip(variable.dims, variable.shape, strict=True))
                encoding[str(name)] = {"chunks": shape, "shards": shape}
        words = {str(n): v.astype(object) for n, v in ds.variables.items() if v.dtype.kind == "U"}
        ds = ds.assign_coords(words)  # of any length: Zarr has no settled type for texts of one length
        ds.to_zarr(path, mode="w", zarr_format=3, consolidated=False, encoding=encoding)

    @classmethod
    def from_dataset(cls, ds: xr.Dataset) -> Result:
        attrs = dict(ds.attrs)
        runs = json.loads(attrs.pop("runs", "[]"))
        scenario = str(attrs.pop("scenario_text", ""))
        inputs = json.loads(attrs.pop("inputs", "{}"))
        attrs.pop("title", None)
        ds = ds.copy()
        ds.attrs = attrs
        return cls(ds, runs, scenario, inputs)

    @classmethod
    def load(cls, path: str | Path) -> Result:
        """From a run directory, a NetCDF file or a Zarr store."""
        path = Path(path)
        for name in FILES:
            if (path / name).exists():
                path = path / name
        if path.is_dir():
            ds = xr.open_zarr(path, consolidated=False).load()
            words = {str(n): v.astype(object).astype(str) for n, v in ds.variables.items() if v.dtype.kind == "T"}
            return cls.from_dataset(ds.assign_coords(words))
        with xr.open_dataset(path, engine="netcdf4") as opened:
            return cls.from_dataset(opened.load())

    def write(self, folder: Path) -> Path:
        """One run as NetCDF, several as Zarr, under the name that `load` looks for in a run directory."""
        one, many = (folder / name for name in FILES)
        if self.data.sizes.get("run", 1) > 1:
            self.to_zarr(many)
            return many
        self.to_netcdf(one)
        return one

    def save(self, folder: str | Path, **more: Any) -> Path:
        from tumen.rundir import save

        return save(self, Path(folder), **more)

    @classmethod
    def join(cls, results: Sequence[Result]) -> Result:
        """Several seeds of one scenario as one result with a run for each; only months that all of them have."""
        if not results:
            raise ValueError("no results to join")
        data = xr.concat([r.data for r in results], dim="run", join="inner", data_vars="all", coords="minimal",
                         compat="override")  # fmt: skip
        runs = [run for r in results for run in r.runs]
        seeds = [run.get("provenance", {}).get("seed", k) for k, run in enumerate(runs)]
        if len(seeds) == data.sizes["run"]:
            data = data.assign_coords(seed=("run", seeds))
        return cls(data, runs, results[0].scenario, results[0].inputs)


class Plot:
    """Every chart of `charts.py` as a method: `result.plot.population()`."""

    def __init__(self, data: xr.Dataset) -> None:
        self._data = data

    def __dir__(self) -> list[str]:
        from tumen import charts

        return sorted(charts.CHARTS)

    def __getattr__(self, name: str) -> Any:
        from tumen import charts

        if name not in charts.CHARTS:
            raise AttributeError(f"there is no chart {name!r}; there are: {', '.join(sorted(charts.CHARTS))}")

        def draw(**options: Any) -> Any:
            return charts.CHARTS[name].draw(self._data, **options)

        draw.__doc__ = charts.CHARTS[name].meaning
        return draw


def interval(values: xr.DataArray, level: float = 0.9) -> xr.Dataset:
    """Median and central interval over runs. With one run all three are that run: no interval is made up."""
    whole = values.astype("f8")
    if values.sizes["run"] == 1:
        parts = dict.fromkeys(("low", "middle", "high"), whole.isel(run=0, drop=True))
    else:
        tail = (1 - level) / 2
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="All-NaN slice")  # a ratio of nothing to nobody has no median
            q = whole.quantile([tail, 0.5, 1 - tail], dim="run", skipna=True)
        parts = {name: q.isel(quantile=k, drop=True) for k, name in enumerate(("low", "middle", "high"))}
    return xr.Dataset(parts, attrs={**values.attrs, "runs": values.sizes["run"], "level": level})


def run(scenario: Any, seed: int | None = None, rung: str | None = None, **settings: Any) -> Result:
    """Simulates a scenario to its end; see `tumen.rundir.run` for the settings."""
    from tumen import rundir

    return rundir.run(scenario, seed, rung, **settings)
