"""The answers that are kept: one line a person who left, as columns. Small enough for every run of an ensemble."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tumen.columns import Array

Table = dict[str, Array]
"""One line a person who left, in the columns of `TABLE`."""

MOURNED = (1995, 1996, 1997)
"""Years for which refugees were asked about deaths at home."""
NEVER = -1
LEAVER, TRAVELLER = 0, 1

TABLE = {
    "who": "u8",  # identity
    "weight": "i4",  # persons that the line stands for
    "group": "u1",  # 0 left; 1 a visa traveller who stayed
    "female": "u1",
    "born": "i2",  # months from January 1990, as are the next three
    "left": "i2",
    "arrived": "i2",  # in the South; -1 never
    "back": "i2",  # went home, was sent back, or died; -1 not so
    "province": "u1",
    "border": "u1",  # lived in a county on the northern border
    "urban": "u1",
    "home": "i8",  # household, as a number
    "work": "u1",
    "party": "u1",
    "grade": "u1",
    "hours": "f4",  # of trade a week
    "loyalty": "f4",  # private, logit
    "viewed": "i2",  # month of the first smuggled film; -32000 never
    "offences": "u1",
    "case": "u1",
    "server": "u1",  # who served the ration
    "ration_year": "f4",  # part of what was due there that was handed out, last twelve months
    "ration_years": "f4",  # the same, last three years
    "earned": "f4",  # by the household in trade, won a month
    "wages": "f4",  # of the household, won a month
    "kind": "f4",  # rations and farm grain of the household at the market's price, won a month
    "traded": "u8",  # bits of the years from 1990 in which trade took eight hours a week
    **{f"{k}_{y}": "u1" for y in MOURNED for k in ("people", "dead")},  # at home before the year; died there in it
}


def keep(table: Table, path: Path) -> None:
    """Writes a table so that it can be asked again: other reporting, other questions, no new run."""
    np.savez_compressed(path, **table)  # type: ignore[arg-type]


def read(path: Path) -> Table:
    """A table as `keep` wrote it."""
    with np.load(path) as kept:
        return {k: kept[k] for k in TABLE}


def join(parts: list[Table]) -> Table:
    """Several tables as one: pooled seeds, or the parts of a run."""
    return {k: np.concatenate([part[k] for part in parts] or [np.empty(0, t)]) for k, t in TABLE.items()}
