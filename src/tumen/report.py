"""One HTML file that opens anywhere, offline: charts, what drives them, what is assumed, where it all comes from."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from tumen.charts import BANDED, CHARTS, Chart
from tumen.provenance import LABELS, PACKAGE
from tumen.report_claims import claims
from tumen.report_facts import collapsed, facts
from tumen.report_page import PAGE, as_table, bundle, scroll
from tumen.report_south import beside
from tumen.report_words import ASSUMED, CHANGE, COLLAPSE, FITTED, NOT_FITTED, REFERENCE, WARNING
from tumen.results import Result

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("faces", "Two faces", ("two_faces", "faces_spread", "shown", "shown_strata", "loyalty_spread", "loyalty",
                            "open_dissent", "minds")),
    ("food", "Food", ("ration", "food_tiers", "food_provinces", "food_map")),
    ("hunger", "Hunger and death", ("published_deaths", "deaths", "deaths_ages", "deaths_map", "nutrition")),
    ("market", "Market", ("shares", "prices", "distress")),
    ("trade", "Output and trade abroad", ("output_index", "exports", "grain_abroad")),
    ("party", "Party life", ("hours",)),
    ("court", "Court and weapons", ("income", "court", "gifts", "weapons")),
    ("talks", "A freeze for relief", ("talks", "relief", "courses")),
    ("succession", "Succession", ("standing", "successions", "popularity", "heirs")),
    ("control", "Information and control", ("films", "terror", "terror_provinces", "offences", "cases", "penalties",
                                            "camps")),
    ("leaving", "Leaving", ("attempts", "leaving", "china", "arrivals", "arrivals_expected", "arrivals_provinces",
                            "arrivals_tiers", "abroad", "flights", "left_behind", "kin_cases")),
    ("people", "People", ("population", "provinces_2008", "pyramid", "births")),
)  # fmt: skip
WIDE = {"published_deaths", "two_faces"}


def write_report(result: Result, path: str | Path, *, title: str = "", drivers: Any = None) -> Path:
    path = Path(path)
    path.write_text(page(result, title=title, drivers=drivers), encoding="utf-8")
    return path


def page(result: Result, *, title: str = "", drivers: Iterable[Mapping[str, Any]] | None = None) -> str:
    name = title or str(result.provenance.get("scenario") or "a run")
    drawn = [c for c in CHARTS.values() if c.possible(result.data)]
    shown = {c.name: c for c in drawn}
    specs = {c.name: c.draw(result.data).to_dict(validate=False) for c in drawn}
    titles = {key: str(spec.pop("title")) for key, spec in specs.items()}  # the card's heading says it
    acts = list(drivers if drivers is not None else result.inputs.get("acts", []))
    listed = list(result.inputs.get("drivers", []))
    assumed = list(result.inputs.get("assumed", []))
    told, south = claims(), beside(result.data)
    parts = [
        _head(result, name, shown, bool(told), len(south) > 0),
        *(
            _section(result.data, key, heading, [shown[n] for n in names if n in shown], titles)
            for key, heading, names in SECTIONS
        ),
        _south(south),
        _drivers(listed, acts),
        _assumed(assumed),
        _claims(told),
        _provenance(result),
    ]
    body = "\n".join(p for p in parts if p)
    css = (PACKAGE / "page" / "report.css").read_text(encoding="utf-8")
    data = json.dumps(specs, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("</", "<\\/")
    return PAGE.format(title=html.escape(f"Tumen: {name}"), css=css, body=body, bundle=bundle(), specs=data)


def _head(result: Result, name: str, shown: Mapping[str, Chart], answered: bool, south: bool) -> str:
    runs = result.data.sizes.get("run", 1)
    said = (
        "A single run is one possible history: it has no interval, and another seed would tell another."
        if runs == 1
        else f"These are {runs} possible histories of one scenario, with the central 90 % of them as an interval."
    )
    fitted = FITTED if any(run.get("drawn") for run in result.runs) else NOT_FITTED
    links = [(k, h) for k, h, names in SECTIONS if any(n in shown for n in names)]
    links += [("south", "The South beside it")] if south else []
    links += [("drivers", "What drives it"), ("assumed", "What is assumed")]
    links += [*([("claims", "What the witnesses say")] if answered else []), ("provenance", "Provenance")]
    nav = "".join(f'<li><a href="#{k}">{html.escape(h)}</a></li>' for k, h in links)
    warning = "".join(f"<p><strong>{html.escape(text)}</strong></p>" for text in _collapse(result.data))
    warning += "".join(f"<p>{html.escape(text.format(runs=said, fitted=fitted))}</p>" for text in WARNING)
    broken = [r for r in result.runs if not r.get("complete", True)]
    if broken:
        last = html.escape(broken[0].get("last_month", ""))
        warning += f"<p>The run was broken off after {last}: what follows ends there.</p>"
    for run in result.runs:
        warning += _fork(run["parent"]) if "parent" in run else ""
    times = result.data["time"].dt.strftime("%B %Y").values
    return (
        f"<header><h1>{html.escape(name.replace('-', ' ').capitalize())}</h1>"
        f'<p class="lead">{html.escape(_question(result.scenario))} North Korea, {times[0]} to {times[-1]}, simulated '
        f"month by month. "
        f"{_settings(result)}</p>"
        f'<nav aria-label="Sections"><ul>{nav}</ul></nav></header><main id="main">'
        f'<section class="warning" aria-label="Warning">{warning}</section>{_facts(result.data)}'
    )


def _collapse(ds: xr.Dataset) -> list[str]:
    """Nothing where no run ends so."""
    months = collapsed(ds)
    if not months:
        return []
    named = ", ".join(months) if len(months) < 6 else f"{months[0]} to {months[-1]}"
    of = "In this run" if ds.sizes.get("run", 1) == 1 else f"In {len(months)} of {ds.sizes['run']} runs"
    return [COLLAPSE.format(where=of, when=named)]


def _facts(ds: xr.Dataset) -> str:
    rows = "".join(f"<div><dt>{html.escape(k)}</dt><dd>{html.escape(v)}</dd></div>" for k, v in facts(ds))
    return f'<dl class="facts">{rows}</dl>' if rows else ""


def _question(scenario: str) -> str:
    """The question that the scenario asks, from its own text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        told = YAML(typ="safe", pure=True).load(scenario)
    except YAMLError:
        return ""
    return str(told.get("question", "")) if isinstance(told, dict) else ""


