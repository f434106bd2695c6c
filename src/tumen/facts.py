"""Names for how a person stands in a month, each defined once for both places where people are kept: the columns of a
running country and the December states of recorded lives. Archetypes and `tumen find` ask in these names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tumen.columns import HOUSES
from tumen.labels import CLASSES, POSTS, PROVINCE_CODES, PROVINCES, SHOWN, STATUSES, STRATA, WORKS

Seen = Mapping[str, Any]
"""Columns by name, as `tumen.persons.flat` gives them."""
Column = Callable[[Seen], Any]

TIER = 9
FEMALE, MARRIED, CLASS, DISABLED = 1, 2, 12, 16
TRADES = 8  # hours a week
GROWN, SMALL = 20, 10  # years of age

AGE = "((year - 1990) * 12 + 12 - born)"
"""SQL for months of age at the end of a December."""


@dataclass(frozen=True)
class Name:
    """What a word means. column: its values over columns. sql: over `states` with `year`, where {states} is the table
    itself and {places} a list of place properties. words: of a code, in order. spread: what counts as far from a
    bound. ordered: whether more and less mean something; a yes-or-no has neither words nor spread."""

    meaning: str
    column: Column
    sql: str
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    spread: float = 0.0
    ordered: bool = True

    @property
    def is_yes(self) -> bool:
        return not self.words and not self.spread


def _same(name: str, scale: float = 1.0) -> Column:
    return lambda s: s[name] * scale if scale != 1 else s[name]


def _bit(bit: int) -> Column:
    return lambda s: (s["traits"] & bit) > 0


def _figure(name: str, meaning: str, spread: float, stored: float = 1, scale: float = 1.0) -> Name:
    """A column kept as it is: `stored` is what the record multiplies by, `scale` what the column's unit is worth."""
    sql = f"({name} / {float(stored)})" if stored != 1 else name
    return Name(meaning, _same(name, scale), sql, spread=spread)


def _with_child(seen: Seen) -> Any:
    import numpy as np

    return np.isin(seen["home"], np.unique(seen["home"][seen["age"] < SMALL]))


def _among_members(seen: Seen) -> Any:
    import numpy as np

    return np.isin(seen["unit"], np.unique(seen["unit"][seen["party"] == 1]))


def _yes(meaning: str, column: Column, sql: str) -> Name:
    return Name(meaning, column, sql)


def _code(meaning: str, column: Column, sql: str, words: tuple[str, ...], *, also: tuple[str, ...] = (),
          ordered: bool = False) -> Name:  # fmt: skip
    return Name(meaning, column, sql, words, also, ordered=ordered)


STRATUM = _code("stratum", lambda s: (s["party"] > 0) * (s["grade"] < TIER) + 2 * (s["grade"] >= TIER),
                f"CASE WHEN grade >= {TIER} THEN 2 WHEN party > 0 THEN 1 ELSE 0 END", STRATA, ordered=True)  # fmt: skip
"""Public, Party, or tier, which goes before the Party; for tables and draws, not a name to ask in."""

