"""A run made again from its provenance, from the founders on, and compared to the last bit."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tumen.country import TILE, Country, build
from tumen.overlays import OF_RUN, override
from tumen.provenance import provenance
from tumen.scenario import load
from tumen.simulate import months

WATCHED = ("version", "commit", "scenario_hash", "evidence_hash", "numpy", "numba", "cpu")


@dataclass(frozen=True)
class Verdict:
    """Whether the state is the same, the two hashes, and in what the two makings differ."""

    same: bool
    expected: str
    found: str
    notes: tuple[str, ...] = ()


def verify(folder: str | Path, run: int = 0) -> Verdict:
    """Runs again what the directory says was run: a fork with all that went before it, for which its parent's folder
    has to be there. run: which of an ensemble's. Raises ValueError where there is no state to compare or no parent."""
    folder = Path(folder)
    facts = runs_in(folder)[run]
    if not facts.get("state_hash"):
        raise ValueError(f"{folder} was broken off in {facts.get('last_month') or 'its first month'}: "
                         "only a month that is over has a state to compare")  # fmt: skip
    notes: list[str] = []
    country = _again(folder, facts, facts["last_month"], notes)
    then = facts["provenance"]
    now = provenance(country.scenario.name, country.scenario.hash)
    notes += [f"{k}: {then.get(k)} then, {now.get(k)} now" for k in WATCHED if then.get(k) != now.get(k)]
    found = country.hash()
    return Verdict(found == facts["state_hash"], facts["state_hash"], found, tuple(notes))


def runs_in(folder: Path) -> list[dict[str, Any]]:
    """The facts of every run that lies in a folder: one, or an ensemble's."""
    facts = facts_in(folder)
    found: list[dict[str, Any]] = facts.get("runs") or [facts]
    return found


def facts_in(folder: Path) -> dict[str, Any]:
    """What the run.json of a folder says."""
    facts: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return facts


def parent_of(folder: Path, facts: dict[str, Any]) -> Path:
    """The folder of a fork's parent. Raises ValueError where it is not there, or another run lies there."""
    parent = facts["parent"]
    where = Path(os.path.normpath(folder.absolute().parent / parent["folder"]))
    said = f"{folder} is a fork of the run {parent['id']}"
    if not (where / "run.json").is_file():
        raise ValueError(f"{said}, which should lie in {where} and is not there")
    if facts_in(where).get("id") != parent["id"]:
        raise ValueError(f"{said}; in {where} lies another run, {facts_in(where).get('id')}")
    return where


def _again(folder: Path, facts: dict[str, Any], until: str, notes: list[str]) -> Country:
    """The country at the end of a month, made from the founders."""
    scenario, then, parent = load(str(folder / "scenario.yaml")), facts["provenance"], facts.get("parent")
    if "sets" in facts:  # an ensemble's scenario is the one that all runs share
        scenario = override(scenario, facts["sets"], OF_RUN)
    if parent is None:
        country = build(scenario, then["seed"], then.get("rung"), threads=then.get("threads") or 1,
                        tile=then.get("tile") or TILE)  # fmt: skip
    else:
        before = parent_of(folder, facts)
        country = _again(before, facts_in(before), parent["at"], notes)
        if country.hash() != parent["state_hash"]:
            notes.append(f"state at the fork: {parent['state_hash']} then, {country.hash()} now")
        country.turn(scenario, parent["luck"]["seed"])
    for _ in months(country, until=until, census="none"):
        pass
    return country
