"""display: not built yet.

T2b
"""

from tumen.mechanism import Column, Mechanism, Tally, Unit


class Display(Mechanism):
    owns = dict(
        display=Column("u1", "code", "loyalty shown: 0 dissent, 1 slack, 2 compliance, 3 zeal", bounds=(0, 3), start=2,
                       record=1),
        zeal_near=Unit("u1", "1/255", "share of grown people of the unit who show zeal", step=1),
        slack_near=Unit("u1", "1/255", "share who slacken", step=1),
        dissent_near=Unit("u1", "1/255", "share in open dissent", step=1),
        members_zeal=Unit("u1", "1/255", "zeal shown by Party members of the unit, as share of members", step=1),
        shown=Tally("persons", "grown persons by grade of display and stratum", over=("province", 3, 4)),
    )  # fmt: skip
