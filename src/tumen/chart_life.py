"""One life as a timeline: what befell the person in lanes, what was thought against what was shown, mind and body."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from tumen.chart_style import CONFIG, FOURTH, MODEL, MUTED, RECORD, THIRD, records
from tumen.labels import SHOWN
from tumen.months import month_label
from tumen.scenario_errors import ScenarioError
from tumen.telling import Life
from tumen.telling_state import WHERE, grown
from tumen.telling_text import pick, weight
from tumen.telling_words import ROUTINE
from tumen.whole import whole_file

FORMATS = (".html", ".svg", ".png")
WIDE = 760
LANES = ("household and food", "work and Party", "what is seen and said", "state and punishment", "leaving",
         "is elsewhere")  # fmt: skip
"""The last lane holds where the person lives, where that is not at home."""
OF = {
    "posts": 1, "court": 1, "party": 1, "hours": 1, "work": 1, "media": 2, "talk": 2, "surveillance": 3, "penal": 3,
    "criticism": 3, "residence": 3, "leaving": 4, "confidants": 4, "crossing": 4, "china": 4, "south": 4,
}  # fmt: skip
TO_LEAVE = ("posts.fled", "posts.brought", "posts.flight_failed")
COLOURS = (FOURTH, MODEL, THIRD, RECORD, "#4c5a66", MUTED)
LABELLED, A_LETTER = 12, 0.27  # labels at most; years that a letter is wide


def lane(kind: str) -> str:
    """The lane of an event: what is not of state, Party, talk or leaving is the household's."""
    if kind in TO_LEAVE:
        return LANES[4]
    if kind.endswith(".bereaved") or kind == "south.word":
        return LANES[0]
    return LANES[OF.get(kind.split(".")[0], 0)]


def events_data(life: Life) -> pd.DataFrame:
    """Events as marks: lane, month, what is said of it, whether it is ordinary, and a label for the few that matter."""
    labels = _labels(life)
    rows = []
    for k, e in enumerate(life.events):
        rows.append({"when": _when(e.month), "month": month_label(e.month), "lane": lane(e.kind), "says": life.told(e),
                     "ordinary": e.kind in ROUTINE, "label": labels.get(k, "")})  # fmt: skip
    return pd.DataFrame(rows, columns=["when", "month", "lane", "says", "ordinary", "label"])


def _labels(life: Life) -> dict[int, str]:
    """Labels by the number of the event: the grave ones first, and none on top of another."""
    told = [(k, e) for k, e in enumerate(life.events) if e.kind not in ROUTINE]
    kept = set(pick([e for _, e in told], LABELLED))
    taken: dict[str, list[tuple[float, float]]] = {}
    found: dict[int, str] = {}
    for k, e in sorted(told, key=lambda one: (-weight(one[1].kind), one[0])):
        text, x = _short(life.says(e), life.she), _when(e.month)
        right = x + len(text) * A_LETTER
        others = taken.setdefault(lane(e.kind), [])
        if e in kept and all(right < left or x > end for left, end in others):
            found[k] = text
            others.append((x, right))
    return found


def _short(said: str, she: str) -> str:
    text = said.removeprefix(f"{she} ").split(",")[0].split(" and means")[0]
    return text if len(text) <= 34 else text[:32].rsplit(" ", 1)[0] + " ..."


def stays_data(life: Life) -> pd.DataFrame:
    """Years lived elsewhere than at home, as spans."""
    rows: list[dict[str, Any]] = []
    for s in life.states:
        where = WHERE[s["status"]].removeprefix("in ").removeprefix("the ")
        if not where:
            continue
        if rows and rows[-1]["where"] == where and rows[-1]["to"] == s["year"]:
            rows[-1]["to"] = s["year"] + 1.0
        else:
            rows.append({"lane": LANES[5], "where": where, "from": float(s["year"]), "to": s["year"] + 1.0})
    return pd.DataFrame(rows, columns=["lane", "where", "from", "to"])


def minds_data(life: Life) -> pd.DataFrame:
    """December by December: what was thought and shown, on the one scale on which the model compares them, and mind
    and body. Shown is nothing while the person is held, in China or in the South, and a line has a gap there."""
    rows: list[dict[str, Any]] = []
    for s in life.states:
        x = s["year"] + 11.5 / 12
        old = grown(s)
        lines = {
            "thought": s["loyalty"] if old else None,
            "shown": s["display"] if old and s["status"] <= 2 else None,
            "belief in the state's word": s["credibility"] if old else None,
            "knowledge of outside": s["knowledge"] if old else None, "fear": s["fear"] if old else None,
            "hope": s["hope"] if old else None, "weight": 100 * s["reserve"],
        }  # fmt: skip
        rows += [{"when": x, "line": name, "value": value} for name, value in lines.items()]
    return pd.DataFrame(rows, columns=["when", "line", "value"])


def timeline(life: Life) -> Any:
    """The chart. Lines have a point each December; between Decembers nothing is known."""
    domain = [1990 + life.book.first / 12, 1990 + (life.book.last + 1) / 12]
    x = _years("when", domain)
    return alt.vconcat(
        _lanes(x, _years("from", domain)), _faces(x), _mind(x), _body(x), spacing=14,
        title={"text": f"{life.code}: {life.opening_short}", "subtitle": life.end, "color": "currentColor",
               "subtitleColor": "currentColor", "anchor": "start"},
        description="A life as a timeline: events by lane, loyalty thought and shown, mind, body.",
        datasets={"events": records(events_data(life)), "stays": records(stays_data(life)),
                  "minds": records(minds_data(life))},
    ).resolve_scale(color="independent").configure(**CONFIG)  # fmt: skip


