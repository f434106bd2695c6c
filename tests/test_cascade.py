"""Open dissent that is seen spreads from unit to unit with the threat in force, or dies where seeing it counts little.

Everybody thinks ill of the state, and a quarter of the units dissented openly last month. `display.enough` says how
fast the threat thins with what is seen: 1 over the share around at which it is gone.
"""

from collections.abc import Mapping

import numpy as np
import pytest

from tumen.country import SCHEDULE
from tumen.mechanism import Schedule
from tumen.scenes.stage import Stage

DISLOYAL = -3.0  # logit: the grade that would be honest is next to open dissent
OPEN = 0.1 * 255


def begun(schedule: Schedule, figures: Mapping[str, float]) -> tuple[list[float], list[float]]:
    """Shares of units in open dissent: as it begins, and in each of six months. And for each month how much more open
    the links of newly opened units were before it than those of units that kept still."""
    stage = Stage(schedule, figures, start=1)
    a, link = stage.arrays, stage.country.geo.link
    lived_in = a["n"] > 0
    a["loyalty"][:] = DISLOYAL
    a["dissent_near"][:] = 0
    a["dissent_near"][::4] = 255
    before, shares, nearer = a["dissent_near"] > OPEN, [], []
    shares.append(float(before[lived_in].mean()))
    for _ in range(6):
        stage.months()
        now = a["dissent_near"] > OPEN
        around = before[link].mean(axis=1)
        new, still = lived_in & now & ~before, lived_in & ~now & ~before
        nearer.append(float(around[new].mean() - around[still].mean()) if new.any() and still.any() else 0.0)
        shares.append(float(now[lived_in].mean()))
        before = now
    return shares, nearer


def test_dissent_spreads_from_a_quarter_of_the_units_to_most_where_seeing_it_counts() -> None:
    shares, nearer = begun(SCHEDULE, {"display.enough": 5})
    assert shares[0] < 0.26
    assert (np.diff(shares[:5]) > 0.05).all() and shares[-1] > 0.8, f"month by month: {shares}"
    assert min(nearer[:3]) > 0.1, f"to units that deal with those where it is: {nearer}"


@pytest.mark.parametrize(
    ("schedule", "figures"),
    [(SCHEDULE, {"display.enough": 1}), (SCHEDULE.minus("cascade"), {"display.enough": 5})],
    ids=["it counts as little as can be", "nobody sees it"],
)
def test_it_dies_where_seeing_it_does_not_count(schedule: Schedule, figures: Mapping[str, float]) -> None:
    shares, _ = begun(schedule, figures)
    assert 0.2 < shares[0] < 0.26 and max(shares[1:]) < 0.01, shares


def test_it_stays_where_it_began_where_each_unit_sees_itself_alone() -> None:
    shares, _ = begun(SCHEDULE, {"display.enough": 5, "cascade.nearness": 1})
    assert shares[-1] > 0.2 and max(shares) < 0.26, shares


def test_as_shipped_a_quarter_neither_dies_nor_spreads() -> None:
    """An output, not an aim: where a third have to be seen before the threat is gone, a quarter holds its ground."""
    shares, _ = begun(SCHEDULE, {})
    assert min(shares) > 0.2 and max(shares) < 0.3, shares
