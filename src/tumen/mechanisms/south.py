"""south: not built yet.

X6 X8 X9 X10
"""

from tumen.mechanism import HOUSES, Mechanism, Place, Scratch, Tally


class South(Mechanism):
    owns = dict(
        arrivals=Tally("persons", "arrivals in the South by sex and stratum", over=("province", 2, 3)),
        settled=Tally("persons", "people from the North living in the South", over=()),
        guarded=Tally("persons", "of these, under police protection", over=()),
        assimilated=Tally("1/1000 persons", "sum of assimilation", over=()),
        remitted=Tally("won", "money sent home", over=("province",)),
        news=Scratch("f4", "1", "word from kin outside this month", width=HOUSES),
        left_behind=Tally("persons", "kin left at home by those who left: investigated, left in peace, in a camp",
                          over=(3,)),
        reference=Place("f4", "1", "indicators of the South and the North side by side", over=(2, 12)),
        gap=Place("f4", "1", "log of the South's income over the North's", over=(), step=1/256),
    )  # fmt: skip