def _years(field: str, domain: list[float]) -> alt.X:
    return alt.X(f"{field}:Q", title=None, scale=alt.Scale(domain=domain, nice=False),
                 axis=alt.Axis(format="d", tickMinStep=1, tickCount=12, grid=True))  # fmt: skip


def _lanes(x: alt.X, since: alt.X) -> Any:
    y = alt.Y("lane:N", title=None, scale=alt.Scale(domain=list(LANES)), axis=alt.Axis(labelLimit=200))
    colour = alt.Color("lane:N", scale=alt.Scale(domain=list(LANES), range=list(COLOURS)), legend=None)
    tips = [alt.Tooltip("month:N"), alt.Tooltip("says:N")]
    base = alt.Chart(alt.NamedData(name="events"), width=WIDE, height=270)
    often = base.transform_filter("datum.ordinary").mark_tick(thickness=1, height=9, opacity=0.45)
    told = base.transform_filter("!datum.ordinary").mark_point(filled=True, size=58, opacity=0.9)
    label = base.transform_filter("datum.label != ''").mark_text(align="left", dx=-4, dy=-13, fontSize=10)
    stays = alt.Chart(alt.NamedData(name="stays"))
    span = stays.mark_bar(height=12, opacity=0.35, color=MUTED).encode(
        x=since, x2="to:Q", y=y, tooltip=[alt.Tooltip("where:N")])  # fmt: skip
    name = stays.mark_text(align="left", dx=3, dy=-13, fontSize=10).encode(x=since, y=y, text="where:N")
    return alt.layer(
        span, name, often.encode(x=x, y=y, color=colour, tooltip=tips),
        told.encode(x=x, y=y, color=colour, tooltip=tips), label.encode(x=x, y=y, text="label:N"),
    )  # fmt: skip


def _lines(x: alt.X, names: tuple[str, ...], colours: tuple[str, ...], title: str, height: int, y: Any) -> Any:
    colour = alt.Color("line:N", title=None, scale=alt.Scale(domain=list(names), range=list(colours)),
                       legend=alt.Legend(orient="right", direction="vertical") if len(names) > 1 else None)  # fmt: skip
    base = alt.Chart(alt.NamedData(name="minds"), width=WIDE, height=height).transform_filter(
        alt.FieldOneOfPredicate("line", list(names)))  # fmt: skip
    chart = base.mark_line(point=alt.OverlayMarkDef(size=16)).encode(
        x=x, y=y, color=colour, tooltip=[alt.Tooltip("line:N"), alt.Tooltip("value:Q", format=".2f")])  # fmt: skip
    return chart.properties(title=alt.TitleParams(title, fontSize=11, fontWeight="normal"))


def _faces(x: alt.X) -> Any:
    words = " : ".join(f"datum.value == {k} ? '{word} {k}'" for k, word in enumerate(SHOWN))
    axis = alt.Axis(values=[-6, -4, -2, 0, 1, 2, 3, 4], labelExpr=f"{words} : format(datum.value, '+d')")
    y = alt.Y("value:Q", title=None, axis=axis, scale=alt.Scale(zero=True, nice=True))
    return _lines(x, ("shown", "thought"), (RECORD, MODEL), "loyalty shown, and loyalty thought (logit, nought: "
                  "undecided)", 150, y)  # fmt: skip


def _mind(x: alt.X) -> Any:
    names = ("belief in the state's word", "knowledge of outside", "fear", "hope")
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(tickCount=3))
    return _lines(x, names, (MODEL, THIRD, RECORD, FOURTH), "mind, from nought to one", 110, y)


def _body(x: alt.X) -> Any:
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=3))
    return _lines(x, ("weight",), (MODEL,), "weight, percent of the person's own normal weight", 70, y)


def _when(month: int) -> float:
    return round(1990 + (month + 0.5) / 12, 3)


def writable(path: Path, formats: tuple[str, ...] = FORMATS) -> Path:
    """A file that can be written as a chart. Raises ScenarioError, before anything is read."""
    if path.suffix.lower() not in formats:
        raise ScenarioError("not legal", path="command line", field="--chart", given=str(path),
                            legal="a file that ends in " + ", ".join(formats))  # fmt: skip
    parent = path.absolute().parent
    if not parent.is_dir() or not os.access(parent, os.W_OK) or path.is_dir():
        raise ScenarioError("not legal", path="command line", field="--chart", given=str(path),
                            legal=f"a file in a folder that is there and can be written to, not {parent}")  # fmt: skip
    return path


def save(life: Life, path: Path) -> Path:
    """Write the timeline as HTML (whole in itself), SVG or PNG, whole or not at all."""
    kind: Any = path.suffix.lower()[1:]
    chart = timeline(life)
    with whole_file(path) as part:
        if kind == "html":
            chart.save(str(part), format="html", inline=True)
        else:
            chart.properties(background="white").save(str(part), format=kind, scale_factor=2 if kind == "png" else 1)
    return path
