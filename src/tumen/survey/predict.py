"""Answers of an ensemble to a paper of questions: the median and the central 90 % over its members.

Luck and what is not known of the parameters are in the interval, and where a question says how many are asked (`n`),
the sampling error of a survey of so many; what the model may miss for other reasons is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.labels import PROVINCES
from tumen.scenario_errors import ScenarioError, listed, nearest
from tumen.survey.asking import Survey, answer, effective
from tumen.survey.paper import ARRIVALS, FIRST_YEAR, Asked, Paper, pair
from tumen.survey.questions import QUESTIONS, Reporting, year_left
from tumen.survey.table import LEAVER, NEVER, Table

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Seen:
    """What one member of an ensemble leaves for its questions: figures, the table of leavers, the run's dataset (None
    where no question needs one), how its people answer, and the seed by which a survey draws whom it asks."""

    figures: Mapping[str, float]
    table: Table
    data: xr.Dataset | None
    reporting: Reporting
    seed: int = 0


def answered(q: Asked, seen: Seen) -> tuple[float, float]:
    """A member's answer, and the effective rows of leavers behind it (nought where none are asked)."""
    if q.quantity in QUESTIONS:
        return _survey(q, seen)
    if q.quantity == ARRIVALS:
        return _arrivals(q, seen)
    return _output(q, seen), 0.0


def _among(q: Asked, table: Table) -> Table:
    kept = table["group"] == LEAVER
    if q.sex:
        kept &= (table["female"] > 0) == (q.sex == "women")
    if q.province:
        kept &= table["province"] == PROVINCES.index(q.province)
    return {k: v[kept] for k, v in table.items()}


def _survey(q: Asked, seen: Seen) -> tuple[float, float]:
    """Weighted to the ministry's sample where nobody is picked out by sex or province."""
    mix = "as they are" if q.sex or q.province else "ministry"
    survey = Survey(q.id, q.quantity, "leavers", pair(q.left or 0), mix, 0, 0.0, 0.0, "%", "assumed", "D", "")
    share, rows = answer(_among(q, seen.table), survey, seen.reporting)
    if q.n is None or np.isnan(share):
        return share, rows
    luck = np.random.default_rng([seen.seed, *q.id.encode()])
    return 100 * float(luck.binomial(q.n, min(max(share / 100, 0.0), 1.0))) / q.n, rows


def _arrivals(q: Asked, seen: Seen) -> tuple[float, float]:
    """Expected arrivals; of a province or an exit cohort, the share that it has of the arrivals counted in the run."""
    first, last = pair(q.years or 0)
    group = f"{ARRIVALS}.{q.sex}" if q.sex else ARRIVALS
    whole = sum(seen.figures.get(f"{group}.{y}", np.nan) for y in range(first, last + 1))
    if not q.province and q.left is None:
        return whole, 0.0
    one = _among(q.model_copy(update={"province": None}), seen.table)
    years = FIRST_YEAR + one["arrived"].astype(np.int64) // 12
    came = (one["arrived"] != NEVER) & (years >= first) & (years <= last)
    meant = came.copy()
    if q.province:
        meant &= one["province"] == PROVINCES.index(q.province)
    if q.left is not None:
        meant &= (year_left(one) >= pair(q.left)[0]) & (year_left(one) <= pair(q.left)[1])
    every = float(one["weight"][came].sum())
    return (whole * float(one["weight"][meant].sum()) / every if every else np.nan), effective(one["weight"][came])


def _output(q: Asked, seen: Seen) -> float:
    """An output over whole years, one label chosen of each of its axes. Counts are summed over provinces where none is
    named; a share or a price has to be asked of one province."""
    if seen.data is None or q.quantity not in seen.data:
        return float("nan")
    values = seen.data[q.quantity].isel(run=0)
    first, last = pair(q.years or 0)
    when = "time" if "time" in values.dims else "year"
    year = values["time"].dt.year if when == "time" else values["year"]
    values = values.isel({when: np.flatnonzero((year >= first) & (year <= last))})
    chosen = dict(q.where) | ({"province": q.province} if q.province else {})
    for axis, label in chosen.items():
        labels = [str(x) for x in values[axis].values] if axis in values.dims else []
        if label not in labels:
            given = f"no {label!r} along {axis!r}" if labels else f"no axis {axis!r}"
            others = labels or [str(d) for d in values.dims if d != when]
            raise ScenarioError(f"{q.quantity} has {given}", path=q.id, field=f"where.{axis}", given=label,
                                legal=listed(others) or "no axis", nearest=nearest(label, others))  # fmt: skip
        values = values.isel({axis: labels.index(label)})
    left = [str(d) for d in values.dims if d != when]
    counts = str(values.attrs.get("units", "")) in ("persons", "households", "g", "won", "USD")
    if left == ["province"] and counts:
        values, left = values.sum("province"), []
    if left:
        raise ScenarioError(f"{q.quantity} is told by {' and '.join(left)}", path=q.id, field="where", given=chosen,
                            legal=f"one label of each: {listed(left)}")  # fmt: skip
    if not values.sizes[when]:
        return float("nan")
    ends: Mapping[str, Any] = {"sum": values.sum, "mean": values.mean, "end": lambda: values.isel({when: -1})}
    return float(ends[q.over]())


@dataclass(frozen=True)
class Prediction:
    """What the ensemble says to one question: no interval where fewer than two members could answer."""

    question: Asked
    median: float
    low: float
    high: float
    members: int
    unanswered: int
    rows: float

    def data(self) -> dict[str, Any]:
        """As plain data."""
        said = {k: None if np.isnan(v) else v for k, v in
                (("median", self.median), ("low", self.low), ("high", self.high))}  # fmt: skip
        return {**self.question.model_dump(exclude_none=True), **said, "interval": 0.9, "members": self.members,
                "unanswered": self.unanswered, "rows": self.rows}  # fmt: skip


def predictions(paper: Paper, answers: Sequence[Mapping[str, tuple[float, float]]]) -> list[Prediction]:
    """Medians and central 90 % of members' answers, question by question."""
    return [_prediction(q, [a[q.id] for a in answers]) for q in paper.questions]


def _prediction(q: Asked, answers: Sequence[tuple[float, float]]) -> Prediction:
    values = np.array([value for value, _ in answers], np.float64)
    said = values[~np.isnan(values)]
    low, middle, high = np.quantile(said, (0.05, 0.5, 0.95)) if len(said) else (np.nan,) * 3
    if len(said) < 2:
        low = high = np.nan
    return Prediction(q, float(middle), float(low), float(high), len(said), len(values) - len(said),
                      float(np.median([n for _, n in answers])) if answers else 0.0)  # fmt: skip


def markdown(found: Sequence[Prediction], said: str) -> str:
    """Predictions as a table, with what they rest on above it."""
    rows = ["| question | median | 90 % interval | members |", "| --- | ---: | ---: | ---: |"]
    for p in found:
        between = "none: fewer than two members" if np.isnan(p.low) else f"{_short(p.low)} to {_short(p.high)}"
        thin = f" ({p.rows:.0f} rows)" if p.rows else ""
        rows.append(f"| {p.question.wording.replace('|', '/')} | {_short(p.median)} | {between} | {p.members}{thin} |")
    return f"{said}\n\n" + "\n".join(rows) + "\n"


def _short(x: float) -> str:
    return "none" if np.isnan(x) else f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}"