def _settings(result: Result) -> str:
    seeds = ", ".join(str(r.get("provenance", {}).get("seed", "?")) for r in result.runs)
    rung = result.provenance.get("rung")
    return html.escape(f"Rung {rung}, seed{'s' if len(result.runs) > 1 else ''} {seeds}." if rung else "")


def _section(ds: xr.Dataset, key: str, heading: str, charts: Sequence[Chart], titles: Mapping[str, str]) -> str:
    if not charts:
        return ""
    cards = "".join(_card(ds, chart, titles[chart.name]) for chart in charts)
    head = f'<section id="{key}" aria-labelledby="h-{key}"><h2 id="h-{key}">{heading}</h2>'
    return f'{head}<div class="grid">{cards}</div></section>'


def _card(ds: xr.Dataset, chart: Chart, title: str) -> str:
    frame = chart.data(ds)
    csv = base64.b64encode(frame.to_csv(index=False).encode()).decode()
    wide = " wide" if chart.name in WIDE else ""
    several = ds.sizes.get("run", 1) > 1
    notes = " ".join(n for n in (chart.note, BANDED if several and {"low", "high"} <= set(frame) else "") if n)
    note = f'<p class="note">{html.escape(notes)}</p>' if notes else ""
    return (
        f'<article class="card{wide}" aria-labelledby="t-{chart.name}">'
        f'<h3 id="t-{chart.name}">{html.escape(title)}</h3>'
        f'<div class="chart" id="chart-{chart.name}"></div>{note}'
        f'<details class="data"><summary>The figures as a table</summary><p><a download="{chart.name}.csv" '
        f'href="data:text/csv;base64,{csv}">Save as CSV ({len(frame)} rows)</a></p>'
        f"{scroll(as_table(frame), f'Figures: {chart.meaning}', 'scroll')}</details></article>"
    )


