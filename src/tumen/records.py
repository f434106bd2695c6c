"""Rows of a CSV file as dataclasses: every column is read as the field of its name declares."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

Record = TypeVar("Record")
READ: Mapping[Any, Callable[[str], Any]] = {str: str, int: int, float: float, bool: lambda text: text == "True"}


def records(path: Path, kind: type[Record]) -> tuple[Record, ...]:
    """All rows, in order. Raises TypeError where the columns are not the fields, KeyError for a field of another type,
    ValueError where a number is none."""
    types = get_type_hints(kind)
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(kind(**{k: READ[types[k]](v) for k, v in row.items()}) for row in csv.DictReader(file))
