"""The verdicts as shipped: `verdicts.json`, read in a moment, and whether they still speak of the model at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tumen.claims.tables import HERE, table

FILE = HERE / "verdicts.json"
BESIDE = ("population", "driver", "evidence", "source")
DEMANDED = ("test", "must_fail_in")
MEASURES, TESTS = HERE / "measures", ("plan.csv", "plan.py", "tests.py", "judgements.py", "answers.py", "verdicts.py")
POSTERIOR = HERE.parent / "calibration" / "posterior.csv"
INTERVIEWS = "reporting."  # figures of how leavers answer: no run reads them


def read() -> dict[str, Any] | None:
    """All that is shipped, each statement with its words; nothing where none is."""
    if not FILE.is_file():
        return None
    return with_words(json.loads(FILE.read_text(encoding="utf-8")))


def with_words(told: dict[str, Any]) -> dict[str, Any]:
    """With each statement's speaker, paraphrase and place, of whom it speaks, its test in words, what drives it, what
    other evidence there is. What goes with a claim is told of figures that a run reads: with how leavers answer a claim
    goes by luck, or by another figure that answers tell of."""
    for row in told["claims"]:
        if row.get("drivers"):
            row["drivers"] = {k: v for k, v in row["drivers"].items() if not k.startswith(INTERVIEWS)}
        said, beside, test = (table(name).get(row["id"], {}) for name in ("register", "stands", "findings"))
        row["speaker"], row["paraphrase"] = said["witness"], said["says"]
        row["where"] = table("where")[row["id"]]["paragraphs"]
        row |= {k: beside[k] for k in BESIDE if beside.get(k)} | {k: test[k] for k in DEMANDED if k in test}
    return told


def fitted_at() -> str:
    """The rung at which the shipped posterior was fitted, which need not be that of the verdicts."""
    return str(json.loads(POSTERIOR.with_suffix(".json").read_text(encoding="utf-8"))["rung"])


def made_with() -> dict[str, str]:
    """What verdicts rest on, so that it can be told when they no longer do."""
    from tumen._cache import VERSION, model_hash
    from tumen.provenance import evidence_hash, files_hash

    return {"version": VERSION, "model_hash": model_hash(), "evidence_hash": evidence_hash(),
            "tests_hash": files_hash([*MEASURES.glob("*.py"), *(HERE / name for name in TESTS)]),
            "posterior_hash": files_hash([POSTERIOR])}  # fmt: skip


def stale(told: Mapping[str, Any]) -> str:
    """In what these verdicts differ from the model at hand; nothing where they do not."""
    from tumen import provenance

    return provenance.stale("these verdicts were made", told, made_with())
