"""Twins as charts: who goes from which fate to which, when lives part and through what, where, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import pandas as pd

from tumen.chart_style import FOURTH, HEIGHT, MODEL, MUTED, RECORD, THIRD, WIDTH, base, finish, records
from tumen.experiments.fates import FATES
from tumen.experiments.headlines import HEADLINES
from tumen.labels import PROVINCES, STRATA

if TYPE_CHECKING:
    from tumen.experiments.channels import Share
    from tumen.experiments.twins import Twin

FATE_COLOURS = ("#3a7ca0", "#7fa9c0", "#a08b3a", "#b5643c", "#5b4a68", "#3d3246", "#8a6a97", "#8c8c86", "#c9c9c4")
MOST = 7  # mechanisms that have a colour of their own
STEPS = 24
BAR, GAP = 0.12, 0.02


def ribbons(flows: pd.DataFrame, same: bool = False) -> pd.DataFrame:
    """The bands of a Sankey chart: for each flow points along a smooth path with its lower and upper edge, in persons.

    same: also the flows of those whose fate is the same in both, which is nearly everybody.
    """
    table = flows if same else flows[flows["fate_a"] != flows["fate_b"]]
    table = table[table["persons"] > 0]
    flow = [(str(r["fate_a"]), str(r["fate_b"]), float(r["persons"])) for r in records(table)]
    total = max(sum(persons for *_, persons in flow), 1.0)
    ends: list[list[float]] = [[] for _ in flow]
    for side in (0, 1):
        at, last = 0.0, ""
        rank = [(FATES.index(f[side]), FATES.index(f[1 - side])) for f in flow]
        for i in sorted(range(len(flow)), key=rank.__getitem__):
            at += GAP * total if last not in ("", flow[i][side]) else 0
            ends[i].append(at)
            at, last = at + flow[i][2], (flow[i][0], flow[i][1])[side]
    x = np.linspace(0, 1, STEPS)
    ease = x * x * (3 - 2 * x)
    rows = []
    for (one, two, persons), (left, right) in zip(flow, ends, strict=True):
        rows += [
            {"x": BAR + (1 - 2 * BAR) * float(u), "low": float(v), "high": float(v) + persons, "fate_a": one,
             "fate_b": two, "persons": persons}
            for u, v in zip(x, left + (right - left) * ease, strict=True)
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=["x", "low", "high", "fate_a", "fate_b", "persons"])


def _nodes(bands: pd.DataFrame) -> pd.DataFrame:
    """The fates at both ends, as bars with a label."""
    rows = []
    for side, x, at in (("fate_a", 0.0, "min"), ("fate_b", 1 - BAR, "max")):
        ends = bands[bands["x"] == getattr(bands["x"], at)()] if len(bands) else bands
        for fate, mine in ends.groupby(side):
            low, high = float(mine["low"].min()), float(mine["high"].max())
            rows.append({"x": x, "x2": x + BAR, "low": low, "high": high, "fate": fate, "side": side,
                         "middle": (low + high) / 2, "persons": float(mine["persons"].sum())})  # fmt: skip
    return pd.DataFrame(rows, columns=["x", "x2", "low", "high", "fate", "side", "middle", "persons"])


def fates_chart(twin: Twin) -> Any:
    """A Sankey chart of those whose fate is another in the second run."""
    bands = ribbons(twin.flows)
    colour = alt.Scale(domain=list(FATES), range=list(FATE_COLOURS))
    y = alt.Y("low:Q", axis=None)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.45, 1.45]))
    flow = base("bands").mark_area(opacity=0.45).encode(
        x=x, y=y, y2="high:Q", detail=["fate_a:N", "fate_b:N"],
        color=alt.Color("fate_a:N", scale=colour, legend=None),
        tooltip=["fate_a:N", "fate_b:N", alt.Tooltip("persons:Q", format=",.0f")],
    )  # fmt: skip
    bar = base("nodes").mark_rect().encode(
        x=x, x2="x2:Q", y=y, y2="high:Q", color=alt.Color("fate:N", scale=colour, legend=None),
        tooltip=["fate:N", alt.Tooltip("persons:Q", format=",.0f")],
    )  # fmt: skip
    text = alt.Text("label:N")
    label = "datum.fate + ', ' + format(datum.persons, ',.0f')"
    left = base("nodes").transform_filter("datum.side == 'fate_a'").transform_calculate(label=label)
    right = base("nodes").transform_filter("datum.side == 'fate_b'").transform_calculate(label=label)
    names = (
        left.mark_text(align="right", dx=-6, fontSize=11).encode(x=x, y="middle:Q", text=text)
        + right.mark_text(align="left", dx=6, fontSize=11).encode(x=alt.X("x2:Q"), y="middle:Q", text=text)
    )  # fmt: skip
    return finish(flow + bar + names, f"Fates that differ: {twin.names[0]} (left), {twin.names[1]} (right), persons",
                  "Bands from the fate in the first run to the fate in the second, for those whose fate differs.",
                  {"bands": bands, "nodes": _nodes(bands)})  # fmt: skip


def partings_data(twin: Twin) -> pd.DataFrame:
    """Lives that first differ in each year: by the decree, and by the placebo."""
    rows = [(name, found.by_year()) for name, found in (("decree", twin.parted), ("placebo", twin.placebo))]
    table = pd.concat([t.assign(twin=name) for name, t in rows], ignore_index=True)
    most = list(table.groupby("mechanism")["lives"].sum().nlargest(MOST).index)
    table["mechanism"] = table["mechanism"].where(table["mechanism"].isin(most), "others")
    return table.groupby(["twin", "year", "mechanism"])["lives"].sum().reset_index()


def partings_chart(twin: Twin) -> Any:
    data = partings_data(twin)
    chart = base("model").mark_bar().encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("twin:N", sort=["decree", "placebo"]),
        y=alt.Y("sum(lives):Q", title="lives that first differ (rows)"),
        color=alt.Color("mechanism:N", title=None, legend=alt.Legend(columns=4)),
        opacity=alt.condition("datum.twin == 'placebo'", alt.value(0.35), alt.value(1.0)),
        tooltip=["twin:N", "year:O", "mechanism:N", "lives:Q"],
    ).properties(width=WIDTH)  # fmt: skip
    return finish(chart, "When lives first differ, by mechanism (pale: placebo)",
                  "Bars by year of lives that first differ, by mechanism, beside the placebo's.",
                  {"model": data})  # fmt: skip


def where_data(twin: Twin) -> pd.DataFrame:
    """Percent of those alive at the parting whose life differs: by province, by supply tier and Party."""
    out = []
    for by, names in (("province", PROVINCES), ("stratum", STRATA)):
        for row in records(twin.counts(by).reset_index(names="code")):
            share = {name: 100 * row[name] / row["persons"] for name in ("differ", "placebo")}
            out.append({"by": by, "who": names[row["code"]], "persons": float(row["persons"]), **share})
    return pd.DataFrame(out)


def where_chart(twin: Twin) -> Any:
    data = where_data(twin)
    order = [*PROVINCES, *STRATA]
    y = alt.Y("who:N", sort=order, title=None, axis=alt.Axis(labelLimit=160))
    bar = base("model").mark_bar(color=MODEL, size=10).encode(
        x=alt.X("differ:Q", title="percent of lives (mark: the placebo)"), y=y,
        tooltip=["who:N", alt.Tooltip("differ:Q", format=".2f"), alt.Tooltip("placebo:Q", format=".2f"),
                 alt.Tooltip("persons:Q", format=",.0f")],
    )  # fmt: skip
    tick = base("model").mark_tick(color=RECORD, thickness=2).encode(x="placebo:Q", y=y)
    return finish(bar + tick, "Whose lives differ (percent; mark: by a kilogram of grain alone)",
                  "Share of lives that differ by province, by supply tier and by Party membership.",
                  {"model": data})  # fmt: skip


def why_data(shares: Sequence[Share]) -> pd.DataFrame:
    return pd.DataFrame([
        {"channel": s.channel, "figure": HEADLINES[s.outcome].says, "unit": HEADLINES[s.outcome].unit,
         "low": min(s.forward, s.backward), "high": max(s.forward, s.backward), "forward": s.forward,
         "backward": s.backward}
        for s in shares
    ])  # fmt: skip


def why_chart(shares: Sequence[Share], figures: Sequence[str] = ("deaths", "hunger", "loyal", "shown")) -> Any:
    """Shares by channel, a range from one order to the other, one row of bars for each figure."""
    data = why_data([s for s in shares if s.outcome in figures])
    rows = [_why_row(HEADLINES[f].says, HEADLINES[f].unit) for f in figures if f in {s.outcome for s in shares}]
    return finish(alt.vconcat(*rows), "Through which channels (dots: held from the front, from the back)",
                  "The share of the difference that each channel takes, in two orders.", {"model": data})  # fmt: skip


def _why_row(says: str, unit: str) -> Any:
    of = base("model").transform_filter(f"datum.figure == '{says}'")
    y = alt.Y("channel:N", sort=None, title=None)
    tips = [alt.Tooltip(f"{way}:Q", format=",.3f") for way in ("forward", "backward")]
    band = of.mark_rule(strokeWidth=6, opacity=0.5, color=THIRD).encode(
        x=alt.X("low:Q", title=None), x2="high:Q", y=y)  # fmt: skip
    ends = [
        of.mark_point(filled=True, size=40, color=colour).encode(x=f"{way}:Q", y=y, tooltip=["channel:N", *tips])
        for way, colour in (("forward", MODEL), ("backward", FOURTH))
    ]
    zero = of.mark_rule(color=MUTED).encode(x=alt.datum(0))
    return (zero + band + ends[0] + ends[1]).properties(title=f"{says} ({unit})", height=HEIGHT // 2, width=WIDTH)


__all__ = ["fates_chart", "partings_chart", "partings_data", "ribbons", "where_chart", "where_data",
           "why_chart", "why_data"]  # fmt: skip
