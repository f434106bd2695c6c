"""Figures of the interviews and of the fit, for the list of all figures: how people answer, whom a survey reached, what
is recorded, and what need of research a grade is taken to be."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

UNITS = {
    "reported": "share", "bribe": "chance a year", "bribe_trend": "log a year", "bribe_others": "share",
    "bribe_from": "year", "recall": "logit a year", "rice": "ratio", "trader": "hours a week", "asked": "year",
}  # fmt: skip
FIXED: Mapping[str, str] = {
    "bribe_others": "0 to 0.6; a bribe for who does not trade, over a trader’s chance: permits, films, journeys",
    "bribe_from": "1990 to 2000; the year from which bribes were asked",
    "trader": "4 to 16; hours of trade from which people say that they lived in the private economy",
    "asked": "2020 to 2022; the year in which the item on the leader’s line was asked, on average",
}
"""Figures of `survey.Reporting` that no calibration moves: range and meaning; all assumed."""
HERE = "assumed"


def asked(licence: str) -> list[dict[str, Any]]:
    """One object a figure or a table, with the keys of `commands.evidence.figures`."""
    return [*_answering(licence), *_mixes(), *_needs(licence), *_tables()]


def _answering(licence: str) -> list[dict[str, Any]]:
    from tumen.calibration.priors import free
    from tumen.experiments.drawn import REPORTING
    from tumen.survey import Reporting

    moved = {q.name: q for q in free()}
    rows = []
    for field in fields(Reporting):
        name, value = f"{REPORTING}{field.name}", getattr(Reporting(), field.name)
        limits = FIXED.get(field.name, "")
        if name in moved:
            prior = moved[name]
            limits = f"{prior.low:g} to {prior.high:g}; {prior.why}; calibrated, informed by {prior.informed_by}"
        rows.append({
            "name": name, "kind": "interview", "value": f"{value:g}", "values": value, "unit": UNITS[field.name],
            "grade": "D", "dates": "all interviews", "source": HERE, "licence": licence, "limits": limits,
        })  # fmt: skip
    return rows


def _mixes() -> list[dict[str, Any]]:
    from tumen.evidence import sources
    from tumen.survey.asking import MIXES

    source = "defector_cohort_surveys"
    told = "margins of the ministry’s sample of 2024; older pooled surveys are assumed to have had the same"
    return [{"name": f"survey.{name}.{margin}", "kind": "interview", "value": f"{share:g}", "values": share,
             "unit": "share", "grade": "B", "dates": "2024", "source": source,
             "licence": sources()[source]["licence"], "limits": told}
            for name, margins in MIXES.items() for margin, share in margins.items()]  # fmt: skip


def _needs(licence: str) -> list[dict[str, Any]]:
    from tumen.calibration.sensitivity import NEED

    return [{"name": f"research.need.{grade}", "kind": "interview", "value": f"{need:g}", "values": need,
             "unit": "share", "grade": "D", "dates": "all", "source": HERE, "licence": licence,
             "limits": "how far a figure of this grade would gain from research, in `tumen sensitivity`"}
            for grade, need in NEED.items()]  # fmt: skip


def _tables() -> list[dict[str, Any]]:
    """The recorded answers and the targets, with their samples and errors, a line each."""
    from tumen.survey.asking import FILE as surveys
    from tumen.survey.targets import FILE as targets

    told = {
        "surveys": (surveys, "sizes of samples are assumed where the note says so"),
        "targets": (targets, "errors: sampling, disagreement of sources, noise of rung and seed, and the "
                                  "discrepancy that no figure mends, which is assumed"),
    }  # fmt: skip
    rows = []
    for name, (path, limits) in told.items():
        lines = _lines(path)
        rows.append({"name": name, "kind": "table", "value": f"{len(lines)} lines: see --json", "values": lines,
                     "unit": "as printed", "grade": "-".join(sorted({line["grade"] for line in lines})),
                     "dates": "as printed", "source": ", ".join(sorted({line["source"] for line in lines})),
                     "licence": "facts; none claimed", "limits": limits})  # fmt: skip
    return rows


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
