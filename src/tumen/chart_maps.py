"""Provinces on a map, and beside it on tiles of equal area, with one slider of years for both."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen.chart_data import deaths_map_data, food_map_data
from tumen.chart_style import GRIEF, MUTED, RAMP, finish
from tumen.evidence import provinces_geojson

# column and row of each province on the grid: neighbours stay neighbours as far as a grid allows
TILES = {
    "NJ": (4, 0), "CH": (1, 1), "YG": (2, 1), "HG": (3, 1), "PB": (0, 2), "PN": (1, 2), "HN": (2, 2), "PY": (0, 3),
    "WK": (1, 3), "KW": (2, 3), "WN": (0, 4),
}  # fmt: skip


@cache
def shapes() -> list[dict[str, Any]]:
    told = json.loads(provinces_geojson())
    out = []
    for feature in told["features"]:
        code = feature["properties"]["region_code"].removeprefix("KP-")
        out.append({"type": "Feature", "code": code, "geometry": feature["geometry"]})
    return out


def _map(data: pd.DataFrame, title: str, legend: str, description: str, scheme: Any, form: str) -> Any:
    first, last = int(data["year"].min()), int(data["year"].max())
    year = alt.param(name="year", value=min(max(1997, first), last),
                     bind=alt.binding_range(min=first, max=last, step=1, name="Year "))  # fmt: skip
    top = float(data["middle"].max())
    low = float(data["middle"].min()) if scheme == RAMP else 0.0
    colour = alt.Color("middle:Q", title=legend, legend=alt.Legend(gradientLength=180, format=form),
                       scale=alt.Scale(scheme=scheme, domain=[low, top], nice=True))  # fmt: skip
    tip = ["province:N", "year:Q", *(alt.Tooltip(f"{k}:Q", format=form) for k in ("low", "middle", "high"))]
    outlines = alt.NamedData(name="shapes")
    shape = (
        alt.Chart(alt.NamedData(name="model"))
        .transform_filter("datum.year == year")
        .transform_lookup(lookup="code", from_=alt.LookupData(outlines, "code", ["type", "geometry"]))
        .mark_geoshape(stroke=MUTED, strokeWidth=0.7)
        .encode(color=colour, tooltip=tip)
        .project("mercator")
        .properties(width=255, height=320)
    )
    tiles = alt.Chart(alt.NamedData(name="model")).transform_filter("datum.year == year")
    at = dict(x=alt.X("column:O", axis=None), y=alt.Y("row:O", axis=None))
    square = tiles.mark_rect(stroke=MUTED, strokeWidth=0.7).encode(**at, color=colour, tooltip=tip)
    name = tiles.mark_text(fontSize=11, fontWeight="bold", dy=-7).encode(**at, text="code:N", color=_ink(data, scheme))
    value = tiles.mark_text(fontSize=10, dy=8).encode(
        **at, text=alt.Text("middle:Q", format=form), color=_ink(data, scheme))  # fmt: skip
    grid = (square + name + value).properties(width=215, height=215)
    both = alt.hconcat(shape, grid, spacing=14, center=True).add_params(year)
    placed = data.assign(column=[TILES[c][0] for c in data["code"]], row=[TILES[c][1] for c in data["code"]])
    return finish(both, title, description, {"model": placed, "shapes": shapes()})


def _ink(data: pd.DataFrame, scheme: Any) -> Any:
    """Dark letters on light tiles and light ones on dark, at the middle of the scale."""
    top = float(data["middle"].max())
    low = float(data["middle"].min()) if scheme == RAMP else 0.0
    return alt.condition(f"datum.middle > {low + 0.55 * (top - low)}", alt.value("#ffffff"), alt.value("#1d1d1b"))


def food_map(ds: xr.Dataset) -> Any:
    return _map(
        food_map_data(ds),
        "Food eaten by province, one year (g a head and day)",
        "grams",
        "Map and equal-area grid of provinces by food eaten, with a slider for the year.",
        RAMP,
        ".0f",
    )


def deaths_map(ds: xr.Dataset) -> Any:
    return _map(
        deaths_map_data(ds),
        "Excess deaths by province (per 1,000 persons and year)",
        "per 1,000",
        "Map and equal-area grid of provinces by excess deaths, with a slider for the year.",
        GRIEF,
        ".1f",
    )
