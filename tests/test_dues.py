"""Party dues: two won in a hundred of members' pay go out of circulation, and nobody else pays."""

from tumen.books import Ledger
from tumen.country import SCHEDULE, build
from tumen.mechanism import Schedule
from tumen.scenario import load
from tumen.scenes.stage import Stage
from tumen.simulate import months

HOME, INDUSTRY = 0, 5


def taken(*figures: str, schedule: Schedule = SCHEDULE) -> tuple[float, float]:
    """Won of dues and of wages in six months of a country whose books close every month."""
    country = build(load("history").with_overrides(figures), 1, "25k", schedule=schedule, threads=2)
    ledger, dues, wages = Ledger(country), 0, 0
    for moment in months(country, until="1990-06", census="none"):
        assert ledger.close() == []
        dues += int(moment.tallies["dues"].sum())
        wages += int(moment.tallies["wages"].sum())
    return dues, wages


def test_members_pay_a_part_of_their_pay_and_nobody_else_does() -> None:
    dues, wages = taken("party.dues=0.02")
    assert 0 < dues < 0.02 * wages, "less than all would pay: most people who are paid are no members"
    double, _ = taken("party.dues=0.04")
    assert 1.8 < double / dues < 2.6, "with the fraction of a won that is let be"
    assert taken("party.dues=0")[0] == 0
    assert taken(schedule=SCHEDULE.minus("party"))[0] == 0


def test_three_hundred_workers_pay_two_won_each_of_their_hundred() -> None:
    """Where they are the only members: to the won."""
    stage = Stage(SCHEDULE, {"party.dues": 0.02, "money.wage": 100.0})
    everybody = stage.people(lambda a: a["party"] >= 0, most=10**6)
    heads = stage.people(lambda a: (a["work"] == INDUSTRY) & (a["status"] == HOME) & ((a["traits"] & 64) > 0), most=300)
    stage.put("party", everybody, 0)
    stage.put("party", heads, 1)
    unit, _ = stage.at(heads)
    persons = int(stage.arrays["weight"][unit].sum())
    stage.months(1)
    assert len(heads) == 300 and stage.tally("dues").sum() == 2 * persons
    assert (stage.arrays["cash"] >= 0).all()
