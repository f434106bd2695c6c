"""cascade: not built yet.

T4
"""

from tumen.mechanism import Mechanism, Scratch, Tally


class Cascade(Mechanism):
    owns = dict(
        dissent_around=Scratch("f4", "1", "open dissent seen in the own and linked units last month", width=1),
        units_open=Tally("units", "units in open dissent: more than a tenth of grown people", over=()),
        units_all=Tally("units", "units with grown people", over=()),
    )  # fmt: skip
