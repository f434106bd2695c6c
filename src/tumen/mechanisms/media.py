"""media: not built yet.

I1 I3 I4 I5
"""

from tumen.mechanism import Column, Mechanism, Scratch, Tally, Unit


class Media(Mechanism):
    owns = dict(
        knowledge=Column("f4", "1", "knowledge of life outside", bounds=(0, 1), record=1000),
        viewed=Column("i2", "month", "month of the first smuggled film seen; -32000 never", bounds=(-32000, 32000),
                      start=-32000),
        shelf=Column("u1", "bits", "1 has copies of smuggled films, 2 has lent licensed books outside", bounds=(0, 3)),
        watching=Scratch("u1", "bits", "this month: 1 saw a film, 2 read licensed books, 4 lent books out, 8 read"
                         " borrowed books"),
        exposed=Scratch("u1", "code", "0 no, 1 found with borrowed books, 2 named by a reader they lent to, 3 named"
                        " by a second-hand reader"),
        copies=Unit("u1", "1", "holders of films in the unit last month", step=1),
        lent_soul=Unit("u4", "1", "low half of the identity of the first lender of a book that goes round from"
                       " here", step=1),
        lent_line=Unit("u4", "1", "high half of it", step=1),
        lent_hop=Unit("u1", "1", "hands through which it has gone; 0: none", step=1),
        viewers=Tally("persons", "persons who saw a film this month", over=("province",)),
    )  # fmt: skip
