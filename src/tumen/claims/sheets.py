"""The answers as tables for people, one for each kind of statement: what the report, the page and the terminal show.

A finding has a verdict beside where it must fail; a contested statement, other evidence and the model stand side by
side; a judgement has odds with what drives them; and what the model does not hold is listed, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tumen.claims.leavers import answers
from tumen.claims.words import flips, number, pair

FIRST_FEW = 3  # of what changes, told in the row itself
FEW = 0.1  # a finding that so small a share of the base passes fails there already
PLACES = {"A": "Pyongyang", "B": "Pyongyang", "C": "towns of the northeastern border"}
"""Where what such a speaker would have seen is measured."""
MEASURED = {"W1": "lean months, over those with the border open", "P8": "loyalty of members less others, 2005, sd"}
"""Where what is seen is not the finding's own number, or not plainly so."""


@dataclass(frozen=True)
class Sheet:
    """A table: a title, what its columns hold, a row a statement."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(claims: Iterable[Mapping[str, Any]]) -> Iterator[Sheet]:
    """All tables that have a row, in the order in which they are read."""
    rows = list(claims)
    for title, columns, of, cells in (
        ("Findings", FINDING, _is_finding, _finding),
        ("Findings: what is tested, what is known besides", TESTED, _is_finding, _tested),
        ("Contested, side by side", CONTESTED, _is_contested, _contested),
        ("Judgements, by their odds", JUDGEMENT, _is_judgement, _judgement),
        ("Contested statements and judgements: what drives them", DRIVEN, _is_driven, _driven),
        ("Not modelled", NOT_MODELLED, _is_not_modelled, _not_modelled),
        ("The nation, and what one sees from where the speaker stood", SEEN, _is_seen, _seen),
    ):
        told = tuple(cells(r) for r in rows if of(r))
        if told:
            yield Sheet(title, columns, told)
    yield Sheet("What leavers tell of the same thing", LEAVERS, tuple(row for r in rows for row in _leavers(r)))


FINDING = ("id", "says", "verdict", "share that passes, of the prior", "median, 90 %",
           "where it must fail or turn: share that does", "why")  # fmt: skip
TESTED = ("id", "test", "other evidence", "goes with")
CONTESTED = ("id", "says", "other evidence", "the model measures", "the model, 90 %", "prior, 90 %", "verdict")
JUDGEMENT = ("id", "says", "asked", "odds, 90 %", "of the prior", "size, 90 %")
DRIVEN = ("id", "goes with", "rests on", "other evidence", "why")
NOT_MODELLED = ("id", "says", "why")
SEEN = ("id", "says", "measured", "nation", "seen", "from")
LEAVERS = ("id", "says", "leavers are asked", "on record", "the model’s leavers, 90 %")


def why(r: Mapping[str, Any]) -> str:
    """What there is to be said of the verdict."""
    ties = f"a tie in {number(r['ties'])} of the draws" if r.get("ties") else ""
    told = [part for part in r.get("changes") or () if part["draws"]]
    changes = [f"{part['of']}: {number(part['median'])}" for part in told[:FIRST_FEW]]
    more = ["more below"] * (len(told) > FIRST_FEW)
    base = "fails in the base already, so that failing elsewhere tells little" if _fails_at_home(r) else ""
    return "; ".join(w for w in (r.get("why", ""), base, ties, *changes, *more) if w)


def _fails_at_home(r: Mapping[str, Any]) -> bool:
    return bool(flips(r)) and r.get("share") is not None and r["share"] < FEW


def _is_finding(r: Mapping[str, Any]) -> bool:
    return bool(r["kind"] == "finding")


def _is_contested(r: Mapping[str, Any]) -> bool:
    return bool(r["kind"] == "contested")


def _is_judgement(r: Mapping[str, Any]) -> bool:
    return bool(r["kind"] == "judgement" and not _is_not_modelled(r))


def _is_driven(r: Mapping[str, Any]) -> bool:
    return _is_contested(r) or _is_judgement(r)


def _is_not_modelled(r: Mapping[str, Any]) -> bool:
    return r["verdict"] == "not modelled" or bool(r["kind"] == "rule" and r.get("why"))


def _is_seen(r: Mapping[str, Any]) -> bool:
    return bool(r.get("seen"))


def _finding(r: Mapping[str, Any]) -> tuple[str, ...]:
    return r["id"], r["paraphrase"], r["verdict"], _passes(r), _size(r), _turned(r), why(r)


def _tested(r: Mapping[str, Any]) -> tuple[str, ...]:
    return r["id"], r.get("test", ""), _evidence(r), _drivers(r)


def _contested(r: Mapping[str, Any]) -> tuple[str, ...]:
    passes = f"{r['verdict']}: {_passes(r)}" if r["share"] is not None else r["verdict"]
    passes += f"; must fail in {_turned(r)}" if flips(r) else ""
    return (r["id"], r["paraphrase"], _evidence(r), r.get("says") or r.get("test", ""), _size(r),
            pair(r.get("prior_interval")), passes)  # fmt: skip


def _judgement(r: Mapping[str, Any]) -> tuple[str, ...]:
    odds = f"{number(r['share'])} ({pair(r['interval'])}) of {r['draws']}" if r["share"] is not None else r["verdict"]
    size = f"{r['size']}: {_size(r)}" if r.get("size") else ""
    prior = f"{number(r['prior_share'])} of {r['prior_draws']}" if r.get("prior_share") is not None else ""
    return r["id"], r["paraphrase"], r.get("says", ""), odds, prior, size


def _driven(r: Mapping[str, Any]) -> tuple[str, ...]:
    return r["id"], _drivers(r), r.get("driver", ""), "" if _is_contested(r) else _evidence(r), why(r)


def _not_modelled(r: Mapping[str, Any]) -> tuple[str, ...]:
    return r["id"], r["paraphrase"], r["why"]


def _seen(r: Mapping[str, Any]) -> tuple[str, ...]:
    return (r["id"], r["paraphrase"], MEASURED.get(r["id"], "as its finding"), number(r["seen"]["nation"]),
            number(r["seen"]["speaker"]), PLACES[r["speaker"]])  # fmt: skip


def _leavers(r: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for told in answers(r["id"]):
        yield (r["id"], r["paraphrase"], told.question, number(told.recorded),
               f"{number(told.median)} ({pair(told.interval)})")  # fmt: skip


def _size(r: Mapping[str, Any]) -> str:
    ends = r.get("size_interval") or r.get("interval")
    return f"{number(r['median'])} ({pair(ends)})" if r.get("median") is not None else ""


def _passes(r: Mapping[str, Any]) -> str:
    if r.get("draws") is None:
        return ""
    prior = f", {number(r['prior_share'])} of {r['prior_draws']}" if r.get("prior_share") is not None else ""
    return f"{number(r['share'])} of {r['draws']}{prior}"


def _evidence(r: Mapping[str, Any]) -> str:
    source = f" ({r['source']})" if r.get("source") else ""
    return f"{r.get('evidence', '')}{source}"


def _turned(r: Mapping[str, Any]) -> str:
    return ", ".join(f"{run} {f['share']:.2f} of {f['draws']}" for run, f in flips(r).items())


def _drivers(r: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {rho:+.2f}" for name, rho in (r.get("drivers") or {}).items())