def _south(table: pd.DataFrame) -> str:
    if not len(table):
        return ""
    heading = '<section id="south"><h2>The South as a reference society</h2>'
    rows = scroll(as_table(table), "North beside South", "scroll all")
    return f'{heading}<p class="prose">{html.escape(REFERENCE)}</p>{rows}</section>'


def _drivers(series: Sequence[Mapping[str, Any]], acts: Sequence[Mapping[str, Any]]) -> str:
    def listing(rows: Sequence[Mapping[str, Any]], label: str) -> str:
        if not rows:
            return ""
        table = as_table(pd.DataFrame(list(rows)))
        return f"<h3>{label}</h3>{scroll(table, label)}"

    text = (
        '<p class="prose">These series and dated acts enter from outside. Nothing else does: rations, market shares '
        "and deaths are computed. Where a source reads (recalled), the fact is general knowledge that nobody looked up "
        "again for this.</p>"
    )
    tables = listing(series, "Series by date, with their sources") + listing(acts, "Acts and settings of this scenario")
    return f'<section id="drivers"><h2>What drives it</h2>{text}{tables}</section>'


def _assumed(rows: Sequence[Mapping[str, Any]]) -> str:
    def bullets(items: Iterable[str]) -> str:
        return '<ul class="prose">' + "".join(f"<li>{html.escape(i)}</li>" for i in items) + "</ul>"

    table = ""
    if rows:
        table = (
            f"<details><summary>All {len(rows)} figures that are assumed, with their ranges and reasons</summary>"
            f"{scroll(as_table(pd.DataFrame(list(rows))), 'Assumed figures')}</details>"
        )
    return (
        f'<section id="assumed"><h2>What is assumed</h2>{bullets(ASSUMED)}{table}<h2>What would change it</h2>'
        f"{bullets(CHANGE)}</section>"
    )


def _claims(told: tuple[list[tuple[str, pd.DataFrame]], str] | None) -> str:
    if told is None:
        return ""
    tables, text = told
    shown = "".join(
        f"<h3>{html.escape(title)}</h3>" + scroll(as_table(frame), title, "scroll all") for title, frame in tables
    )
    heading = '<section id="claims"><h2>What the witnesses say, and what the model answers</h2>'
    return f'{heading}<p class="prose">{text}</p>{shown}</section>'


def _fork(parent: Mapping[str, Any]) -> str:
    """Which months are another run's, and what was turned there."""
    before, after = (html.escape(str(parent["scenario"][k]["name"])) for k in ("before", "after"))
    number = parent["luck"]["number"]
    luck = "the same luck" if number is None else f"fresh luck (number {number})"
    told = f"A fork: to the end of {parent['at']} this is the run {parent['id']} of the scenario {before}; from then on"
    return f"<p>{html.escape(told)} the figures of {after} hold, with {luck}.</p>"


def _provenance(result: Result) -> str:
    tables = []
    for k, run in enumerate(result.runs):
        facts = {**run.get("provenance", {}), "state_hash": run.get("state_hash"), "last_month": run.get("last_month")}
        rows = "".join(
            f'<tr><th scope="row">{html.escape(LABELS.get(key, key))}</th>'
            f'<td class="hash">{html.escape(str(value))}</td></tr>'
            for key, value in facts.items()
            if value not in (None, "")
        )
        caption = f"<caption>Run {k + 1} of {len(result.runs)}</caption>" if len(result.runs) > 1 else ""
        tables.append(f"<table>{caption}<tbody>{rows}</tbody></table>")
    how = '<p class="prose">From these lines <code>tumen verify</code> makes the run again, to the last bit.</p>'
    return f'<section id="provenance"><h2>Provenance</h2>{how}{"".join(tables)}</section>'
