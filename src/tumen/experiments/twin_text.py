"""A twin in words and tables: for the terminal, as plain data, and as one page that opens offline."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen.chart_style import records
from tumen.experiments import chart_twins as charts
from tumen.experiments.headlines import HEADLINES
from tumen.labels import PROVINCES, STRATA
from tumen.provenance import PACKAGE
from tumen.report_page import PAGE, as_table, bundle, scroll
from tumen.whole import whole_folder

if TYPE_CHECKING:
    import pandas as pd

    from tumen.experiments.twins import Twin

MEANS = (
    "A life differs when its list of events differs: kind, month, and for a move the place. The placebo is the first "
    "run with one kilogram of grain more in one household's store: what differs there differs for no better reason "
    "than that everything hangs together.",
    "A fate is what became of somebody who was alive when the runs parted. Loyal, silent and open are those at home, "
    "in the army and at posts: loyal in private; not loyal but showing compliance or zeal; not loyal and showing it.",
)
WHY_MEANS = (
    "A channel's share is how far the outcome comes back when the arrays that its mechanisms publish are held, month "
    "by month, at the first run's values: had people met the first run's prices in the second's world, so much of the "
    "difference would not have been. Shares add up to the difference. They depend on what is held already, so two "
    "orders are given, from the front and from the back. It does not mean that a channel alone would have done so "
    "much, and held runs do not balance their books."
)


def figures(twin: Twin) -> pd.DataFrame:
    """Headline figures by name: both runs, `a` and `b`, and the difference; over several seeds its median and central
    90 %."""
    import pandas as pd

    rows = {}
    for name in dict.fromkeys(twin.headlines["figure"]):
        mine = twin.headlines[twin.headlines["figure"] == name]
        gap, h = mine["b"] - mine["a"], HEADLINES[name]
        row = {"figure": h.says, "unit": h.unit, "a": float(mine["a"].median()), "b": float(mine["b"].median()),
               "difference": float(gap.median())}  # fmt: skip
        if len(twin.seeds) > 1:
            row |= {"low": float(gap.quantile(0.05)), "high": float(gap.quantile(0.95))}
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index")


def text(twin: Twin) -> str:
    """What a terminal shows."""
    all_of = twin.counts().iloc[0]
    title = f"{twin.names[1]} beside {twin.names[0]}, rung {twin.rung}, seed {twin.seeds[0]}, to {twin.until}"
    said = [title, *_differs(twin), ""]
    table = figures(twin)
    said += [_line(row, HEADLINES[str(name)].form) for name, row in zip(table.index, records(table), strict=True)]
    if len(twin.seeds) == 1:
        said.append("One seed is one possible history: several give an interval.")
    said += ["", _lives(twin, all_of), "", "Fates that differ (persons):"]
    moved = twin.flows[twin.flows["fate_a"] != twin.flows["fate_b"]].nlargest(12, "persons")
    said += [f"  {r['fate_a']:>26} -> {r['fate_b']:<26} {r['persons']:>12,.0f}" for r in records(moved)] or ["  none"]
    said += ["", "Lives first differ through:", *_mechanisms(twin)]
    if twin.shares:
        said += ["", "Through which channels (from the front; from the back):", *_shares(twin), WHY_MEANS]
    return "\n".join(said)


def _differs(twin: Twin) -> list[str]:
    return [f"  {d}" for d in twin.differs] or ["  the two say the same"]


def _line(row: Mapping[str, Any], form: str) -> str:
    span = f"  ({row['low']:+{form}} to {row['high']:+{form}})" if "low" in row else ""
    gap = f"{row['difference']:+{form}}"
    return f"  {row['figure']:<55} {row['a']:>16{form}} {row['b']:>16{form}} {gap:>14} {row['unit']}{span}"


def _lives(twin: Twin, row: Any) -> str:
    share = [100 * float(row[k]) / float(row["persons"]) for k in ("differ", "placebo")]
    return (f"Of {row['persons']:,.0f} persons alive before {twin.first or twin.until}, {row['differ']:,.0f} "
            f"({share[0]:.2f} %) have a life that differs; by a kilogram of grain alone {row['placebo']:,.0f} "
            f"({share[1]:.2f} %).")  # fmt: skip


def _mechanisms(twin: Twin) -> list[str]:
    counts = twin.parted.table["mechanism"].value_counts()
    return [f"  {name:<14} {n:>10,}" for name, n in counts.items()] or ["  none"]


def _shares(twin: Twin) -> list[str]:
    shown = ("deaths", "hunger", "loyal", "shown", "crossings", "arrivals")
    rows = []
    for name in shown:
        mine = [s for s in twin.shares if s.outcome == name]
        if any(s.forward or s.backward for s in mine):
            form = HEADLINES[name].form
            rows.append(f"  {HEADLINES[name].says} ({HEADLINES[name].unit})")
            rows += [f"    {s.channel:<26} {s.forward:>+14{form}} {s.backward:>+14{form}}" for s in mine]
    return rows


def data(twin: Twin) -> dict[str, Any]:
    """The same as plain values, for JSON."""
    return {
        "a": twin.a, "b": twin.b, "rung": twin.rung, "seeds": list(twin.seeds), "first": twin.first,
        "until": twin.until, "differs": [str(d) for d in twin.differs], "figures": records(figures(twin)),
        "by_seed": records(twin.headlines), "lives": records(twin.counts())[0], "born_later": twin.later,
        "by_province": _by(twin, "province", PROVINCES), "by_stratum": _by(twin, "stratum", STRATA),
        "first_differences": records(charts.partings_data(twin)), "fates": records(twin.flows),
        "examples": twin.examples, "shares": records(charts.why_data(twin.shares)), "state_hashes": dict(twin.hashes),
    }  # fmt: skip


def _by(twin: Twin, by: str, names: Sequence[str]) -> list[dict[str, Any]]:
    return [{by: names[r.pop("code")], **r} for r in records(twin.counts(by).reset_index(names="code"))]


def write(twin: Twin, folder: Path) -> Path:
    """`twin.json` and `twin.html` in a new folder, or in that of an earlier twin; whole when it has the name."""
    with whole_folder(folder) as part:
        (part / "twin.json").write_text(json.dumps(data(twin), indent=1) + "\n", encoding="utf-8")
        (part / "twin.html").write_text(page(twin), encoding="utf-8")
    return folder


def page(twin: Twin) -> str:
    """One HTML file: figures, lives, fates, examples, channels."""
    specs = {"fates": charts.fates_chart(twin), "partings": charts.partings_chart(twin),
             "where": charts.where_chart(twin)}  # fmt: skip
    if twin.shares:
        specs["why"] = charts.why_chart(twin.shares)
    drawn = {name: chart.to_dict() for name, chart in specs.items()}
    titles = {name: str(spec.pop("title")) for name, spec in drawn.items()}
    cards = {name: _card(name, titles[name], name in ("fates", "why")) for name in drawn}
    title = f"{twin.names[1]} beside {twin.names[0]}"
    named = figures(twin).rename(columns=dict(zip("ab", twin.names, strict=True)))
    differs = "".join(f"<li>{html.escape(line.strip())}</li>" for line in _differs(twin))
    body = (
        f"<header><h1>{html.escape(title)}</h1><p class='lead'>Two runs with the same luck, rung {twin.rung}, seed "
        f"{twin.seeds[0]}, to {twin.until}. What the second says otherwise:</p><ul>{differs}</ul></header>"
        f"<main id='main'><section class='warning'>{''.join(f'<p>{html.escape(m)}</p>' for m in MEANS)}</section>"
        f"<section><h2>Figures</h2>{scroll(as_table(named), 'Headline figures')}</section>"
        f"<section><h2>Lives</h2><p>{html.escape(_lives(twin, twin.counts().iloc[0]))}</p>"
        f"<div class='grid'>{cards['fates']}{cards['partings']}{cards['where']}</div>"
        f"<h3>All fates, persons</h3>{scroll(as_table(_crossed(twin)), 'Fates in both runs')}</section>"
        f"<section><h2>Ten lives where they part</h2>{''.join(_example(twin, e) for e in twin.examples)}</section>"
        + (f"<section><h2>Why</h2><p class='prose'>{html.escape(WHY_MEANS)}</p><div class='grid'>{cards['why']}</div>"
           f"{scroll(as_table(charts.why_data(twin.shares)), 'Shares by channel')}</section>" if twin.shares else "")
    )  # fmt: skip
    css = (PACKAGE / "page" / "report.css").read_text(encoding="utf-8")
    spec = json.dumps(drawn, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("</", "<\\/")
    return PAGE.format(title=html.escape(f"Tumen: {title}"), css=css, body=body, bundle=bundle(), specs=spec)


def _crossed(twin: Twin) -> pd.DataFrame:
    table = twin.flows.pivot_table(index="fate_a", columns="fate_b", values="persons", fill_value=0, sort=False)
    return table.reset_index().rename(columns={"fate_a": " \\ ".join(twin.names)})


def _card(name: str, title: str, wide: bool) -> str:
    return (f'<article class="card{" wide" if wide else ""}" aria-labelledby="t-{name}"><h3 id="t-{name}">'
            f'{html.escape(title)}</h3><div class="chart" id="chart-{name}"></div></article>')  # fmt: skip


def _example(twin: Twin, e: Mapping[str, Any]) -> str:
    def told(events: Sequence[Mapping[str, str]]) -> str:
        lines = "".join(f"<li>{x['month']}: {html.escape(x['says'])}</li>" for x in events)
        return f"<ul>{lines or '<li>nothing more</li>'}</ul>"

    return (f"<article class='card wide'><h3>{e['person']}: {html.escape(e['who'])}</h3><p>In both:</p>"
            f"{told(e['shared'])}<div class='grid'><div><p>{html.escape(twin.names[0])}</p>{told(e['a'])}</div>"
            f"<div><p>{html.escape(twin.names[1])}</p>{told(e['b'])}</div></div></article>")  # fmt: skip
