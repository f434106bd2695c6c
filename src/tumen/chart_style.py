"""The look of every chart: few quiet colours that hold in light, dark, print and for the colour-blind; no red-green."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

MODEL = "#3a7ca0"  # what the model says
RECORD = "#b5643c"  # what was published
THIRD = "#8a6a97"
FOURTH = "#a08b3a"
MUTED = "#8c8c86"
RAMP: Any = "yellowgreenblue"  # light to dark: one direction, no good and bad end
GRIEF: Any = "purples"
WIDTH, HEIGHT = 450, 280
DRAWN = 680  # of a chart that fits its place, where there is none: a drawing in the documentation, a saved image
SANS = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"

CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": SANS,
    # the page's own text colour, so that a chart is legible on a light page, a dark one and on paper
    "title": {"color": "currentColor", "anchor": "start", "fontSize": 13, "fontWeight": 600},
    "axis": {
        "labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 11, "titleFontSize": 11,
        "titleFontWeight": "normal", "gridColor": MUTED, "gridOpacity": 0.22, "domain": False, "tickColor": MUTED,
        "titlePadding": 8, "labelFlush": False, "labelOverlap": "greedy",
    },
    "legend": {
        "labelColor": "currentColor", "titleColor": "currentColor", "orient": "top", "labelFontSize": 11,
        "titleFontSize": 11, "titleFontWeight": "normal", "symbolStrokeWidth": 2.5, "labelLimit": 320,
        "symbolOpacity": 1,
    },
    "header": {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12},
    "text": {"color": "currentColor"},
    "view": {"stroke": None, "continuousWidth": DRAWN},
    "line": {"strokeWidth": 2},
}  # fmt: skip
NORTH_TO_SOUTH = ("Rason", "North Hamgyong", "Ryanggang", "Jagang", "South Hamgyong", "North Pyongan", "South Pyongan",
                  "Pyongyang", "Kangwon", "North Hwanghae", "South Hwanghae")  # fmt: skip


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values: what is embedded in a chart, and what a test compares. Missing becomes null."""
    out = []
    for row in frame.to_dict("records"):
        clean: dict[str, Any] = {}
        for key, value in row.items():
            value = value.item() if hasattr(value, "item") else value
            clean[str(key)] = None if isinstance(value, float) and value != value else value
        out.append(clean)
    return out


def finish(chart: Any, title: str, description: str, tables: Mapping[str, Any]) -> Any:
    """One title, one description for those who cannot see it, and the data by name, once."""
    sets = {k: records(v) if isinstance(v, pd.DataFrame) else v for k, v in tables.items()}
    whole: dict[str, Any] = {"title": title, "description": description, "datasets": sets}
    if not isinstance(chart, alt.HConcatChart | alt.VConcatChart):  # only a single view can fit the page's width
        whole["autosize"] = {"type": "fit-x", "contains": "padding"}
    return chart.properties(**whole).configure(**CONFIG)


def amount(of: int, **options: Any) -> alt.Axis:
    """An axis in thousands or millions; the title says which."""
    return alt.Axis(labelExpr=f"format(datum.value / {of}, ',~f')", tickCount=6, **options)


def years(field: str = "year", title: str = "", **options: Any) -> alt.X:
    return alt.X(
        f"{field}:Q", title=title or None, axis=alt.Axis(format="d", tickMinStep=1, tickCount=9, grid=False),
        scale=alt.Scale(zero=False, nice=False), **options,
    )  # fmt: skip


def base(name: str = "model") -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name)).properties(width="container", height=HEIGHT)


def banded(x: alt.X, y_title: str, colour: Any, *, scale: Any = None, axis: Any = None, keep: str = "true") -> Any:
    y = alt.Y("middle:Q", title=y_title, scale=scale or alt.Scale(), axis=axis or alt.Axis(format=",.0f", tickCount=6))
    of = base() if keep == "true" else base().transform_filter(keep)
    band = of.mark_area(opacity=0.22).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    line = of.mark_line().encode(x=x, y=y, color=colour)
    return band + line


def one(colour: str) -> Any:
    return alt.value(colour)


def grid(
    data: pd.DataFrame, row: str, order: Sequence[str], legend: str, *, keep: str = "true", log: bool = False,
    height: int = 200, form: str = "~s",
) -> Any:  # fmt: skip
    """Rows by years, darker where there is more: for what differs by so much that lines would hide all but one.
    By logarithms nought has no colour: its cell is blank."""
    of = base() if keep == "true" else base().transform_filter(keep)
    scale = alt.Scale(type="log", scheme=RAMP) if log else alt.Scale(scheme=RAMP, zero=False)
    return (of.transform_filter("datum.middle > 0") if log else of).properties(height=height).mark_rect().encode(
        x=alt.X("year:O", title=None, scale=alt.Scale(domain=sorted(set(data["year"]))),
                axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
        y=alt.Y(f"{row}:N", title=None, scale=alt.Scale(domain=list(order)), axis=alt.Axis(grid=False, ticks=False)),
        color=alt.Color("middle:Q", title=legend, scale=scale, legend=alt.Legend(gradientLength=200, format=form)),
        tooltip=[f"{row}:N", "year:O", *(alt.Tooltip(f"{k}:Q", format=",.4~g") for k in ("low", "middle", "high"))],
    )  # fmt: skip
