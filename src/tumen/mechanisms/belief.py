"""belief: not built yet.

I2 I8
"""

from tumen.mechanism import Column, Mechanism, Tally, Unit


class Belief(Mechanism):
    owns = dict(
        loyalty=Column("f4", "logit", "private loyalty", bounds=(-8, 8), record=1000),
        hungry_near=Unit("u1", "1/255", "share of the unit's people who go hungry, as seen last month", step=1),
        loyal=Tally("persons", "grown persons whose private loyalty is above zero, by province and stratum",
                    over=("province", 3)),
        grown=Tally("persons", "grown persons, by province and stratum", over=("province", 3)),
    )  # fmt: skip
