"""bargain: not built yet.

W6 W7 W10
"""

from tumen.mechanism import Mechanism, Place


class Bargain(Mechanism):
    owns = dict(
        deal=Place("f4", "1", "state of the talks: 0 none, 1 offered, 2 freeze deal, 3 broken off, 4 snapped back",
                   over=()),
        relief=Place("f4", "1", "share of sanctions lifted", over=(), step=1/256),
        freeze=Place("f4", "1", "share of the weapons programme standing still", over=(), step=1/256),
    )  # fmt: skip
