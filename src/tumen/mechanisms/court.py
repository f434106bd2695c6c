"""court: not built yet.

G1 G3 G4 L4
"""

from tumen.mechanism import Column, Mechanism, Place, Scratch, Tally


class Court(Mechanism):
    owns = dict(
        awe=Column("f4", "1", "awe of the leader after a meeting, fading", bounds=(0, 1), record=1000),
        meetings=Column("u1", "1", "meetings with the leader; above 0: admitted", bounds=(0, 255), record=1),
        favour=Scratch("f4", "USD", "worth of gifts received this month"),
        hard_income=Place("f8", "USD", "hard-currency income this month by source", over=(8,)),
        hard_spend=Place("f8", "USD", "hard-currency spending this month by use", over=(6,)),
        hard_reserve=Place("f8", "USD", "hard currency kept", over=()),
        gift_of=Place("f4", "USD", "gift this month by rank: public, weekly, three-day, daily, admitted", over=(5,),
                      digits=3),
        court_grain=Place("i8", "g", "grain bought with money that gifts and prestige gave up", ("province",)),
        gifts_given=Tally("USD", "worth of gifts by rank", over=(5,)),
        met=Tally("persons", "meetings with the leader", over=()),
    )  # fmt: skip
