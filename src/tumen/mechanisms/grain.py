"""Grain: what the fields yield, what farms keep, what ships land, and what never reaches the state.

Who decides: weather and inputs make the harvest (a recorded driver: the Rural Development Administration's series, with
the FAO's as a rival for 1995-2000). The state allots each farm person a share and procures the rest. Farms hide more as
the allotment is cut: they answer confiscation, as in 1995-96 when it fell from 167 to 107 kg (Haggard & Noland 2007).
Imports and grants are drivers. A share of all that passes through the state's hands is sold on the side by those who
hold it, the more the less of their own rations is paid; it feeds people too, but by price and not by ration. That
famine is then one of entitlement, not only of availability (Sen 1981), is a result.
Farm grain lies in the store of the cooperative and is drawn month by month, spread to the next harvest.
Left out: yields that answer fertiliser, labour or hunger (they are in the recorded harvest), kinds of cereal, quality.
"""

from typing import Any

import numpy as np

from tumen.mechanism import PROVINCES, Mechanism, Param, Place, series

GRAMS = 10**12  # in a million tonnes
KILO = 1000
MONTHS = 12
PUBLIC_COUNTERS = slice(0, 2)  # of those who serve claims: the public counter and that of priority workers
SEPTEMBER = 9  # the new grain year: first rice and maize come in


def months_to_harvest(moy: int) -> int:
    """Months that the grain at hand has to last, this one included, until the next September is over."""
    return (SEPTEMBER - moy) % MONTHS + 1


def hidden_share(allotment: float, full: float, cut: float, hiding: float) -> float:
    """Share of the harvest that farms hide: none at the full allotment, all of `hiding` at the deepest cut."""
    return hiding * min(max((full - allotment) / (full - cut), 0.0), 1.0)


def sold_aside(leak: float, calm: float, unpaid: float, met: float) -> float:
    """Share sold on the side: `calm` of it while rations are paid in full, all of it when `unpaid` of them are not."""
    return leak * (calm + (1 - calm) * min(1.0, (1 - met) / unpaid))


