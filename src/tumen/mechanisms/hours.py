"""hours: not built yet.

P1 P2
"""

from tumen.mechanism import Column, Mechanism, Scratch, Tally


class Hours(Mechanism):
    owns = dict(
        fatigue=Column("f4", "1", "weariness from hours and hunger", bounds=(0, 3), record=1000),
        duty=Scratch("f4", "h/week", "hours of meetings, study, criticism, events and agitation"),
        spare=Scratch("f4", "h/week", "waking hours left for trade after work, duty and care"),
        hours_by_use=Tally("h/week", "hours a week of grown people at home by use: work, duty, trade, care, rest;"
                           " members apart", over=("province", 2, 5)),
        hours_people=Tally("persons", "grown people at home counted there", over=("province", 2)),
    )  # fmt: skip
