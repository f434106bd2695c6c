"""Lives for tests: a small folder made up by hand, and one of a real run, made once."""

import json
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from tumen.lives import STATES

KINDS = ("party.joined", "market.trades", "media.saw_film", "talk.confided", "talk.listened", "criticism.criticised",
         "surveillance.investigated", "penal.held", "penal.fined", "penal.released", "penal.bereaved",
         "confidants.planned", "crossing.crossed", "crossing.brought", "posts.brought", "china.sent_back",
         "south.arrived", "hunger.starved", "hunger.bereaved", "demography.died", "demography.bereaved",
         "demography.mother", "door.moved", "door.married", "court.gift",
         "mine.stumbled")  # fmt: skip
CODES = {name: k + 1 for k, name in enumerate(KINDS)}
PLACES = [
    {"name": "Hoeryong City, town", "province": 8, "border": True, "urban": True},
    {"name": "Anju City, country", "province": 1, "border": False, "urban": False},
    {"name": "Pyongyang, tier compounds", "province": 0, "border": False, "urban": True},
]
ORDINARY = {"born": -240, "traits": 1, "loyalty": 1.0, "display": 2, "fear": 0.2, "hope": 0.5, "credibility": 0.8,
            "reserve": 1.0, "eaten": 500, "grain": 10, "cash": 100, "goods": 100}  # fmt: skip
"""A grown woman at home in 1990, in natural units; what is not named is nought."""

Told = tuple[int, str, str] | tuple[int, str, str, int] | tuple[int, str, str, int, int]


def write(folder: Path, events: Iterable[Told], states: Iterable[Mapping[str, Any]], years: Iterable[int],
          share: int = 1) -> Path:  # fmt: skip
    """A run's folder with lives. events: (person, month as "1997-03", kind, amount, other). states: natural units by
    name over `ORDINARY`, with person and year, and where wanted place and home."""
    lives = folder / "lives"
    lives.mkdir(parents=True)
    says = {"code": 0, "says": "stumbles over a stone (amount: how often)"}
    about = {"seed": 1, "rung": "250k", "share": share, "first_month": "1990-01", "places": PLACES,
             "kinds": {name: {**says, "code": code} for name, code in CODES.items()},
             "states": {name: kept._asdict() for name, kept in STATES.items()}}  # fmt: skip
    (lives / "lives.json").write_text(json.dumps(about))
    told = [(e[0], _month(e[1]), CODES[e[2]], *e[3:], *(0,) * (5 - len(e))) for e in events]
    stand = list(states)
    for year in years:
        mine = sorted(e for e in told if e[1] // 12 + 1990 == year)
        columns = {"person": "u8", "month": "i2", "kind": "u2", "amount": "u4", "other": "u4"}
        _put(lives / f"events-{year}-01-{year}-12.parquet",
             {n: np.array([e[k] for e in mine], t) for k, (n, t) in enumerate(columns.items())})  # fmt: skip
        here = sorted((s for s in stand if s["year"] == year), key=lambda s: s["person"])
        table = {"person": np.array([s["person"] for s in here], "u8"),
                 "place": np.array([s.get("place", 0) for s in here], "u2"),
                 "home": np.array([s.get("home", s["person"] % 1000 * 48) for s in here], "u4")}  # fmt: skip
        for name, kept in STATES.items():
            scale = kept.scale if kept.scale > 1 else 1
            table[name] = np.array([round((ORDINARY | dict(s)).get(name, 0) * scale) for s in here], kept.dtype)
        _put(lives / f"states-{year}-12.parquet", table)
    return folder


def _month(label: str) -> int:
    return (int(label[:4]) - 1990) * 12 + int(label[5:]) - 1


def _put(path: Path, table: dict[str, Any]) -> None:
    with duckdb.connect() as db:
        db.register("rows", table)
        name = str(path).replace("'", "''")
        db.execute(f"COPY rows TO '{name}' (FORMAT parquet)")


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@cache
def lived(until: str = "2001-12") -> Path:
    """A run of the smallest rung with everybody's life and its results, in a folder that goes with the tests."""
    from tumen import rundir

    _KEPT.append(tempfile.TemporaryDirectory())
    top = Path(_KEPT[-1].name)
    course = rundir.begin("history", 1, "25k", lives=top / "lives", tape=top / "tape")
    course.go(until, None)
    rundir.save(course.result(), top / "run", report=False)
    for name in ("lives", "tape"):
        (top / name).rename(top / "run" / name)
    return top / "run"
