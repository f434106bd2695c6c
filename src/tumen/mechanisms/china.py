"""china: not built yet.

X2
"""

from tumen.mechanism import Mechanism, Place, Tally


class China(Mechanism):
    owns = dict(
        in_china=Tally("persons", "North Koreans in China by sex", over=(2,)),
        repatriated=Tally("persons", "sent back by sex", over=(2,)),
        came_back=Tally("persons", "came back by themselves, by sex", over=(2,)),
        onward=Tally("persons", "left China for the South by sex", over=(2,)),
        onward_expected=Tally("2^-30 persons", "summed chance of it", over=(2,)),
        network=Place("f4", "1", "reach of brokers and settled kin in China", over=(), digits=4),
    )  # fmt: skip
