"""Leavers made up for tests: one line each, alike but for what is told."""

from typing import Any

import numpy as np

from tumen.months import month_index
from tumen.survey.table import NEVER, TABLE, Table

NORTH_HAMGYONG, PYONGYANG, SOUTH_PYONGAN = 8, 0, 1
FACTORY, HOUSEWIFE = 5, 8


def lines(n: int = 1, **told: Any) -> Table:
    """Made-up leavers: a grown woman of North Hamgyong who left in June 2003 and arrived in June 2005, unless told."""
    woman: dict[str, Any] = dict(
        who=np.arange(n) + 1, weight=10, female=1, born=month_index("1970-01"), left=month_index("2003-06"),
        arrived=month_index("2005-06"), back=NEVER, province=NORTH_HAMGYONG, border=1, home=np.arange(n),
        work=HOUSEWIFE, viewed=-32000,
    )  # fmt: skip
    woman |= told
    return {k: np.broadcast_to(woman.get(k, 0), n).astype(t) for k, t in TABLE.items()}


def years(*those: int) -> int:
    return sum(1 << (y - 1990) for y in those)
