"""criticism: not built yet.

P3
"""

from tumen.mechanism import Mechanism, Scratch, Tally


class Criticism(Mechanism):
    owns = dict(
        criticised=Scratch("u1", "code", "0 not, 1 criticised in the session, 2 condemned in public this month"),
        sessions=Tally("persons", "criticised by form and by membership", over=("province", 2, 2)),
    )  # fmt: skip
