"""Where a result comes from: enough to run it again and to know whether it is the same.

The state hash is the only claim of sameness; everything else here says what to repeat and on what it was made.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from tumen._cache import VERSION
from tumen.evidence import ROOT

PACKAGE = Path(__file__).parent


@cache
def commit() -> str:
    """The commit of a source checkout, with a plus when the sources differ from it; empty for an installed wheel."""
    try:
        head = _git("rev-parse", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--", str(PACKAGE)) else "")
    except (OSError, subprocess.SubprocessError):
        return ""


def _git(*args: str) -> str:
    done = subprocess.run(("git", *args), cwd=PACKAGE, capture_output=True, text=True, timeout=10, check=True)
    return done.stdout.strip()


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def evidence_hash() -> str:
    """16 hexadecimal digits over all shipped data: a run names the record that it stood on."""
    digest = hashlib.blake2b(digest_size=8)

    def walk(folder: Traversable, path: str) -> None:
        for item in sorted(folder.iterdir(), key=lambda f: f.name):
            here = f"{path}/{item.name}"
            if item.is_dir():
                walk(item, here)
            elif not item.name.startswith("."):
                data = item.read_bytes()
                digest.update(f"{here}:{len(data)}:".encode() + data)

    walk(ROOT, "")
    return digest.hexdigest()


def files_hash(files: Iterable[Path]) -> str:
    """16 hexadecimal digits over the names and contents of some files of the package."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


STALE = {
    "version": "another version", "model_hash": "other mechanisms", "evidence_hash": "other evidence",
    "tests_hash": "other measures or tests", "posterior_hash": "other calibrated draws",
}  # fmt: skip


def stale(what: str, made: Mapping[str, Any], now: Mapping[str, str]) -> str:
    """What is said of something that was made with other than what there is now; nothing where it was not."""
    differs = [STALE[k] for k, v in now.items() if made.get(k) != v]
    return f"stale: {what} with {', '.join(differs)}" if differs else ""


@cache
def cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def provenance(scenario_name: str, scenario_hash: str, **settings: Any) -> dict[str, Any]:
    """What was run (`settings`: seed, rung, threads, tile, record, until) and what it was run on."""
    facts: dict[str, Any] = {
        "version": VERSION,
        "commit": commit(),
        "scenario": scenario_name,
        "scenario_hash": scenario_hash,
        "evidence_hash": evidence_hash(),
        **settings,
        "python": platform.python_version(),
        "cpu": cpu(),
    }
    for package in ("numpy", "numba"):
        facts[package] = importlib.metadata.version(package)
    return facts


DECIDES = ("version", "commit", "scenario_hash", "evidence_hash", "seed", "rung", "record")


def run_id(facts: Mapping[str, Any], parent: Mapping[str, Any] | None = None) -> str:
    """Twelve hex digits by which a run is known: the same for one that is made again, whatever its threads, its folder
    or its last month; another for each fork."""
    told = {k: facts.get(k) for k in DECIDES}
    if parent is not None:
        told["parent"] = {k: parent[k] for k in ("id", "at", "luck")}
    text = json.dumps(told, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


LABELS: Mapping[str, str] = {
    "version": "Tumen",
    "commit": "commit (+ marks changed sources)",
    "scenario": "scenario",
    "scenario_hash": "hash of the scenario",
    "evidence_hash": "hash of the evidence",
    "seed": "seed",
    "rung": "rung",
    "threads": "threads",
    "tile": "units a tile",
    "record": "groups recorded",
    "python": "Python",
    "numpy": "NumPy",
    "numba": "Numba",
    "cpu": "processor",
    "state_hash": "hash of the final state",
    "last_month": "last month simulated",
}
