"""succession: not built yet.

S1 S2 S3
"""

from tumen.mechanism import Mechanism, Place


class Succession(Mechanism):
    owns = dict(
        leader=Place("i4", "number", "which leader rules, 1 the first", over=(), start=1),
        leader_age=Place("f4", "years", "age of the leader", over=(), digits=4),
        rule_state=Place("i4", "code", "0 as before, 1 orderly succession this month, 2 contested, 3 collapse",
                         over=()),
        popularity=Place("f4", "1", "popularity of the visible candidate by province", over=("province",), step=1/1024),
    )  # fmt: skip
