"""A table that serves everybody the same share of need: tests of body and family need no food system."""

from typing import Any

from tumen.country import build
from tumen.mechanism import Column, Household, Mechanism, Param, Place, Schedule, Scratch, Step, Unit, f4, span
from tumen.mechanisms.demography import Demography
from tumen.mechanisms.families import Families
from tumen.mechanisms.hunger import Hunger
from tumen.mechanisms.migration import Migration
from tumen.mechanisms.party import Party
from tumen.mechanisms.work import Work
from tumen.scenario import Scenario


class Kitchen(Mechanism):
    """Everybody eats `share` of need, in energy."""

    owns = dict(
        eaten=Column("f4", "g/day", "cereal eaten", bounds=(0, 3000)),
        cash=Household("i4", "won", "cash of the household", bounds=(0, 2e9), conserved=True),
        printed=Place("i8", "won", "money in being", ()),
        need=Scratch("f4", "g/day", "cereal needed"),
        grade=Column("u1", "code", "ration grade", bounds=(0, 11)),
        other_food=Place("f4", "g/day", "energy found besides grain, as grain", (), start=100),
        members_zeal=Unit("u1", "1/255", "zeal shown by Party members of the unit"),
        graft_pay=Place("i4", "won", "what an official gets of the grain sold on the side", ("province",)),
        pay=Place("i4", "won/month", "monthly pay by work", (12,)),
        diet=Place("f4", "1", "a tier's protein, vitamins A and C over need", (3, 3), start=1),
    )
    reads = "n"
    params = dict(
        share=Param(1.0, "1", "energy eaten over energy needed", (0, 2), "assumed", "D", "set by the test"),
        ration=Param(500, "g/day", "cereal that everybody needs", (100, 900), "assumed", "D", "of no account here"),
        other=Param(100, "g/day", "energy found besides grain", (0, 200), "assumed", "D", "as in hunger"),
    )


@span(of="kitchen")
def serve(eaten, need, n, p):  # type: ignore[no-untyped-def]
    for u in range(n.shape[0]):
        for i in range(n[u]):
            need[u, i] = p.ration
            eaten[u, i] = max((p.ration + p.other) * p.share - p.other, f4(0))


PEOPLE = (Hunger, Work, Party, Demography, Families, Migration)


def schedule(*active: type[Mechanism]) -> Schedule:
    """The kitchen and these mechanisms; the others of the people are switched off, their arrays at start values."""
    chosen = (Kitchen, *PEOPLE)
    found = Schedule(chosen, tuple(Step(m, s) for m in chosen for s in m.spans()))
    for m in PEOPLE:
        found = found if m in active else found.minus(m.name)
    return found


def country(rung: str, *active: type[Mechanism], seed: int = 1, **figures: float) -> Any:
    """A country where these mechanisms act (all by default); figures by "mechanism__name"."""
    scenario = Scenario(name="test", question="a test", rung=rung, seeds=(seed,))
    texts = [f"{k.replace('__', '.')}={v}" for k, v in figures.items()]
    return build(scenario.with_overrides(texts), schedule=schedule(*(active or PEOPLE)))
