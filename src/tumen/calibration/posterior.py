"""The calibrated draws, as shipped: `posterior.csv`, a row each, with where they come from beside them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tumen import provenance
from tumen._cache import model_hash
from tumen.provenance import evidence_hash

HERE = Path(__file__).parent
FILE, ORIGIN = HERE / "posterior.csv", HERE / "posterior.json"


def draws() -> list[dict[str, float]]:
    """Draws of the free parameters, by name (see `priors`). Empty while none are shipped."""
    if not FILE.is_file():
        return []
    with FILE.open(encoding="utf-8", newline="") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def origin() -> dict[str, Any]:
    """How the draws were made: rung, runs, seed, hashes of model and evidence, what was skipped."""
    if not ORIGIN.is_file():
        return {}
    told: dict[str, Any] = json.loads(ORIGIN.read_text(encoding="utf-8"))
    return told


def stale() -> str:
    """In what the model at hand differs from the one that the draws were fitted with; nothing where it does not."""
    now = {"model_hash": model_hash(), "evidence_hash": evidence_hash()}
    return provenance.stale("the calibrated draws were fitted", origin(), now)
