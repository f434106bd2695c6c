"""Weapons: how many warheads there could be, from material, money and tests, whichever is the least.

Who decides: the leader, who puts weapons first; here only the arithmetic of what that buys. Three things bound the
number of warheads: fissile material (a reactor to 1994, stopped under an agreement, reprocessed from 2003, enriched
uranium since about 2010), money in hard currency for parts and delivery, and tests, since a warhead counts here when a
missile can carry it and that is learnt by launching. Each is a bound of its own, so more money, from a barter with
Russia or from relief, adds warheads only in years in which money is the bound (`bound` says which it was).
The material path is chosen to run through the estimates of the Stockholm institute (10-20 in January 2017, 30-40 in
2020, up to 90 in 2024), which themselves follow foreign intelligence; from 2022 the institute counts assembled warheads
(20, 30, 50, 50), which is what `warheads` is beside. Launches are a recorded driver to 2023 and assumed after. A freeze
stands still what it covers; what a state that cheats goes on with is decided in `bargain`.
Left out: yields, kinds of delivery, accidents, what anybody would do with them, whether estimates are right.
"""

from typing import Any

from tumen.mechanism import Mechanism, Param, Place, series

MILLION = 10**6
MONTHS = 12
MATERIAL, MONEY, TESTS = 1, 2, 3


def launched(planned: float, money: float, cost: float, freeze: float) -> float:
    """Missiles launched this month: as planned, if there is the money, less what a freeze stops."""
    return min(planned, money / cost) * (1 - freeze)


def proved(material: float, tested: float, enough: float) -> float:
    """Warheads that a missile could carry by what launches have taught."""
    return material * min(1.0, tested / enough)


def built(stands: float, material: float, money: float, taught: float) -> float:
    """Warheads at the end of the month: the least of material, of what money adds, of what tests allow; never fewer."""
    return max(stands, min(material, stands + money, taught))


class Weapons(Mechanism):
    owns = dict(
        warheads=Place("f4", "warheads", "warheads that could be delivered", over=(), digits=6),
        fissile=Place("f4", "warheads", "fissile material, in warheads", over=(), digits=6),
        tested=Place("f4", "tests", "launches so far", over=(), digits=6),
        bound=Place("i4", "code", "what bounds the number of warheads: 1 material, 2 money, 3 tests", over=()),
    )
    reads = "hard_spend barter_arms freeze"
    params = dict(
        capacity=Param({"1990": 0.3, "1994-10": 0, "2003": 2, "2005-06": 0.5, "2007-07": 0, "2010": 1.2, "2017": 4,
                        "2018": 8, "2020": 10, "2021": 6, "2022": 10, "2023": 15, "2024": 6}, "warheads/year",
                       "material made in a year, net of tests", (0, 30), "nuclear_warheads_sipri", "D",
                       "runs through the material counts of 2017-25; before 2017 from the dates on which plants ran"),
        plan=Param(series("launches"), "missiles/year", "launches planned", (0, 200), "launches", "B"),
        before=Param(7, "missiles", "launches before 1990", (0, 20), "missile_tests", "A"),
        launch=Param(3, "M USD", "hard currency that a launch takes", (0.5, 20), "russia", "D",
                     "a billion dollars told for 2023 is counted in home prices; a tenth of it here in hard currency"),
        cost=Param(20, "M USD", "hard currency that a warhead and its missile take", (3, 60), "assumed", "D",
                   "so that money, wages from abroad counted in, could just pay what was assembled in 2022-24"),
        enough=Param(440, "launches", "launches after which all material could be carried", (150, 800), "assumed", "D",
                     "assembled over material was 0.4, 0.5, 0.6 after 160, 230, 260 launches"),
        parts=Param(0.1, "1", "of parts and knowledge from Russia, what saves money for warheads", (0, 1), "russia",
                    "D",
                    "most of what was identified is for air defence and satellites: free"),
    )  # fmt: skip
    examples = [
        dict(rule=launched, args=(2.0, 40.0, 4.0, 0.0), result=2.0),
        dict(rule=launched, args=(2.0, 4.0, 4.0, 0.0), result=1.0),
        dict(rule=launched, args=(2.0, 40.0, 4.0, 1.0), result=0.0),
        dict(rule=proved, args=(50.0, 160.0, 400.0), result=20.0),
        dict(rule=built, args=(20.0, 50.0, 1.0, 40.0), result=21.0),  # money is the bound
        dict(rule=built, args=(20.0, 20.5, 1.0, 40.0), result=20.5),  # material is: more money adds nothing
        dict(rule=built, args=(20.0, 50.0, 1.0, 18.0), result=20.0),
    ]

    def start(self, land: Any, p: Any) -> None:
        land.tested[...] = float(p.before)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        still = float(land.freeze)
        money = float(land.hard_spend[0]) / MILLION + float(land.barter_arms) / MILLION * float(p.parts)
        launches = launched(float(p.plan) / MONTHS, money, float(p.launch), still)
        land.tested[...] = float(land.tested) + launches
        land.fissile[...] = float(land.fissile) + float(p.capacity) / MONTHS * (1 - still)
        material, stands = float(land.fissile), float(land.warheads)
        taught = proved(material, float(land.tested), float(p.enough))
        pays = max(0.0, money - launches * float(p.launch)) / float(p.cost) * (1 - still)
        land.warheads[...] = built(stands, material, pays, taught)
        least = min(material, stands + pays, taught)
        land.bound[...] = MATERIAL if least == material else TESTS if least == taught else MONEY
