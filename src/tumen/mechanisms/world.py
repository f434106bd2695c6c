"""world: not built yet.

W3 and sanctions
"""

from tumen.mechanism import Mechanism, Place


class World(Mechanism):
    owns = dict(
        exports=Place("f8", "USD", "export earnings this month, sanctions counted in", over=()),
        barter_grain=Place("i8", "g", "grain from Russia this month", ("province",)),
        barter_money=Place("f8", "USD", "worth of the rest of the barter this month", over=()),
        barter_fuel=Place("f4", "1", "fuel from Russia, over the need of 1990", over=(), digits=3),
    )  # fmt: skip
