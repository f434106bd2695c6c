"""The report's page on claims: what the calibrated ensemble, not this run, answers to the witnesses."""

from __future__ import annotations

import html

import pandas as pd

from tumen.claims.shipped import read, stale
from tumen.claims.words import flips, number, pair


def claims() -> tuple[pd.DataFrame, str] | None:
    """The table of all answers but assumed rules, and what has to be said before it; nothing where none is shipped."""
    told = read()
    if told is None:
        return None
    rows = [r for r in told["claims"] if r["kind"] != "rule"]
    frame = pd.DataFrame([
        {"statement": r["id"], "kind": r["kind"], "says": r["paraphrase"], "verdict": r["verdict"],
         "share of draws": number(r["share"]), "interval": pair(r["interval"]),
         "share of the prior": number(r.get("prior_share")),
         "where it must fail": ", ".join(f"{run}: {number(f['share'])}" for run, f in flips(r).items()),
         "why": r.get("why", "")}
        for r in rows
    ])  # fmt: skip
    rules = sum(r["kind"] == "rule" for r in told["claims"])
    text = (
        f"Of the whole ensemble, not of this run: {told['draws']} posterior and {told['prior_draws']} prior draws at "
        f"{told['rung']}. {rules} statements are rules: assumed, and showing them proves nothing. A finding that most "
        "of the prior shows as well is implied by the rules, never reproduced. "
    )
    return frame, html.escape(text + stale(told))
