"""propaganda: not built yet.

L1 L2 L5 P5
"""

from tumen.mechanism import Column, Mechanism, Place, Scratch, Tally, Unit


class Propaganda(Mechanism):
    owns = dict(
        credibility=Column("f4", "1", "belief in what the state says", bounds=(0, 1), start=0.9, record=1000),
        dose=Scratch("f4", "1", "messages that reached the person this month, saturated"),
        spoken=Scratch("f4", "1", "slogans that the person had to speak this month"),
        agitation=Unit("u1", "1/255", "agitation by members in the unit last month", step=1),
        reach=Place("f4", "1", "reach of the state's word by province", over=("province",), step=1/256),
        fabricated=Place("f4", "1", "share of messages that are voices made up from abroad", over=(), step=1/256),
        writers_paid=Tally("persons", "writers paid from the state budget", over=()),
        agitated=Tally("persons", "members who spoke to their unit", over=("province",)),
    )  # fmt: skip
