"""exit: not built yet.

X2 X3 X11 X12
"""

from tumen.mechanism import Column, Mechanism, Tally


class Leaving(Mechanism):
    owns = dict(
        plan=Column("u1", "bits", "plan to leave: 0 none; 1 alone, 2 with a friend, 3 with family; 4 told at home;"
                    " from 8 on months of waiting", bounds=(0, 255)),
        away=Column("u2", "months", "months since leaving home, or since arrival in the South", bounds=(0, 65535)),
        planning=Tally("persons", "persons with a plan", over=("province",)),
        attempts=Tally("persons", "attempts to cross by sex", over=("province", 2)),
        attempts_expected=Tally("2^-30 persons", "summed chance of an attempt", over=("province", 2)),
        crossings=Tally("persons", "crossings into China by sex", over=("province", 2)),
        caught=Tally("persons", "caught at the border", over=("province", 2)),
    )  # fmt: skip
