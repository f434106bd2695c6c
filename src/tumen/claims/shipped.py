"""The verdicts as shipped: `verdicts.json`, read in a moment, and whether they still speak of the model at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tumen.claims.answers import demanded, places, register, stands

FILE = Path(__file__).with_name("verdicts.json")
BESIDE = ("population", "driver", "evidence", "source")


def read() -> dict[str, Any] | None:
    """All that is shipped, each statement with its words; nothing where none is."""
    if not FILE.is_file():
        return None
    return with_words(json.loads(FILE.read_text(encoding="utf-8")))


def with_words(told: dict[str, Any]) -> dict[str, Any]:
    """With each statement's speaker, paraphrase and place, of whom it speaks, its test in words, what drives it, what
    other evidence there is."""
    words, of, at = {r["row"]: r for r in register()}, stands(), places()
    for row in told["claims"]:
        said, more = words[row["id"]], of.get(row["id"], {})
        row["speaker"], row["paraphrase"], row["where"] = said["witness"], said["says"], at[row["id"]]
        row |= {k: more[k] for k in BESIDE if more.get(k)} | demanded().get(row["id"], {})
    return told


def stale(told: Mapping[str, Any]) -> str:
    """In what these verdicts differ from the model at hand; nothing where they do not."""
    from tumen._cache import VERSION, model_hash
    from tumen.provenance import evidence_hash

    now = {"version": VERSION, "model_hash": model_hash(), "evidence_hash": evidence_hash()}
    words = {"version": "another version", "model_hash": "other mechanisms", "evidence_hash": "other evidence"}
    differs = [words[k] for k, v in now.items() if told.get(k) != v]
    return f"stale: these verdicts were made with {', '.join(differs)}" if differs else ""
