"""People drawn from any point of a chart, so that no average stands without lives.

A point is a December and a group. Everybody in it has a chance by the persons that their row stands for; the draw is
keyed by seed and identity, so that it is the same every time, and a larger draw holds the smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tumen.facts import STRATUM
from tumen.facts_language import Both, Stands, Tree
from tumen.find import STATES, row_sql
from tumen.labels import PROVINCE_CODES, PROVINCES, SEXES, STRATA
from tumen.lives_read import Book
from tumen.scenario_errors import ScenarioError, nearest


@dataclass(frozen=True)
class Drawn:
    """Somebody drawn: of which stratum, and how many persons the row stands for."""

    person: int
    stratum: str
    stands_for: int


@dataclass(frozen=True)
class Draw:
    """Who was drawn, and of how many: rows of the record and the persons that they stand for."""

    year: int
    people: list[Drawn]
    rows: int
    persons: int


def draw_lives(book: Book, year: int, province: str | None = None, stratum: str | None = None, sex: str | None = None,
               n: int = 10, seed: int = 0) -> Draw:  # fmt: skip
    """Draws `n` lives from those of a December. Without a stratum each stratum gives as many as its share of the
    persons, and one at least where anybody is of it.

    province: name or code. stratum: public, Party, tier. sex: women, men. Raises ScenarioError for what is not there.
    """
    if year not in book.years:
        raise _wrong("--at", year, f"a December that is kept: {book.years[0]} to {book.years[-1]}", "")
    group: list[Tree] = []
    if province is not None:
        codes = [p.lower() for p in PROVINCE_CODES]
        number = codes.index(province.lower()) if province.lower() in codes else _label("province", province, PROVINCES)
        group.append(Stands("province", "=", float(number)))
    if sex is not None:
        group.append(Stands("sex", "=", float(("men", "women").index(SEXES[_label("sex", sex, SEXES)]))))
    wanted = range(len(STRATA)) if stratum is None else [_label("stratum", stratum, STRATA)]
    condition = row_sql(book, Both(tuple(group))) if group else "true"
    rows = book.rows(
        f"WITH {STATES} AS (SELECT * FROM {book.states_sql([year])}) SELECT person, place, "
        f"{STRATUM.sql} FROM {STATES} WHERE {condition} ORDER BY person"
    )
    who = np.array([row[0] for row in rows], np.uint64)
    of: Any = np.array([row[2] for row in rows], np.int64)
    weight = _weights(book)[np.array([row[1] for row in rows], np.int64)] if rows else np.empty(0)
    inside = np.isin(of, list(wanted))
    totals = np.array([weight[of == k].sum() if k in wanted else 0 for k in range(len(STRATA))])
    people = []
    for k, many in enumerate(_quotas(totals, np.bincount(of[inside], minlength=len(STRATA)), n)):
        at = np.flatnonzero(of == k)
        order = at[np.argsort(_lots(who[at], seed) / weight[at], kind="stable")]
        people += [Drawn(int(who[i]), STRATA[k], int(weight[i])) for i in order[:many]]
    return Draw(year, people, int(inside.sum()), int(totals.sum()))


def _lots(who: Any, seed: int) -> Any:
    """An exponential lot for everybody: divided by weight, the smallest are a draw by weight without repeats."""
    from tumen.door import mix_array

    key = mix_array(np.array([seed], np.uint64))[0]
    mixed = mix_array(who ^ key)
    return -np.log(((mixed >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53)


def _quotas(persons: Any, rows: Any, n: int) -> list[int]:
    """How many of each stratum: one of each that has anybody, the rest by persons, never more than there are rows."""
    out = np.minimum((persons > 0).astype(int), rows)
    while out.sum() > n:  # fewer asked for than there are strata: those with most persons
        out[np.flatnonzero(out)[np.argmin(persons[out > 0])]] = 0
    while out.sum() < min(n, rows.sum()):
        short = np.where(out < rows, persons / (out + 1.0), -1)  # the next seat goes where one stands for most
        out[int(np.argmax(short))] += 1
    return [int(k) for k in out]


def _weights(book: Book) -> Any:
    """Persons that a row of each place stands for."""
    from tumen.population import geography

    return np.asarray(geography(book.rung).weight, np.float64)


def read_group(text: str) -> dict[str, str]:
    """ "province=HG;stratum=tier;sex=women" as the arguments of `draw_lives`."""
    found: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if name not in ("province", "stratum", "sex") or not equals or not value or name in found:
            raise _wrong("--group", part.strip(), "province=..., stratum=..., sex=..., each once, parted by ;",
                         nearest(name, ("province", "stratum", "sex")))  # fmt: skip
        found[name] = value
    return found


def _label(axis: str, given: str, legal: tuple[str, ...]) -> int:
    folded = [label.lower() for label in legal]
    if given.lower() not in folded:
        near = nearest(given.lower(), folded)
        raise _wrong(axis, given, ", ".join(legal), legal[folded.index(near)] if near else "")
    return folded.index(given.lower())


def _wrong(field: str, given: object, legal: str, near: str) -> ScenarioError:
    return ScenarioError("nobody can be drawn from there", path="lives", field=field, given=given, legal=legal,
                         nearest=near)  # fmt: skip
