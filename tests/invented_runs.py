"""Made-up runs for the tests of the calibration: figures that follow from a draw by a formula, and luck."""

import math
from pathlib import Path

import numpy as np

from tumen.experiments.members import Member

NEEDED = ("belief.mean", "belief.blame", "belief.seen_hunger", "belief.comparison", "belief.drift")


def work(member: Member, folder: Path) -> dict[str, float]:
    """Private loyalty that answers the five only by their sum, as two surveys do."""
    luck = np.random.default_rng(member.seed).normal(0, 1, 2)
    s = {name: member.sets.get(name, 0.0) for name in NEEDED}
    wear = -s["belief.blame"] + s["belief.seen_hunger"] + s["belief.comparison"] + 10 * s["belief.drift"]
    first = 100 / (1 + math.exp(-s["belief.mean"]))
    return {"bloodline.to_2000": first + luck[0], "bloodline.change": 25 * wear - 10 + luck[1]}


def broken(member: Member, folder: Path) -> dict[str, float]:
    """A run that always fails."""
    raise ArithmeticError("nothing came of it")
