"""Joint plots of figures that the record sees only together: pairs of the posterior's draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import altair as alt
import pandas as pd

from tumen.chart_style import MODEL, finish

GROUPS: Mapping[str, tuple[str, ...]] = {
    "harvest": ("grain.omega", "grain.extra_loss@1995..1998", "grain.leak"),
    "famine": ("hunger.unequal", "hunger.steepness"),
    "belief": ("belief.blame", "belief.seen_hunger", "belief.comparison", "belief.drift", "reporting.recall"),
    "bribes": ("reporting.bribe", "reporting.bribe_trend"),
    "china": ("china.stay", "china.under_roof", "china.caught"),
    "exit": ("china.half", "china.power", "china.most", "china.fetch"),
}
"""Sets of free parameters that degenerate: what is known of them is known of their combinations."""
SIDE = 130
ACROSS = 3


def joint(draws: Sequence[Mapping[str, float]], names: Sequence[str]) -> Any:
    """Every pair of these parameters, a small square each."""
    frame = pd.DataFrame([dict(d) for d in draws])
    renamed = {name: name.replace(".", "_").partition("@")[0] for name in names}
    data = frame[list(names)].rename(columns=renamed)
    squares = []
    for one, two in combinations(names, 2):
        point = alt.Chart(alt.NamedData(name="draws")).mark_circle(size=18, opacity=0.55, color=MODEL)
        squares.append(point.encode(
            x=alt.X(f"{renamed[one]}:Q", title=one, scale=alt.Scale(zero=False)),
            y=alt.Y(f"{renamed[two]}:Q", title=two, scale=alt.Scale(zero=False)),
        ).properties(width=SIDE, height=SIDE))  # fmt: skip
    rows = [alt.hconcat(*squares[k : k + ACROSS]) for k in range(0, len(squares), ACROSS)]
    told = f"Draws of the posterior, pair by pair: {', '.join(names)}."
    return finish(alt.vconcat(*rows), "Known together, not apart", told, {"draws": data})
