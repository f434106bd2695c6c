"""weapons: not built yet.

W3 W5
"""

from tumen.mechanism import Mechanism, Place


class Weapons(Mechanism):
    owns = dict(
        warheads=Place("f4", "warheads", "warheads that could be built", over=(), digits=4),
        fissile=Place("f4", "warheads", "fissile material, in warheads", over=(), digits=4),
        tested=Place("f4", "tests", "launches so far", over=(), digits=5),
    )  # fmt: skip