NAMES: Mapping[str, Name] = {
    "age": Name("years of age", _same("age"), f"({AGE} / 12.0)", spread=20),
    "born": Name("year of birth", lambda s: 1990 + s["born"].astype("i8") // 12,
                 "CAST(floor(1990 + born / 12.0) AS INT)", spread=20),
    "grown": _yes(f"is {GROWN} or older", lambda s: s["age"] >= GROWN, f"{AGE} >= {12 * GROWN}"),
    "woman": _yes("is a woman or girl", _bit(FEMALE), "traits & 1 > 0"),
    "man": _yes("is a man or boy", lambda s: (s["traits"] & FEMALE) == 0, "traits & 1 = 0"),
    "sex": _code("sex", lambda s: s["traits"] & FEMALE, "traits & 1", ("man", "woman")),
    "married": _yes("is married", _bit(MARRIED), "traits & 2 > 0"),
    "disabled": _yes("is disabled", _bit(DISABLED), "traits & 16 > 0"),
    "class": _code("class background", lambda s: (s["traits"] & CLASS) >> 2, "(traits & 12) >> 2", CLASSES),
    "work": _code("work", _same("work"), "work", WORKS),
    "status": _code("where the person lives", _same("status"), "status", STATUSES),
    "post": _code("post held", _same("post"), "post", POSTS),
    "party": _yes("is a Party member", lambda s: s["party"] > 0, "party > 0"),
    "rank": _code("rank in the Party", _same("party"), "party", ("none", "member", "office"), ordered=True),
    "tier": _yes("draws a supply tier's rations", lambda s: s["grade"] >= TIER, f"grade >= {TIER}"),
    "meetings": _figure("meetings", "meetings with the leader so far", 1),
    "province": _code("province", _same("province"), "{province}", PROVINCES, also=PROVINCE_CODES),
    "border": _yes("lives in a county on the northern border", lambda s: s["border"] > 0, "{border}"),
    "town": _yes("lives in a town", lambda s: s["urban"] > 0, "{urban}"),
    "traded": _yes(f"trades {TRADES} hours a week or more, to the whole hour", lambda s: s["hours"] >= TRADES - 0.5,
                   f"hours >= {TRADES}"),
    "planning": _yes("has a plan to leave", lambda s: (s["plan"] & 3) > 0, "plan & 3 > 0"),
    "with_child": _yes(f"a child under {SMALL} lives in the household", _with_child,
                       f"(year, home) IN (SELECT (year, home) FROM {{states}} WHERE {AGE} < {12 * SMALL})"),
    "among_members": _yes("a Party member of the rank and file lives in the neighbourhood unit", _among_members,
                          f"(year, home // {HOUSES}) IN (SELECT (year, home // {HOUSES}) FROM {{states}} "
                          "WHERE party = 1)"),
    "display": _code("loyalty shown", _same("display"), "display", SHOWN, ordered=True),
    "loyalty": _figure("loyalty", "private loyalty, logit: above nought is loyal", 2, 10),
    "credibility": _figure("credibility", "belief in what the state says, 0 to 1", 0.5, 100),
    "knowledge": _figure("knowledge", "knowledge of life outside, 0 to 1", 0.5, 100),
    "fear": _figure("fear", "fear of punishment, 0 to 1", 0.5, 100),
    "hope": _figure("hope", "hope of a better life, 0 to 1", 0.5, 100),
    "fatigue": _figure("fatigue", "weariness: above 0.5 is worn out", 0.5, 100),
    "awe": _figure("awe", "awe of the leader after a meeting, 0 to 1", 0.5, 100),
    "reserve": _figure("reserve", "weight over the person's own normal weight", 0.2, 100),
    "eaten": _figure("eaten", "cereal eaten, grams a day", 200),
    "hours": _figure("hours", "hours of trade a week", 8),
    "offences": _figure("offences", "offences on file", 1),
    "grain": _figure("grain", "grain in the household's store, kg", 20, scale=1e-3),
    "cash": _figure("cash", "cash of the household, won", 10_000),
    "goods": _figure("goods", "belongings of the household, hundredths of an ordinary set of 1990", 25),
}  # fmt: skip


def sql_of(name: str, states: str, places: list[dict[str, Any]]) -> str:
    """The SQL of a name over rows of `states` (with `year`)."""
    text = NAMES[name].sql
    for column in ("province", "border", "urban"):
        if "{" + column + "}" in text:  # places are few and known: a list that is looked up by number, from 1 on
            values = [int(place[column]) for place in places]
            looked_up = f"{values}[CAST(place AS INT) + 1]"
            text = text.replace("{" + column + "}", looked_up if column == "province" else f"{looked_up} = 1")
    return f"({text.replace('{states}', states)})"
