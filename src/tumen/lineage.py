"""The runs of a folder as a tree: whose future each is, and what was changed where they part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tumen.checkpoint import kept
from tumen.differences import Difference, scenario_differences
from tumen.scenario import load


@dataclass
class Run:
    """One run, and the futures that were forked from it. `orphan`: the parent is not in this folder."""

    folder: Path
    facts: dict[str, Any]
    unfinished: str = ""  # a run of this name was broken off and is kept up to this month
    children: list[Run] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    orphan: bool = False

    @property
    def state(self) -> str:
        """Complete or not, and what lies beside."""
        if not self.facts:
            return f"broken off, kept at {self.unfinished or 'no month'}"
        state = "complete" if self.facts.get("complete") else "broken off"
        return state + (f"; going on, kept at {self.unfinished}" if self.unfinished else "")

    @property
    def luck(self) -> str:
        """Whose luck a fork has."""
        luck = self.facts.get("parent", {}).get("luck", {})
        return "" if not luck else "same" if luck["kind"] == "same" else f"fresh:{luck['number']}"


def tree(folder: Path) -> list[Run]:
    """The runs in a folder that have no parent there, each with its children, by name."""
    found = {run.folder.name: run for run in _runs(folder)}
    roots = []
    for run in found.values():
        above = _parent(run, list(found.values()))
        if above is not None:
            above.children.append(run)
            run.changed = _changed(above, run)
        else:
            run.orphan = "parent" in run.facts
            roots.append(run)
    return roots


def walk(runs: list[Run], depth: int = 0) -> Iterator[tuple[int, Run]]:
    """Runs from the root to the leaves, each with its depth."""
    for run in runs:
        yield depth, run
        yield from walk(run.children, depth + 1)


def as_data(run: Run) -> dict[str, Any]:
    """A run and all below it as plain data."""
    facts, origin = run.facts, run.facts.get("provenance", {})
    return {
        "folder": str(run.folder), "id": facts.get("id"), "scenario": origin.get("scenario"),
        "seed": origin.get("seed"), "rung": origin.get("rung"), "seeds": len(facts.get("runs", [])) or 1,
        "last_month": facts.get("last_month"), "state_hash": facts.get("state_hash"), "state": run.state,
        "complete": facts.get("complete"), "parent": facts.get("parent"), "orphan": run.orphan,
        "changed": [{"text": str(d), **vars(d)} for d in run.changed],
        "children": [as_data(child) for child in run.children],
    }  # fmt: skip


def _runs(folder: Path) -> Iterator[Run]:
    places = {p.name[1:-6]: p for p in folder.glob(".*.going") if p.is_dir()}
    names = {p.parent.name for p in folder.glob("*/run.json")} | set(places)
    for name in sorted(names):
        told = folder / name / "run.json"
        facts = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
        yield Run(folder / name, facts, max(kept(places[name]), default="") if name in places else "")


def _parent(run: Run, runs: list[Run]) -> Run | None:
    """The run with the parent's id; where one was made twice, that in the folder that is named."""
    parent = run.facts.get("parent")
    if not parent:
        return None
    same = [one for one in runs if one.facts.get("id") == parent["id"] and one is not run]
    named = [one for one in same if one.folder.name == Path(parent["folder"]).name]
    return next(iter([*named, *same]), None)


def _changed(above: Run, run: Run) -> list[Difference]:
    one, two = (load(str(r.folder / "scenario.yaml")) for r in (above, run))
    return scenario_differences(one, two, after=run.facts["parent"]["at"])
