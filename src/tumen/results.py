"""A result: one run or several, labelled (`recorder`), with where they come from; and files and charts of it."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from tumen.scenario_errors import ScenarioError, UserError, listed, nearest

FILES = ("results.nc", "results.zarr")  # in a run directory: one run as NetCDF, several as Zarr


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
        """A long table of the variables named; without names, of all that are monthly by province.

        Raises ScenarioError for an unknown name, UserError for monthly and yearly variables together: each row of one
        would meet each of the other.
        """
        if isinstance(names, str):
            names = [names]
        if names is None:
            names = [str(n) for n, v in self.data.data_vars.items() if set(v.dims) == {"run", "time", "province"}]
        known = sorted(map(str, self.data.data_vars))
        for name in names:
            if name not in known:
                raise ScenarioError("no such variable", path="results", given=name, legal=listed(known, 20),
                                    nearest=nearest(name, known))  # fmt: skip
        monthly = [n for n in names if "time" in self.data[n].dims]
        yearly = [n for n in names if "year" in self.data[n].dims]
        if monthly and yearly:
            raise UserError(f"{yearly[0]} is yearly and {monthly[0]} monthly: ask for a table of each")
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
