"""The register and what stands beside it, as data: CSV files by row, read without the model."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """A file by its rows' ids, in its order: "register" (who says what, of which kind), "stands" (of whom it speaks,
    what drives the answer, other evidence), "where" (paragraphs of the witness's text as published, titles and captions
    counted), "findings" (measures, tests in words, where they must fail)."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["row"]: row for row in csv.DictReader(file)}
