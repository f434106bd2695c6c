"""What a calibration will do with its budget: waves of runs, each with its last month and its number of members.

The plan follows from budget and rung alone, by what a run was measured to cost, never from how fast this machine is:
the same plan, and the same seed, give the same posterior on one worker or on ten. A slower machine needs more calls.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tumen.calibration.priors import BLOCKS

SECONDS = {"25k": 9.5, "250k": 28.0, "2.5m": 330.0, "25m": 3600.0}
"""A whole history on one core of a common server, observers included; measured, rounded up."""
CORES = 2
MONTHS = 432
LEAST = 24  # members of a wave, with fewer of which it tells nothing


@dataclass(frozen=True)
class Wave:
    """Runs that go together. share: of the budget. until: the last month that its targets need. blocks: whose targets
    have been weighed before, so that its runs lie where those allow; none for the prior."""

    name: str
    share: float
    until: str
    blocks: tuple[str, ...]
    runs: int = 0


WAVES = (
    Wave("prior", 0.28, "2021-12", ()),
    Wave("food", 0.09, "2012-12", BLOCKS[:1]),
    Wave("market", 0.09, "2021-12", BLOCKS[:2]),
    Wave("belief", 0.09, "2021-12", BLOCKS[:3]),
    Wave("exit", 0.07, "2011-12", BLOCKS[:4]),
    Wave("joint", 0.14, "2021-12", BLOCKS),
    Wave("check", 0.24, "2021-12", BLOCKS),
)
"""In causal order. The first fills the prior evenly: it is what the prior predicts, it ranks the assumptions, and every
emulator starts from it. Each later one lies where all targets so far allow. The last is the posterior, run afresh."""
MOST_CHECKED = 100


def plan(budget: float, rung: str) -> tuple[Wave, ...]:
    """Waves for so many seconds on two cores. Those for which there is no time have no runs."""
    found = []
    for wave in WAVES:
        months = (int(wave.until[:4]) - 1990) * 12 + int(wave.until[5:])
        runs = int(wave.share * budget * CORES / (SECONDS[rung] * months / MONTHS))
        if wave.name == "check":
            runs = min(runs, MOST_CHECKED)
        found.append(Wave(wave.name, wave.share, wave.until, wave.blocks, runs if runs >= LEAST else 0))
    return tuple(found)


def seed_of(seed: int, wave: str, design: int, replicate: int = 0) -> int:
    """The seed of a run, from the calibration's and from (wave, design, replicate)."""
    digest = hashlib.blake2b(f"{seed}/{wave}/{design}/{replicate}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")
