"""Runs that the studies share. Each is made once a build and kept beside the pages, under a name that holds the
scenario, its settings and the model's sources, so that a stale one is never read."""

from pathlib import Path
from typing import Any

import tumen
from tumen._cache import sources_hash

KEPT = Path(__file__).parent / "_build" / "runs"


def run(scenario: str = "history", *settings: str, until: str | None = None, rung: str = "250k", seed: int = 1) -> Any:
    """One run: `settings` are figures set by hand ("court.gifts=0")."""
    asked = tumen.load(scenario).with_overrides(settings)
    folder = KEPT / f"{scenario}-{asked.hash}-{until or 'end'}-{rung}-{seed}-{sources_hash()}"
    path = folder / "results.nc"
    if not path.exists():
        result = tumen.run(asked, seed=seed, rung=rung, until=until, threads=2)
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "part.nc"
        result.to_netcdf(part)
        part.replace(path)
    return tumen.Result.load(path)


def difference(one: Any, other: Any, name: str, scale: float = 1.0) -> Any:
    """`name` in one run less the other's, summed over all axes but years, as a table with both."""
    import pandas as pd

    from tumen.outputs import KEPT as AXES
    from tumen.outputs import yearly_sum

    def total(result: Any) -> Any:
        values = result.data[name]
        values = values.sum([d for d in values.dims if d not in AXES or d == "province"])
        return (yearly_sum(values) if "time" in values.dims else values).isel(run=0).to_series() / scale

    a, b = total(one), total(other)
    return pd.DataFrame({one.provenance["scenario"]: a, other.provenance["scenario"]: b, "difference": a - b})


def panels(table: Any, title: str, description: str, since: float | None = None) -> Any:
    """Small charts one above the other, one scale each: `table` has panel, when, part and middle.

    `since` marks a month in all of them."""
    import altair as alt

    from tumen.chart_style import MUTED, WIDTH, base, finish, years
    from tumen.chart_system import by

    parts = list(dict.fromkeys(table["part"]))
    legend = alt.Legend(columns=3)
    colour = by("part", parts).legend(legend)
    # lines may lie on one another: the later ones are dashed
    dashes = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [12, 4]][: len(parts)]
    dash = alt.StrokeDash("part:N", title=None, sort=parts, legend=legend,
                          scale=alt.Scale(domain=parts, range=dashes))  # fmt: skip
    rows = []
    for panel in dict.fromkeys(table["panel"]):
        line = base().transform_filter(f"datum.panel == {panel!r}").mark_line().encode(
            x=years("when"), color=colour, strokeDash=dash,
            y=alt.Y("middle:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(format=",~r", tickCount=4)),
            tooltip=["part:N", alt.Tooltip("middle:Q", format=",.1f")])  # fmt: skip
        if since is not None:
            line = base().mark_rule(color=MUTED).encode(x=alt.datum(since)) + line
        rows.append(line.properties(title=alt.Title(panel, frame="group"), height=110, width=WIDTH))
    return finish(alt.vconcat(*rows), title, description, {"model": table})
