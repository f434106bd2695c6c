"""What moves which headline: total Sobol indices, parameters down, outputs across, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from tumen.calibration.runs import HEADLINES
from tumen.calibration.sensitivity import Index, importance
from tumen.chart_style import RAMP, finish

CELL = 22
SHOWN = 20


def squares(rows: Sequence[Index], most: int = SHOWN) -> Any:
    """The parameters that matter most, a square for each output; darker moves more."""
    order = list(importance(rows))[:most]
    frame = pd.DataFrame([
        {"parameter": r.parameter, "output": HEADLINES.get(r.output, r.output), "total": max(r.total, 0.0),
         "first": max(r.first, 0.0)}
        for r in rows if r.parameter in order
    ])  # fmt: skip
    chart = alt.Chart(alt.NamedData(name="indices")).mark_rect().encode(
        x=alt.X("output:N", title=None, axis=alt.Axis(labelAngle=-50, labelLimit=320, labelOverlap=False)),
        y=alt.Y("parameter:N", title=None, sort=order),
        color=alt.Color("total:Q", title="total index", scale=alt.Scale(scheme=RAMP, domain=[0, 1])),
        tooltip=["parameter:N", "output:N", alt.Tooltip("total:Q", format=".2f"), alt.Tooltip("first:Q", format=".2f")],
    ).properties(width=CELL * frame["output"].nunique(), height=CELL * len(order))  # fmt: skip
    told = "Total Sobol indices of the headlines over the prior, by emulators: parameters down, outputs across."
    return finish(alt.vconcat(chart), "What moves which headline", told, {"indices": frame})
