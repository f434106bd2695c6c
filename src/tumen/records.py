"""Rows of a CSV file as dataclasses: a column is read, and written, as the field of its name."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from tumen.whole import whole_file

Record = TypeVar("Record")
READ: Mapping[Any, Callable[[str], Any]] = {str: str, int: int, float: float, bool: lambda text: text == "True"}


def records(path: Path, kind: type[Record]) -> tuple[Record, ...]:
    """All rows, in order. Raises TypeError where the columns are not the fields, KeyError for a field of another type,
    ValueError where a number is none."""
    types = get_type_hints(kind)
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(kind(**{k: READ[types[k]](v) for k, v in row.items()}) for row in csv.DictReader(file))


def keep(path: Path, kind: Any, rows: Iterable[Any]) -> None:
    """Rows of this dataclass under the names of its fields, figures to six digits; the whole file or none."""
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([field.name for field in fields(kind)])
        out.writerows([f"{v:.6g}" if isinstance(v, float) else v for v in astuple(row)] for row in rows)
