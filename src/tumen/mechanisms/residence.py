"""residence: not built yet.

T7 X1
"""

from tumen.mechanism import Mechanism, Scratch, Tally


class Residence(Mechanism):
    owns = dict(
        travels=Scratch("u1", "code", "journey this month: 0 none, 1 with a pass by office, 2 with a bought pass, 3"
                        " without"),
        journeys=Tally("persons", "journeys by kind of pass", over=("province", 3)),
        banished=Tally("persons", "banished from Pyongyang: disabled, hostile class, kin of the punished", over=(3,)),
    )  # fmt: skip
