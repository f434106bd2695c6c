"""Where measurements are kept: benchmarks/results, a JSON file a part, each with its date, command and machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.environments import HERE, ROOT

RESULTS = HERE / "results"
PLACES = {"--results", "--page"}
CACHES = Path("/sys/devices/system/cpu/cpu0/cache")


def processor() -> str:
    """The processor's name, its family where the name is that of many, its vector width and caches."""
    facts: dict[str, str] = {}
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        facts.setdefault(name.strip(), value.strip())
    flags = facts.get("flags", "").split()
    wide = next((name for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2")) if flag in flags), "no AVX2")
    told = [facts.get("model name", platform.machine())]
    if "cpu family" in facts:
        told.append(f"family {facts['cpu family']} model {facts.get('model', '?')}")
    told.append(wide)
    for index in sorted(CACHES.glob("index*")):
        level, kind, size = ((index / word).read_text().strip() for word in ("level", "type", "size"))
        if kind != "Instruction":
            told.append(f"L{level} {size}")
    return ", ".join(told)


def machine() -> dict[str, Any]:
    """The machine as anybody may know it: processor, cores, memory, versions."""
    import numba
    import numpy

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return dict(processor=processor(), cores=os.cpu_count(), memory_gib=round(memory / 2**30),
                system=platform.system(), python=platform.python_version(), numpy=numpy.__version__,
                numba=numba.__version__)  # fmt: skip


def command() -> str:
    """The command in words that anybody can repeat: not where its results went."""
    words = sys.argv[1:]
    for where in PLACES.intersection(words):
        at = words.index(where)
        del words[at : at + 2]
    return " ".join(["python -m benchmarks", *words])


def made() -> dict[str, Any]:
    """When, how and on what a part is measured; asked before it begins, so that the load is that of others."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return dict(date=date.today().isoformat(), command=command(),
                load=round(os.getloadavg()[0], 2), commit=commit.stdout.strip(), machine=machine())  # fmt: skip


def keep(name: str, what: dict[str, Any], folder: Path = RESULTS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(what, indent=1) + "\n")


def kept(folder: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """Every part that has been measured, by name."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}
