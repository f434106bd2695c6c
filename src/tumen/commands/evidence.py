"""`tumen evidence`: every figure that the product stands on, with where it comes from and what is wrong with it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tumen.commands.running import AsJson


def evidence(
    match: Annotated[str, typer.Argument(metavar="[TEXT]", help="Only figures whose name contains this text.")] = "",
    json: AsJson = False,
) -> None:
    """List every figure: parameters, driver series, tables; date, unit, grade, source, licence, limits.

    With --json every value of a series and every line of a table."""
    from json import dumps

    from tumen.commands.screen import table
    from tumen.scenario_errors import UserError, nearest

    every = figures()
    rows = [row for row in every if match in row["name"]]
    if not rows:
        raise UserError(f"no figure has {match!r} in its name\n  nearest: {nearest(match, [r['name'] for r in every])}")
    if json:
        typer.echo(dumps(rows, indent=1, ensure_ascii=False, default=dict))
        return
    names = ("name", "kind", "value", "dates", "unit", "grade", "source", "licence", "limits")
    table(names, [[row[k] for k in names] for row in rows])


def figures() -> list[dict[str, Any]]:
    """One object a figure, a parameter or a series being one; a table is one for all that stands in it."""
    from tumen import evidence as record
    from tumen.commands.asked import asked
    from tumen.commands.declared import said
    from tumen.commands.plan import known

    index = record.sources()
    rows: list[dict[str, Any]] = []
    for name, param in known().items():
        low, high = param.range
        behind = index.get(param.source, {})
        dated = sorted(param.value) if hasattr(param.value, "items") else []
        rows.append({
            "name": name, "kind": "parameter", "value": said(param.value), "values": param.value,
            "unit": param.unit, "grade": param.grade,
            "dates": f"{dated[0]} to {dated[-1]}" if dated else "all months",
            "source": behind.get("source") or param.source, "licence": behind.get("licence") or OWN,
            "limits": "; ".join(filter(None, (f"{low:g} to {high:g}", param.reason, behind.get("gaps", "")))),
        })  # fmt: skip
    for name in record.all_series():
        lines = record.series_rows(name)
        keys = [line["key"] for line in lines]
        grades = sorted({line["grade"] for line in lines})
        notes = "; ".join(sorted({line["note"] for line in lines if line["note"]}))
        rows.append({
            "name": name, "kind": "series", "value": _span(record.series(name)), "values": record.series(name),
            "dates": f"{keys[0]} to {keys[-1]}",
            "unit": lines[0]["unit"], "grade": "-".join(grades), "source": index[name]["source"],
            "licence": index[name]["licence"], "limits": "; ".join(filter(None, (index[name]["gaps"], notes))),
        })  # fmt: skip
    for name in record.tables():
        lines = record.table(name)
        rows.append({
            "name": name, "kind": "table", "value": f"{len(lines)} lines: see --json", "values": lines,
            "dates": "as printed", "unit": "as printed",
            "grade": "-".join(sorted({line["grade"] for line in lines})), "source": index[name]["source"],
            "licence": index[name]["licence"], "limits": index[name]["gaps"],
        })  # fmt: skip
    return rows + asked(OWN)


def _span(values: dict[str, float]) -> str:
    """Least and most of a series, and how many there are: its keys may be years, months or provinces."""
    return f"{min(values.values()):g} to {max(values.values()):g} ({len(values)} figures)"


OWN = "MIT: assumed here"
