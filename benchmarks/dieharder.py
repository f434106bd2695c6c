"""The draws as a stream of raw 32-bit numbers for Dieharder, the battery of tests of randomness.

    python -m benchmarks.dieharder | dieharder -a -g 200

The stream is what the model uses: the founders of the full-scale country in the order of their units and rows, for each
every decision that a mechanism declares, for each decision every month of the calendar. `draw` keeps the upper 31 of
these 32 bits. Whoever reads decides when it ends.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from tumen.columns import WIDTH
from tumen.country import SCHEDULE
from tumen.draws import founder, hash32, key, u4, u8

MONTHS = 432
UNITS = 32  # written at a time
OUTPUT = 1  # the standard output's number


def keys(seed: int) -> npt.NDArray[np.uint32]:
    """The key of every decision of the schedule in every month."""
    decisions = [d for m in SCHEDULE.mechanisms for d in m.decisions]
    return np.array([[key(seed, month, d) for month in range(MONTHS)] for d in decisions], np.uint32)


@njit(error_model="numpy")
def stream(seed: int, lo: int, hi: int, keys: Any, out: Any) -> None:
    """What units lo to hi draw: by person, decision, month."""
    at = 0
    for unit in range(lo, hi):
        for row in range(WIDTH):
            who = u4(founder(seed, unit, row) & u8(0xFFFFFFFF))
            for d in range(keys.shape[0]):
                for m in range(keys.shape[1]):
                    out[at] = hash32(u4(hash32(u4(who ^ keys[d, m])) + keys[d, m]))
                    at += 1


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--seed", type=int, default=1)
    seed = words.parse_args().seed
    all_keys = keys(seed)
    out = np.empty(UNITS * WIDTH * all_keys.size, np.uint32)
    unit = 0
    try:
        while True:
            stream(seed, unit, unit + UNITS, all_keys, out)
            left = out.data.cast("B")
            while left:
                left = left[os.write(OUTPUT, left) :]
            unit += UNITS
    except BrokenPipeError:  # the reader has had enough
        pass


if __name__ == "__main__":
    main()
