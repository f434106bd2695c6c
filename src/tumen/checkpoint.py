"""The state of a country on disk: a folder of arrays and a manifest, renamed into place when it is whole.

A run that ended early can go on from it and be, to the bit, the run that never stopped. Only living rows are written.
The start of the run (scenario, seed, rung) is in the manifest, so that the country is built anew and then filled; what
lies beside the country (results so far) is written by those who hold it, into the same folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tumen.columns import WIDTH, Array, Column, Place
from tumen.country import Country, build
from tumen.months import month
from tumen.overlays import load
from tumen.scenario_errors import UserError
from tumen.whole import described, whole_folder

FORMAT = 2
CHUNK = 4096  # units written at a time, so that no national temporary is made


def save(
    country: Country, folder: Path, *, run: Mapping[str, Any] | None = None,
    beside: Mapping[str, Callable[[Path], object]] | None = None,
) -> Path:  # fmt: skip
    """Writes the state as it stands at the end of a month.

    run: facts about the run, for those who go on with it. beside: names of more files, each with what writes it.
    """
    if country.month is None:
        raise ValueError("a country has nothing to keep before its first month is over")
    with whole_folder(folder) as part:
        for name, array in country.tables.arrays.items():
            _write(part / f"{name}.npy", country, name, array)
        small: dict[str, Any] = {"pool": country.pool}
        small |= {f"estate.{name}": array for name, array in country.estate.items()}
        small |= {f"tally.{name}": array for name, array in country.tallies.items()}
        np.savez(part / "books.npz", **small)
        manifest = {
            "format": FORMAT, "month": country.month.index, "label": country.month.label, "seed": country.seed,
            "luck": country.luck, "rung": country.rung, "tile": country.tile,
            "scenario_hash": country.scenario.hash, "state_hash": country.hash(),
            "counters": country.counters, "person_months": country.person_months,
            "seconds": country.seconds, "run": dict(run or {}),
        }  # fmt: skip
        for name, write in (beside or {}).items():
            write(part / name)
        (part / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        (part / "scenario.yaml").write_text(country.scenario.to_yaml(), encoding="utf-8")
    return folder


def restore(folder: str | Path, *, threads: int = 1, schedule: Any = None) -> Country:
    """The country as it was kept; `tumen.simulate.months(country)` goes on with the next month.

    Raises UserError where the folder is no checkpoint, or where the model has changed so that the state is another.
    """
    folder = Path(folder)
    manifest = manifest_of(folder)
    scenario = load(str(folder / "scenario.yaml"))
    c = build(
        scenario, manifest["seed"], manifest["rung"], threads=threads, tile=manifest["tile"], schedule=schedule
    )
    c.luck = manifest["luck"]
    arrays = c.tables.arrays
    kept = {path.stem for path in folder.glob("*.npy")}
    if kept != set(arrays):
        raise UserError(f"{folder}: kept by a model with other columns: {', '.join(sorted(kept ^ set(arrays)))}")
    for name in ("n", *(name for name in arrays if name != "n")):  # how many rows live is needed to read the others
        _read(folder / f"{name}.npy", c, name, arrays[name])
    with np.load(folder / "books.npz") as small:
        c.pool[...] = small["pool"]
        for name, amounts in c.estate.items():
            amounts[...] = small[f"estate.{name}"]
        for name, array in c.tallies.items():
            array[...] = small[f"tally.{name}"]
    c.counters.update(manifest["counters"])
    c.person_months = manifest["person_months"]
    c.seconds.update({k: s for k, s in manifest["seconds"].items() if k not in ("build", "compile")})
    c.month = month(manifest["month"])
    if c.hash() != manifest["state_hash"]:
        raise UserError(f"{folder}: the state read is not the state kept ({c.hash()}, not {manifest['state_hash']})")
    return c


def manifest_of(folder: Path) -> dict[str, Any]:
    """What a checkpoint says of itself. Raises UserError where the folder is none, or one of another format."""
    missing = "not a checkpoint (a folder with manifest.json, as a run leaves it)"
    return described(folder, "manifest.json", "checkpoint", FORMAT, missing)


def kept(folder: Path) -> dict[str, Path]:
    """The whole checkpoints of a run's folder by month, in order."""
    found = sorted((folder / "checkpoints").glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]"))
    return {path.name: path for path in found if (path / "manifest.json").is_file()}


def _living(c: Country) -> Iterator[tuple[slice, Any]]:
    """Chunks of units with the mask of their living rows."""
    n: Any = c.tables.arrays["n"]
    for low in range(0, c.units, CHUNK):
        part = slice(low, low + CHUNK)
        yield part, np.arange(WIDTH) < n[part, None]


def _write(path: Path, c: Country, name: str, array: Array) -> None:
    if not isinstance(c.declared.get(name), Column):
        np.save(path, array)
        return
    rows = int(c.tables.arrays["n"].sum())
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": np.lib.format.dtype_to_descr(array.dtype), "fortran_order": False, "shape": (rows,)}
        )
        for part, mask in _living(c):
            file.write(array[part][mask].tobytes())


def _read(path: Path, c: Country, name: str, array: Array) -> None:
    found = np.load(path, mmap_mode="r")
    if not isinstance(c.declared.get(name), Column):
        array[...] = found
        return
    start, at = c.start_of(name), 0
    for part, mask in _living(c):
        count = int(mask.sum())
        array[part][~mask] = start  # the founders' rows that are empty by now: a newborn finds start values there
        array[part][mask] = found[at : at + count]
        at += count


def units_of(folder: Path, c: Country, units: Array) -> Iterator[dict[str, Array]]:
    """Of some units alone what a checkpoint keeps: columns of the living, households, the unit's own figures.
    c: any country of the same declarations."""
    n = np.load(folder / "n.npy")
    first = np.cumsum(n) - n
    arrays = {path.stem: np.load(path, mmap_mode="r") for path in folder.glob("*.npy")}
    everywhere = {k: v for k, v in arrays.items() if not isinstance(c.declared.get(k), Place)}
    for u in units.tolist():
        rows = slice(first[u], first[u] + n[u])
        yield {k: np.asarray(v[rows if isinstance(c.declared.get(k), Column) else u]) for k, v in everywhere.items()}
