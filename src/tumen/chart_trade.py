"""Output and trade abroad as charts: an index of output, what exports earn, beside the record, the grain that lands."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import xarray as xr

from tumen import record
from tumen.chart_data import nation, spread
from tumen.chart_style import MODEL, RECORD, banded, base, finish, one, years
from tumen.chart_system import lines
from tumen.chart_system_data import parts
from tumen.outputs import output_parts, yearly_sum

DOLLARS, GRAMS = 1e9, 1e9  # in a billion dollars; in a thousand tonnes
MADE_OF = {"agriculture": "harvest", "manufacturing": "goods", "mining": "exports"}


def exports_data(ds: xr.Dataset) -> pd.DataFrame:
    """Export earnings, billion dollars a year."""
    return spread(yearly_sum(ds["exports"]) / DOLLARS)


def grain_abroad_data(ds: xr.Dataset) -> pd.DataFrame:
    """Grain from abroad by how it came, thousand tonnes a year."""
    series = {
        "bought": ds["imported"], "given or lent": ds["granted"], "barter with Russia": ds["barter_grain"],
        "bought by the court": ds["court_grain"], "brought in to keep the promise": ds["topped_up"] + ds["topped_farm"],
    }  # fmt: skip
    return parts({k: yearly_sum(nation(v)) / GRAMS for k, v in series.items()})


def output_index_data(ds: xr.Dataset) -> pd.DataFrame:
    """The index of output and what it is made of, each 100 in 1990."""
    made_of = {MADE_OF[sector]: values for sector, values in output_parts(ds).items()}
    return parts({"output index": ds["output_index"], **made_of})


def output_index(ds: xr.Dataset) -> Any:
    return lines(output_index_data(ds), "percent of 1990", "Output index, and what it is made of (percent of 1990)",
                 "An index of output by year, and the harvest, the goods and the exports that it is made of.",
                 )  # fmt: skip


def exports(ds: xr.Dataset) -> Any:
    data = exports_data(ds)
    told = record.exports()
    told = told[told["year"] <= (float(data["year"].max()) if len(data) else 0)]
    point = base("record").mark_point(filled=True, size=45).encode(
        x=years(), y="billions:Q", color=one(RECORD),
        tooltip=["year:Q", "billions:Q", "source:N", "grade:N"])  # fmt: skip
    model = banded(years(), "billion dollars a year", one(MODEL), axis=alt.Axis(format=".1f", tickCount=6))
    return finish(model + point, "Exports (billion dollars a year; points: Bank of Korea)",
                  "Export earnings by year, with the Bank of Korea's figures as points.",
                  {"model": data, "record": told})  # fmt: skip


def grain_abroad(ds: xr.Dataset) -> Any:
    return lines(grain_abroad_data(ds), "thousand tonnes a year", "Grain from abroad (thousand tonnes a year)",
                 "Grain landed from abroad by year: bought, given or lent, by barter, by the court, to keep the "
                 "promise of rations.")  # fmt: skip
