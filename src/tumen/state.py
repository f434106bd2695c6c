"""The hash of a country's state: what "the same bits" means.

Only what is state counts: living rows (not what lies behind the prefix), households, units, places, pools, estates and
counters. Scratch, tallies and timings do not, nor anything that only an observer holds.
"""

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from tumen.columns import WIDTH, Column

if TYPE_CHECKING:
    from tumen.country import Country

CHUNK = 4096  # units hashed at a time, so that no national temporary is made


def state_hash(c: "Country") -> str:
    """Sixteen hex digits over all stored state."""
    digest = hashlib.blake2b(digest_size=8)
    a, n = c.tables.arrays, c.tables.arrays["n"]
    for name in sorted(a):
        d = c.declared.get(name)
        digest.update(name.encode())
        if isinstance(d, Column):
            for lo in range(0, c.units, CHUNK):
                part = slice(lo, lo + CHUNK)
                digest.update(a[name][part][np.arange(WIDTH) < n[part, None]].tobytes())
        else:
            digest.update(np.ascontiguousarray(a[name]).tobytes())
    for amounts in (c.pool, *(c.estate[k] for k in sorted(c.estate))):
        digest.update(amounts.tobytes())
    digest.update(repr(sorted(c.counters.items())).encode())
    return digest.hexdigest()
