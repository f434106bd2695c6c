"""The barter with Russia: grain, fuel, and the weapons budget."""

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

BARTER, WEAPONS = 7, 0


def shells_for_grain(schedule: Schedule) -> None:
    """A year from January 1990, as if it were 2024: the same country with the barter and without."""
    base = {"court.meets_daily": 0, "grain.leak": 0.1}
    deal, none = Stage(schedule, {**base, "world.russia": 1}), Stage(schedule, {**base, "world.russia": 0})
    for stage in (deal, none):
        stage.months(6)
    more = deal.arrays["civil"].sum() - none.arrays["civil"].sum()
    half_year = 0.15e12 / 2  # grams
    assert more > 0.3 * half_year, "grain lies in the stores that would not be there, less what was handed out of it"
    assert deal.arrays["barter_grain"].sum() > 0 and none.arrays["barter_grain"].sum() == 0
    assert deal.arrays["barter_fuel"][()] > 0.05 > none.arrays["barter_fuel"][()]
    assert deal.arrays["hard_income"][BARTER] > 1e7, "money that the court may spend"
    assert deal.arrays["hard_spend"][WEAPONS] > 1.2 * none.arrays["hard_spend"][WEAPONS], "and the weapons' share of it"
    assert deal.arrays["barter_arms"][()] > 0, "parts and knowledge beside"


SCENES = [
    Scene("W3", "Munitions go to Russia; grain, fuel and the weapons budget come of it", "world", shells_for_grain,
          "no-russia-deal"),
]  # fmt: skip
