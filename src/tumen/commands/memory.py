"""Memory: what a rung takes and what the machine has, compared before the run instead of found out by it."""

from __future__ import annotations

import os
from pathlib import Path

from tumen.scenario_errors import UserError

PROGRAM = 450 * 2**20
"""Bytes for the interpreter, the libraries, compiled code, scratch and the recorded results (measured, generous)."""


def needed(rung: str) -> int:
    """Bytes a run of this rung may take at its peak: every declared slot, and the program."""
    from tumen.bind import declared_by
    from tumen.columns import WIDTH, bytes_per_slot
    from tumen.country import SCHEDULE
    from tumen.population import geography

    slots = len(geography(rung).unit_place) * WIDTH
    return PROGRAM + round(slots * sum(bytes_per_slot(declared_by(SCHEDULE)).values()))


def available() -> int | None:
    """Bytes that a program may still take here; None where the system does not say."""
    found = [free for free in (_system(), _group()) if free is not None]
    return min(found) if found else None


def _system() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None


def _group() -> int | None:
    """What the container allows."""
    folder = Path("/sys/fs/cgroup")
    for most, used in (
        ("memory.max", "memory.current"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
    ):
        try:
            return max(0, int((folder / most).read_text()) - int((folder / used).read_text()))
        except (OSError, ValueError):
            continue
    return None


def refuse(rung: str) -> None:
    """Raises UserError when a rung does not fit."""
    wanted, free = needed(rung), available()
    if free is not None and wanted > free:
        raise UserError(
            f"rung {rung} needs about {size(wanted)} of memory and {size(free)} are free.\n"
            "Nothing was started. A smaller rung answers most questions: --rung 250k, or --rung 2.5m.\n"
            f"`tumen doctor --rung {rung}` shows what is needed."
        )


def size(count: float) -> str:
    """Bytes as people say them."""
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
