"""surveillance: not built yet.

T1 T3 P13
"""

from tumen.mechanism import Column, Mechanism, Place, Scratch, Tally, Unit


class Surveillance(Mechanism):
    owns = dict(
        fear=Column("f4", "1", "fear of punishment", bounds=(0, 1), start=0.2, record=1000),
        case=Column("u1", "code", "offence under investigation: 0 none, 1 trade, 2 film, 3 books lent, 4 talk, 5"
                    " dissent, 6 travel, 7 crossing, 8 hidden writing, 9 slack, 10 kin of one who left", bounds=(0, 10)),
        case_age=Column("u1", "months", "months since the case was opened", bounds=(0, 255)),
        offences=Column("u1", "1", "offences on file", bounds=(0, 255)),
        offence=Scratch("u2", "bits", "offences of this month, bit k for code k"),
        terror=Place("f4", "1", "level of terror by province; 1 is that of 1990", over=("province",), step=1/256,
                     start=1),
        watch=Place("f4", "1/month", "chance that an offence of a kind is detected this month, before what the"
                    " person adds", over=("province", 11), digits=3),
        reported=Place("f4", "1", "slack and dissent as reported upward", over=("province",), step=1/4096),
        punished_near=Unit("u1", "1/255", "share of the unit's people punished, as seen last month", step=1),
        committed=Tally("persons", "offences by kind", over=("province", 11)),
        detected=Tally("persons", "offences detected by kind", over=("province", 11)),
        lenders_found=Tally("persons", "lenders of books found: by own reader, by a second-hand reader, otherwise",
                            over=(3,)),
        slack_shown=Tally("persons", "grown people who slackened or dissented, as their units see it",
                          over=("province",)),
        slack_of=Tally("persons", "grown people of whom that is said", over=("province",)),
    )  # fmt: skip
