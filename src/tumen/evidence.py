"""The record that the model stands on: tables and series with their sources, loaded and checked.

A table is one subject as its sources print it, one figure or one row of figures a line, each with `source`, `url`,
`grade` and `licence`. A series is one driver of the model made ready from tables: a key (a year, a month, a
province), a value, a unit, the table it comes from, a grade and a note that says what was interpolated or assumed.
Grades: A survey, census or customs as read; B estimate, official figure or arithmetic on figures read; C testimony; D
recalled or assumed. `sources()` is the index that a parameter's `source="..."` points into: tables, series, and the
literature.

A line without a source, with an unknown grade, or with fewer fields than its header is refused when it is loaded.
"""

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

ROOT: Traversable = files("tumen") / "evidence_data"
GRADES = frozenset("ABCD")
TABLE_FIELDS = ("source", "url", "grade", "licence")
SERIES_FIELDS = ("key", "value", "unit", "source", "grade", "note")
SOURCE_FIELDS = ("key", "kind", "title", "source", "url", "licence", "gaps")


class EvidenceError(ValueError):
    """A figure that cannot be traced: names the file, the line and what is missing."""


def _names(folder: str) -> tuple[str, ...]:
    return tuple(sorted(f.name.removesuffix(".csv") for f in (ROOT / folder).iterdir() if f.name.endswith(".csv")))


def _nearest(name: str, known: tuple[str, ...], kind: str) -> EvidenceError:
    from difflib import get_close_matches  # only on the way to an error

    near = get_close_matches(name, known, 1)
    return EvidenceError(f"no {kind} named {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))


def _read(path: Traversable, fields: tuple[str, ...], may_be_blank: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows of a CSV file, every one checked: all fields there, none of `fields` blank but those that may be."""
    reader = csv.DictReader(StringIO(path.read_text(encoding="utf-8")), strict=True)
    missing = [f for f in fields if f not in (reader.fieldnames or ())]
    if missing:
        raise EvidenceError(f"{path.name}: no column {', '.join(missing)}")
    rows = list(reader)
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise EvidenceError(f"{path.name}, line {line}: not as many fields as the header has")
        blank = [f for f in fields if f not in may_be_blank and not row[f].strip()]
        if blank:
            raise EvidenceError(f"{path.name}, line {line}: blank {', '.join(blank)}")
        if row.get("grade", "A") not in GRADES:
            raise EvidenceError(f"{path.name}, line {line}: grade {row['grade']!r} is not one of A, B, C, D")
    return rows


def tables() -> tuple[str, ...]:
    """Names of all tables."""
    return _names("tables")


def all_series() -> tuple[str, ...]:
    """Names of all driver series."""
    return _names("series")


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    if name not in tables():
        raise _nearest(name, tables(), "table")
    return tuple(_read(ROOT / "tables" / f"{name}.csv", TABLE_FIELDS, may_be_blank=("url",)))


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table, as printed (all text). Raises EvidenceError for an unknown name or an untraceable row."""
    return [dict(row) for row in _table(name)]


@cache
def _series_rows(name: str) -> tuple[dict[str, str], ...]:
    if name not in all_series():
        raise _nearest(name, all_series(), "series")
    rows = _read(ROOT / "series" / f"{name}.csv", SERIES_FIELDS, may_be_blank=("note",))
    keys = [row["key"] for row in rows]
    if len(set(keys)) != len(keys):
        raise EvidenceError(f"{name}.csv: the same key stands twice")
    for row in rows:
        try:
            float(row["value"])
        except ValueError:
            raise EvidenceError(f"{name}.csv, key {row['key']}: {row['value']!r} is not a number") from None
        if row["grade"] == "D" and not row["note"].strip():
            raise EvidenceError(f"{name}.csv, key {row['key']}: an assumed figure needs a note with the reason")
    return tuple(rows)


def series(name: str) -> dict[str, float]:
    """One driver as {key: value}: keys are years ("1990"), months ("1990-01"), provinces, months of the year ("1")."""
    return {row["key"]: float(row["value"]) for row in _series_rows(name)}


def series_rows(name: str) -> list[dict[str, str]]:
    """One driver with unit, source, grade and note for every key."""
    return [dict(row) for row in _series_rows(name)]


def figure(key: str) -> float:
    """One single figure of the founding of the population, by its key in the table `founding`."""
    for row in _table("founding"):
        if row["key"] == key:
            return float(row["value"])
    raise _nearest(key, tuple(row["key"] for row in _table("founding")), "founding figure")


@cache
def _sources() -> tuple[dict[str, str], ...]:
    rows = _read(ROOT / "sources.csv", SOURCE_FIELDS, may_be_blank=("url", "gaps"))
    keys = [row["key"] for row in rows]
    if len(set(keys)) != len(keys):
        raise EvidenceError("sources.csv: the same key stands twice")
    there = {**dict.fromkeys(tables(), "table"), **dict.fromkeys(all_series(), "series")}
    gone = [row["key"] for row in rows if row["kind"] in ("table", "series") and row["key"] not in there]
    if gone:
        raise EvidenceError(f"sources.csv: no such file: {', '.join(gone)}")
    for name, kind in there.items():  # a table that somebody adds is listed by what it says of itself
        if name not in keys:
            first = (_table(name) if kind == "table" else _series_rows(name))[0]
            said = {f: first.get(f, "") for f in ("source", "url", "licence")}
            rows.append({"key": name, "kind": kind, "title": name.replace("_", " "), **said, "gaps": ""})
    return tuple(rows)


def sources() -> dict[str, dict[str, str]]:
    """The index of sources: key -> kind (table, series, literature), title, source, url, licence, known gaps."""
    return {row["key"]: dict(row) for row in _sources()}


def grades(name: str) -> dict[str, int]:
    """How many rows of a table or series stand at each grade."""
    rows = _table(name) if name in tables() else _series_rows(name)
    return {g: n for g in "ABCD" if (n := sum(row["grade"] == g for row in rows))}


def provinces_geojson() -> str:
    """The map of the eleven provinces (Natural Earth, public domain; boundaries of the census of 2008)."""
    return (ROOT / "provinces.geo.json").read_text(encoding="utf-8")


def check() -> None:
    """Load everything that is shipped; raises EvidenceError at the first figure that cannot be traced."""
    for name in tables():
        _table(name)
    for name in all_series():
        _series_rows(name)
    _sources()
