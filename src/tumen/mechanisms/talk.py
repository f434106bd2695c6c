"""talk: not built yet.

P9 I9
"""

from tumen.mechanism import Column, Mechanism, Scratch, Tally


class Talk(Mechanism):
    owns = dict(
        heard=Scratch("i4", "1/1000 logit", "sum of the words of doubt heard in trust this month, against own view"),
        heard_from=Scratch("u1", "persons", "how many confided this month"),
        told=Scratch("u1", "code", "1 told doubt in trust, 2 listened without answering, 3 both"),
        hidden=Column("u1", "code", "1: has written against the regime in secret", bounds=(0, 1)),
        confided=Tally("persons", "persons who told doubt in trust, members apart", over=("province", 2)),
        listened=Tally("persons", "persons who listened without answering", over=("province",)),
    )  # fmt: skip
