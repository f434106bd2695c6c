"""penal: not built yet.

P4 T6 G3
"""

from tumen.mechanism import Column, Mechanism, Scratch, Tally


class Penal(Mechanism):
    owns = dict(
        term=Column("u1", "months", "months left to be held; 255 for life", bounds=(0, 255)),
        punished=Scratch("u1", "code", "outcome this month: 0 none, 1 let off for a bribe, 2 warned, 3 fined, 4"
                         " criticised in public, 5 labour training, 6 prison, 7 camp, 8 executed"),
        penalties=Tally("persons", "outcomes by kind of offence, status (public, member, elite) and outcome",
                        over=(11, 3, 9)),
        held=Tally("persons", "held in training, prison; in camps", over=("province", 2)),
        executed=Tally("persons", "executed", over=("province",)),
        camp_deaths=Tally("persons", "died in camps and prisons above the schedule", over=("province",)),
        expelled=Tally("persons", "expelled from the Party", over=()),
        fined=Tally("won", "fines paid", over=("province",)),
        bribed=Tally("won", "bribes paid", over=("province",)),
    )  # fmt: skip
