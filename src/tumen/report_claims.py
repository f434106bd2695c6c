"""The report's page on claims: what the calibrated ensemble, not this run, answers to the witnesses."""

from __future__ import annotations

import html

import pandas as pd

from tumen.claims.sheets import sheets
from tumen.claims.shipped import fitted_at, read, stale


def claims() -> tuple[list[tuple[str, pd.DataFrame]], str] | None:
    """The tables of all answers but assumed rules, by their titles, and what has to be said before them; nothing where
    none is shipped."""
    told = read()
    if told is None:
        return None
    tables = [(s.title, pd.DataFrame(list(s.rows), columns=list(s.columns))) for s in sheets(told["claims"])]
    rules = sum(r["kind"] == "rule" for r in told["claims"])
    text = (
        f"Of the whole ensemble, not of this run: {told['draws']} posterior and {told['prior_draws']} prior draws at "
        f"{told['rung']}, of a posterior fitted at {fitted_at()}. {rules} statements are rules: assumed, and showing "
        "them proves nothing. A finding that most of the prior shows too is implied by the rules, never reproduced. "
    )
    return tables, html.escape(text + stale(told))