class Grain(Mechanism):
    owns = dict(
        farm_store=Place("i8", "g", "grain in the stores of cooperatives", ("province",), bounds=(0, 2e13)),
        farm_fill=Place("u4", "1/65536", "share of a farm person's claim that the store can meet", ("province",)),
        harvested=Place("i8", "g", "harvest of the month, with gardens and slopes", ("province",)),
        lost=Place("i8", "g", "harvest lost, kept as seed or fed to livestock", ("province",)),
        kept=Place("i8", "g", "harvest that farms keep: allotment and what is hidden", ("province",)),
        imported=Place("i8", "g", "grain landed from abroad, bought", ("province",)),
        granted=Place("i8", "g", "grain landed from abroad, given or lent", ("province",)),
        procured=Place("i8", "g", "grain that reaches the civil stock this month", ("province",)),
        for_army=Place("i8", "g", "grain that reaches the army this month", ()),
        arriving=Place("i8", "g", "of all that lands, what reaches the state this month", ()),
        topped_farm=Place("i8", "g", "grain imported this month only to keep the farms' allotment", ("province",)),
        diverted=Place("i8", "g", "grain sold on the side on its way, to the market", ("province",)),
    )
    params = dict(
        harvest_rda=Param(series("harvest_rda"), "Mt/year", "harvest by the Rural Development Administration", (0, 10),
                          "harvest_rda", "C"),
        harvest_fao=Param(series("harvest_fao"), "Mt/year", "harvest by the FAO", (0, 10), "harvest_fao", "C"),
        omega=Param(0.5, "1", "weight of the FAO's harvest where it differs: 1995-2000", (0, 1), "assumed", "D",
                    "the two sources disagree and nothing else decides between them: free"),
        imports=Param(series("imports_commercial"), "Mt/year", "bought imports", (0, 5), "imports_commercial", "D",
                      "nine years were counted; the others meet totals of food years, or are assumed"),
        aid=Param(series("aid"), "Mt/year", "grants and loans of grain", (0, 5), "aid", "D",
                  "fourteen years were counted or read; the others are told, rounded or assumed"),
        loss=Param(0.15, "1", "harvest lost in the field, in threshing and in store", (0.05, 0.25), "FAO/WFP 1998",
                   "B"),
        extra_loss=Param({"1990": 0, "1995-08": 0.075, "1998-12": 0}, "1",
                         "further loss in the years of floods and thefts before the harvest", (0, 0.3), "assumed", "D",
                         "stores were flooded and fields stripped; how much is not known: free"),
        seed=Param(0.2, "Mt/year", "kept as seed", (0.1, 0.3), "FAO/WFP 1998", "B"),
        feed=Param({"1990": 0.5, "1992": 0.4, "1994": 0.3, "1995": 0.15}, "Mt/year", "fed to livestock", (0, 1),
                   "FAO/WFP 1998", "D", "herds were cut as grain ran short; only the end point was seen"),
        allotment=Param({"1990": 219, "1995-08": 140, "1998-08": 180, "2002-08": 200}, "kg/year",
                        "grain allotted to a farm person from the harvest", (50, 300), "Haggard & Noland 2007", "C"),
        full_allotment=Param(219, "kg/year", "allotment at which farms hide nothing", (150, 250),
                             "Haggard & Noland 2007",
                             "C"),
        cut_allotment=Param(140, "kg/year", "allotment at which farms hide all they can", (80, 200), "assumed", "D",
                            "the cut of 1995-96 from 167 to 107 kg, in proportion"),
        hiding=Param(0.175, "1", "most of the harvest that farms hide", (0, 0.35), "assumed", "D",
                     "free: nobody counts what is hidden; what reached the state fell by more than the yields did"),
        leak=Param(0.3, "1", "share of imports and grants sold on the side when rations fail", (0.1, 0.5), "assumed",
                   "D", "free: missions saw grain of theirs in markets and could not say how much"),
        calm=Param(0.25, "1", "of that, what is sold on the side while rations are paid", (0, 1), "assumed", "D",
                   "who is fed by the state has less cause, and no market to sell to"),
        unpaid=Param(0.5, "1", "share of rations unpaid from which all of that is sold", (0.2, 1), "assumed", "D",
                     "on half a ration nobody lives, an official neither"),
        siphon=Param(0.5, "1", "share of procured grain sold on the side, over that of imports", (0, 1), "assumed", "D",
                     "what comes from the next county is easier to watch than what comes by ship"),
        army_ration=Param(700, "g/day", "grain that the army draws for each soldier", (500, 850), "ration_scale", "C"),
        army_size=Param(series("army_size"), "persons", "soldiers to be fed", (0, 3e6), "army_size", "B"),
        plots=Param({"1990": 0.05, "1996": 0.1, "1999": 0.2, "2002": 0.3, "2005": 0.35}, "Mt/year",
                    "grain from gardens and cleared slopes, outside the recorded harvest", (0, 0.8), "FAO/WFP 1998",
                    "D",
                    "the missions count some 0.2-0.3 Mt from slopes and gardens; it grew as rations failed"),
        opening_farm=Param(0.8, "1", "share of a year's allotment in the stores in January 1990", (0.5, 1), "assumed",
                           "D",
                           "nine months to the next harvest"),
    )  # fmt: skip
    reads = "claimed_farm farm_people promise_kept claimed issued"
    examples = [
        dict(rule=months_to_harvest, args=(9,), result=1),
        dict(rule=months_to_harvest, args=(10,), result=12),
        dict(rule=hidden_share, args=(219.0, 219.0, 140.0, 0.2), result=0.0),
        dict(rule=hidden_share, args=(140.0, 219.0, 140.0, 0.2), result=0.2),
        dict(rule=sold_aside, args=(0.4, 0.25, 0.5, 1.0), result=0.1),
        dict(rule=sold_aside, args=(0.4, 0.25, 0.5, 0.5), result=0.4),
    ]

    serves = dict(R5=hidden_share)

    def start(self, land: Any, p: Any) -> None:
        rural = np.zeros(PROVINCES)
        for place in range(len(land.place_province)):
            if not land.place_urban[place] and not land.place_tier[place]:
                rural[land.place_province[place]] += land.place_persons[place]
        land.farm_store[:] = [int(r * float(p.allotment) * KILO * float(p.opening_farm)) for r in rural]

    def govern(self, land: Any, p: Any, month: Any) -> None:
        share, season = list(series("harvest_share").values()), series("harvest_season")[str(month.moy)]
        port = list(series("landing_share").values())
        yearly = float(p.omega) * float(p.harvest_fao) + (1 - float(p.omega)) * float(p.harvest_rda)
        gone = float(p.loss) + float(p.extra_loss) + (float(p.seed) + float(p.feed)) / max(yearly, 0.01)
        hide = hidden_share(float(p.allotment), float(p.full_allotment), float(p.cut_allotment), float(p.hiding))
        due, paid = (int(x[:, PUBLIC_COUNTERS].sum()) for x in (land.tally.claimed, land.tally.issued))
        leak = sold_aside(float(p.leak), float(p.calm), float(p.unpaid), min(1.0, paid / due) if due else 1.0)
        army_due = int(float(p.army_size) * float(p.army_ration) * 365 * season)
        for k in range(PROVINCES):
            field = int(yearly * season * share[k] * GRAMS)
            lost = min(field, int(field * gone))
            garden = int(float(p.plots) * season * share[k] * GRAMS)
            people = int(land.farm_people[k])
            kept = min(field - lost, int(people * float(p.allotment) * KILO * season) + int(field * hide))
            bought, given = (int(x * port[k] * GRAMS / MONTHS) for x in (float(p.imports), float(p.aid)))
            took = field - lost - kept
            aside = int((bought + given) * leak) + int(took * leak * float(p.siphon))
            land.harvested[k], land.lost[k], land.kept[k] = field + garden, lost, kept + garden
            land.imported[k], land.granted[k] = bought, given
            land.diverted[k] = aside
            land.procured[k] = took + bought + given - aside
            land.farm_store[k] += kept + garden
        land.arriving[...] = int((land.imported + land.granted).sum() * (1 - leak))
        total = int(land.procured.sum())
        army = min(army_due, total)
        land.for_army[...] = army
        left = army
        for k in range(PROVINCES):
            part = min(int(land.procured[k]), int(army * int(land.procured[k]) // max(total, 1)))
            land.procured[k] -= part
            left -= part
        for k in range(PROVINCES):  # what rounding left over
            part = min(left, int(land.procured[k]))
            land.procured[k] -= part
            left -= part
        months = months_to_harvest(month.moy)
        for k in range(PROVINCES):
            owed = int(int(land.farm_people[k]) * float(p.full_allotment) * KILO / MONTHS * months)
            land.topped_farm[k] = int(float(land.promise_kept) * max(0, owed - int(land.farm_store[k])))
            land.farm_store[k] += land.topped_farm[k]
            claims = max(int(land.tally.claimed_farm[k]), 1)
            spread = int(land.farm_store[k]) // months
            land.farm_fill[k] = min(65536, spread * 65536 // claims)

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.farm_store[:] -= land.tally.issued_farm
