"""Rations: what the state owes by grade, what it has, and who is served first.

Who decides: the state, on stocks and on what was claimed last month. It owes nine public grades grams of cereal by age
and work, less two standing deductions; three supply tiers a diet computed from needs, in kinds of food; soldiers grain
of a stock of their own. It makes what it has last to the next harvest: tiers are filled first, then Pyongyang and the
priority workers, then the rest by what their province holds and what trains can bring. Trains fail with fuel and
distance, so the northeast, which grows least, falls first. A reserve pays until spent; the war reserve stays shut.
Nothing here knows how hungry anybody is: rations collapse, if they do, because stocks, procurement and transport do.
Claims of one month are honoured in the next, and the share honoured is a whole number of 65,536ths, rounded down, so no
stock can be overdrawn.
Left out: side dishes of the public, the fortnightly calendar, lost coupons, favours at the counter.
After the testimony of a court poet (three tiers, needs computed) and Haggard & Noland 2007; needs: FAO/WHO/UNU 2004.
"""

from functools import cache
from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, PROVINCES, WIDTH, Column, Mechanism, Param, Place, Scratch, Tally, by_house, exp_, f4, i4, i8, of_class,
    put, rule, series, span, table, u1, u2, u4,
)  # fmt: skip

PUBLIC, PRIORITY, WEEKLY, THREE_DAY, DAILY, FARM, ARMY = range(7)  # who serves a claim; kept with it in three bits
CLASSES, WORKS = 7, 12
BITS, MASK = u2(3), u2(7)
SERVES, STOPPED, STOPS, RESUMES = u1(0), u1(1), u1(2), u1(3)
GROWN = i4(16 * 12)  # months
FULL = 65536
GRAMS = 10**12  # in a million tonnes
TEN, FIRST_TIER = 10, 9
NUTRIENTS = ("protein", "vitamin_a", "vitamin_c")
PYONGYANG = 0
SEPTEMBER, MONTHS = 9, 12
DAYS, YEAR, KILO = 365 / 12, 365, 1000
LEAST_FUEL = 0.05  # below it the formula would ask for trains that drive backwards
IN_ARMY = u1(1)
OFFICIAL, HEAVY, FARMER, INDUSTRY, OFFICE = u1(7), u1(4), u1(3), u1(5), u1(6)
TO_YEARS, HALF, ZERO, ONE = f4(1 / 12), f4(0.5), f4(0), f4(1)
LAST_AGE, EVERY_AGE = i4(100), 101
FEMALE = u1(1)


@cache
def needs() -> tuple[np.ndarray, np.ndarray]:
    """Energy in kcal a day by sex and age in years (2, 101), and effort by work (12,) over a day without work."""
    kcal = np.zeros((2, 101), np.float32)
    for row in table("energy_needs"):
        ages = slice(int(row["age_from"]), int(row["age_to"]) + 1)
        kcal[0, ages], kcal[1, ages] = float(row["kcal_male"]), float(row["kcal_female"])
    return kcal, np.array([float(row["effort"]) for row in table("work_effort")], np.float32)


@cache
def public_grades() -> np.ndarray:
    """Grade index (0 to 8) by work and age in years (12, 101)."""
    grade = np.full((WORKS, 101), 6, np.uint8)
    for row in table("public_grades"):
        grade[int(row["work"]), int(row["age_from"]) : int(row["age_to"]) + 1] = int(row["grade_number"]) - 1
    return grade


@cache
def basket(tier: str) -> dict[str, float]:
    """A tier's diet per 1,000 kcal: protein (g), vitamins A (ug) and C (mg), and the grain that it comes to (g)."""
    out = dict(protein=0.0, vitamin_a=0.0, vitamin_c=0.0, grain=0.0)
    for row in table("tier_baskets"):
        grams = 1000 * float(row[f"share_{tier}"]) / float(row["kcal_per_g"])
        out["protein"] += grams * float(row["protein_per_100g"]) / 100
        out["vitamin_a"] += grams * float(row["vitamin_a_ug_per_100g"]) / 100
        out["vitamin_c"] += grams * float(row["vitamin_c_mg_per_100g"]) / 100
        out["grain"] += grams * float(row["grain_per_g"])
    return out


@rule
def grain_need(kcal, effort, other, per_gram):  # type: ignore[no-untyped-def]
    """Energy needed as grain (g/day), beyond what everybody finds besides grain."""
    return max(kcal * effort / per_gram - other, ZERO)


@rule
def deliver(claim, fill):  # type: ignore[no-untyped-def]
    """Units of 10 g handed over for a claim of so many units: rounded down, so that shares never exceed the whole."""
    return i4(u4(u4(claim) * fill) >> u4(16))


@rule
def server(status, grade, work, rural):  # type: ignore[no-untyped-def]
    """Who serves this person: the army, a tier's counter, the farm, the priority counter or the public one."""
    first = (work == HEAVY) | (work == OFFICIAL)
    farm = rural & (not first) & (work != INDUSTRY) & (work != OFFICE)
    public = i4(FARM) if farm else i4(PRIORITY) if first else i4(PUBLIC)
    served = i4(i4(WEEKLY) + i4(i4(grade) - i4(FIRST_TIER))) if grade >= u1(FIRST_TIER) else public
    return i4(ARMY) if status == IN_ARMY else served


def reach(distance: float, length: float, fuel: float) -> float:
    """Share of a request that trains bring over `distance` km: all of it while there is fuel, less the farther."""
    lack = max(1 / max(fuel, LEAST_FUEL) - 1, 0)  # with more fuel than in 1990 too, no more than was asked for
    return float(exp_(np.float32(-distance / length * lack)))


def months_to_harvest(moy: int) -> int:
    """Months, this one included, until the end of the next September, when the new grain comes in."""
    return (SEPTEMBER - moy) % MONTHS + 1


class Rations(Mechanism):
    owns = dict(
        grade=Column(
            "u1", "code", "ration grade: 0-8 public grades 1-9, 9 weekly, 10 three-day, 11 daily tier", bounds=(0, 11)
        ),
        claim=Column(
            "u2", "10 g/month and server", "claim of last month (13 bits) and who serves it (3 bits)", resets=True
        ),
        kind=Scratch("u2", "code", "sex, work and age in years as one number: where to look up what they decide"),
        need=Scratch("f4", "g/day", "grain needed a day by age, sex and work"),
        handed=Scratch("i4", "g", "army ration of those away with the army this month"),
        ration_in=Scratch("i4", "g", "ration brought home to the household this month", width=HOUSES),
        farm_in=Scratch("i4", "g", "farm grain brought home to the household this month", width=HOUSES),
        civil=Place("i8", "g", "civil grain stock", ("province",), bounds=(0, 2e13)),
        reserve_stock=Place("i8", "g", "civil reserve of the nation", (), bounds=(0, 2e13)),
        army_stock=Place("i8", "g", "grain the army eats from", (), bounds=(0, 2e13)),
        topped_up=Place("i8", "g", "grain imported this month only to keep the promise", ("province",)),
        spilled=Place("i8", "g", "civil stock that trains could not take away, sold on the side", ("province",)),
        honoured=Place("u4", "1/65536", "share of last month's claims met this month, by who serves", ("province", 7)),
        counter=Place("u1", "code", "each counter: 0 serves, 1 has stopped, 2 stops, 3 serves again this month",
                      ("province", 7)),
        entitled=Place("u2", "10 g/month", "monthly entitlement by grade; tiers in grain equivalent", (12,)),
        effort_of=Place("f4", "1", "energy by work over a day without work", (12,)),
        energy_of=Place("f4", "kcal/day", "energy need by sex and age", (2, 101)),
        grade_of=Place("u1", "code", "public grade by work and age", (12, 101)),
        dish=Place("f4", "1", "energy as grain over grain used, by tier: the rest fed animals", (3,)),
        diet=Place("f4", "1", "a tier's protein, vitamin A and vitamin C over a grown person's need", (3, 3)),
        other_food=Place("f4", "g/day", "energy found besides grain, as grain", ()),
        promise_kept=Place("f4", "1", "share of the promise that extra imports make good", ()),
        farm_people=Place("i8", "persons", "persons fed by farms, last month", ("province",)),
        claimed=Tally("g", "claims by who serves", ("province", 7)),
        issued=Tally("g", "grain handed over by who serves", ("province", 7)),
        fed=Tally("g", "of the tiers' grain, fed to animals for their kinds of food", ("province",)),
        claimed_farm=Tally("g", "claims on farm stores", ("province",)),
        issued_farm=Tally("g", "grain drawn from farm stores", ("province",)),
        public_people=Tally("persons", "persons on the public and priority counters", ("province",)),
        farm_counted=Tally("persons", "persons fed by farms", ("province",)),
        needed=Tally("g", "grain needed by all, a month", ("province",)),
    )
    reads = (
        "born traits soul line work status house n province weight farm_fill place place_urban procured for_army"
        " arriving barter_fuel"
    )
    params = dict(
        side=Param({"1990": 350, "1996": 350, "2000": 380, "2004": 420, "2008": 450, "2012": 500, "2016": 520},
                   "kcal/day", "energy found besides grain: greens, oil, fish, meat, beans", (200, 700),
                   "food_need_and_balance", "D",
                   "350 is the missions' figure for the 1990s; gardens, fish and market foods grew, as stunting fell"),
        per_gram=Param(3.5, "kcal/g", "energy of grain as eaten", (3.3, 3.7), "FAO/WFP 1998", "A"),
        deduction=Param(0.22, "1", "standing deductions from the ration: 10 and 12 per cent", (0, 0.4), "ration_actual",
                        "A"),
        farm_claim=Param(1.8, "1", "what a farm person may draw from the store over the need, to eat or sell", (1, 3),
                         "assumed", "D", "the store is spread over the year, so this binds only when it is full"),
        reserve=Param(1.0, "Mt", "civil reserve in January 1990", (0.5, 1.5), "assumed", "D",
                      "what paid 400 g and more through 1994: free"),
        opening=Param(0.75, "1", "share of a year's public claims, less imports, in civil stocks in January 1990",
                      (0.4, 1), "assumed", "D", "nine months to the next harvest"),
        opening_ration=Param(450, "g/day", "ration by which the opening stocks are reckoned", (400, 500),
                             "ration_actual", "B", "what was paid in the early 1990s"),
        opening_army=Param(8.4e8, "g/day", "what the army draws, by which its opening stock is reckoned", (6e8, 1e9),
                           "ration_scale", "C", "1.2 million soldiers at 700 g"),
        tier_energy=Param(2300, "kcal/day", "mean need by which a tier's diet is reckoned", (2000, 2600),
                          "energy_needs", "C", "a grown person without heavy work; the same for all of a household"),
        protein=Param(55, "g/day", "protein that a grown person needs", (45, 65), "FAO/WHO/UNU 2004", "B"),
        vitamin_a=Param(550, "ug/day", "vitamin A that a grown person needs", (500, 600), "FAO/WHO/UNU 2004", "B"),
        vitamin_c=Param(45, "mg/day", "vitamin C that a grown person needs", (30, 60), "FAO/WHO/UNU 2004", "B"),
        opening_imports=Param(1.1, "Mt/year", "imports counted on in January 1990", (0.5, 1.5), "imports_commercial",
                              "D",
                              "no figure before 1991"),
        favour=Param(1.4, "1", "plan for Pyongyang and priority workers over the nation's", (1, 2), "elite_supply", "D",
                     "a fifth of the people came first (Ishimaru); how much more they got is assumed"),
        tier_priority=Param(1, "1", "1: tiers are filled first with their diet; 0: they queue with the public", (0, 1),
                            "testimony of a court poet", "C"),
        kept=Param(0, "1", "share of the promise that extra imports make good", (0, 1), "assumed", "D",
                   "a question, not history: 0"),
        rail=Param(1100, "km", "distance over which requests fall by 1/e when fuel is at half of 1990", (1, 4000),
                   "assumed", "D", "from 400 to 4000 the far northeast gets 0.03 to 0.7 of its request at the fuel of"
                   " 1996, and 1 is no transport at all: free"),
        fuel=Param(series("fuel_index"), "1990 = 1", "fuel and power for transport", (0.05, 1.5), "fuel_index", "D",
                   "no series exists: Soviet oil ends in 1991, the trough is told for 1993-98"),
        stops=Param(0.1, "1", "share of claims below which a counter counts as stopped", (0.02, 0.3), "assumed", "D",
                    "a word for the record of lives: nothing follows from it"),
        resumes=Param(0.3, "1", "share of claims from which it counts as serving again", (0.1, 0.9), "assumed", "D",
                      "well above the other, so that a counter does not stop and start with every load of grain"),
        spill=Param(0.08, "1/month", "share of stock beyond the full promise that is sold on the side in a month",
                    (0, 0.3), "assumed", "D", "grain that cannot be moved does not stay"),
    )  # fmt: skip
    events = dict(
        stopped="the ration stops at the counter that serves this person (amount: which counter)",
        resumed="the ration is handed out again (amount: which counter)",
    )
    examples = [
        dict(rule=deliver, args=(1000, 65536), result=1000),
        dict(rule=deliver, args=(1000, 32768), result=500),
        dict(rule=deliver, args=(3, 32768), result=1),
        # a grown man's 2,100 kcal without heavy work, 100 g of it found besides grain
        dict(rule=grain_need, args=(2100.0, 1.0, 100.0, 3.5), result=500.0),
        dict(rule=server, args=(1, 2, 10, False), result=ARMY),
        dict(rule=server, args=(0, 11, 7, False), result=DAILY),
        dict(rule=server, args=(0, 6, 8, True), result=FARM),
        dict(rule=reach, args=(680.0, 1100.0, 1.0), result=1.0),
        dict(rule=reach, args=(0.0, 1100.0, 0.4), result=1.0),
        dict(rule=reach, args=(680.0, 1.0, 1.2), result=1.0),
        # transport off: no train goes to North Hamgyong, nor to the next province
        dict(rule=reach, args=(680.0, 1.0, 0.35), result=0.0),
        dict(rule=reach, args=(60.0, 1.0, 0.75), result=0.0),
    ]

    serves = dict(R1=server, R2=grain_need, R5=reach)

    @staticmethod
    def opened(claim: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What claims ask for, in grams a month, and who serves them: for onlookers, who need not know the bits."""
        return TEN * (claim >> BITS).astype(np.int64), (claim & MASK).astype(np.int64)

    def start(self, land: Any, p: Any) -> None:
        land.energy_of[...], land.effort_of[...] = needs()
        land.grade_of[...] = public_grades()
        people = np.zeros((PROVINCES, 2))
        for place in range(len(land.place_province)):
            people[land.place_province[place], int(land.place_urban[place])] += land.place_persons[place]
        yearly = people[:, 1] * float(p.opening_ration) * YEAR
        share = 1 - float(p.opening_imports) * GRAMS / yearly.sum()
        land.civil[:] = [int(y * share * float(p.opening)) for y in yearly]
        land.reserve_stock[...] = int(float(p.reserve) * GRAMS)
        land.army_stock[...] = int(float(p.opening_army) * YEAR * float(p.opening))
        land.farm_people[:] = people[:, 0].astype(np.int64)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        self._entitle(land, p)
        land.promise_kept[...] = p.kept
        months = months_to_harvest(month.moy)
        land.farm_people[:] = np.where(land.tally.farm_counted > 0, land.tally.farm_counted, land.farm_people)
        civil, claims = [int(x) for x in land.civil + land.procured], land.tally.claimed.astype(object)
        land.army_stock[...] += land.for_army
        tier = [int(claims[k, WEEKLY] + claims[k, THREE_DAY] + claims[k, DAILY]) for k in range(PROVINCES)]
        every = [int(claims[k, PUBLIC] + claims[k, PRIORITY]) for k in range(PROVINCES)]
        first = [every[k] if k == PYONGYANG else int(claims[k, PRIORITY]) for k in range(PROVINCES)]
        self._keep_promise(land, p, civil, [a + b for a, b in zip(tier, every, strict=True)], months)
        # the plan: the reserve fills what is missing while it lasts; tiers, then the favoured, then the rest
        owed = sum(tier) + sum(every)
        # what will land until the harvest is counted where it lands; this month's is in the stock already
        coming = [int(int(land.arriving) * x) * (months - 1) for x in series("landing_share").values()]
        have = sum(civil) + sum(coming)
        release = max(0, min(int(land.reserve_stock), owed - have // months))
        even = min(1.0, (have / months + release) / max(owed, 1))
        plan_tier = 1.0 if p.tier_priority > 0 else even
        plan_first = min(1.0, even * float(p.favour))
        left = have / months + release - plan_tier * sum(tier) - plan_first * sum(first)
        plan_rest = min(1.0, max(0.0, left / max(sum(every) - sum(first), 1)))
        rest = [every[k] - first[k] for k in range(PROVINCES)]
        wants = [int(plan_tier * tier[k] + plan_first * first[k] + plan_rest * rest[k]) for k in range(PROVINCES)]
        land.reserve_stock[...] -= release
        out = self._ship(land, p, civil, coming, wants, months, release)
        for k in range(PROVINCES):
            # what trains cannot take away before the harvest is handed out at home, up to the whole promise
            stuck = max(0, civil[k] + coming[k] - (wants[k] + out[k]) * months) // months
            left = self._honour(
                land,
                k,
                civil[k],
                tier[k],
                first[k],
                rest[k],
                claims[k],
                plan_tier,
                plan_first,
                min(1.0, plan_rest + stuck / max(rest[k], 1)),
            )
            beyond = max(0, civil[k] + coming[k] - (tier[k] + every[k] + out[k]) * months)
            land.spilled[k] = min(int(beyond * float(p.spill)), left)  # what is yet to land cannot be sold
            civil[k] -= int(land.spilled[k])
        land.civil[:] = civil
        owed_army = int(claims[:, ARMY].sum())
        land.honoured[:, ARMY] = min(FULL, int(land.army_stock) * FULL // max(owed_army, 1))
        land.honoured[:, FARM] = land.farm_fill
        shut = (land.counter == STOPPED) | (land.counter == STOPS)
        low = (land.honoured < float(p.stops) * FULL) & (land.tally.claimed > 0)  # nobody claims in the first month
        high = land.honoured > float(p.resumes) * FULL
        land.counter[...] = np.where(shut, np.where(high, RESUMES, STOPPED), np.where(low, STOPS, SERVES))

    def _entitle(self, land: Any, p: Any) -> None:
        grams = [float(row["grams_per_day"]) for row in table("ration_scale")[:9]]
        per_gram, full = float(p.per_gram), p.tier_priority > 0
        land.other_food[...] = float(p.side) / per_gram
        for k, g in enumerate(grams):
            land.entitled[k] = round(g * (1 - float(p.deduction)) * DAYS / TEN)
        for k, tier in enumerate(("weekly", "three_day", "daily")):
            grain = basket(tier)["grain"]  # per 1,000 kcal; a mean adult's need stands for the household's
            day, held = float(p.tier_energy) / KILO, basket(tier)
            for x, (kind, need) in enumerate(zip(NUTRIENTS, (p.protein, p.vitamin_a, p.vitamin_c), strict=True)):
                land.diet[k, x] = held[kind] * day / float(need) if full else 0  # else what the public gets
            land.dish[k] = min(1.0, KILO / per_gram / grain) if full else 1
            diet = float(p.tier_energy) / KILO * grain * DAYS / TEN
            land.entitled[FIRST_TIER + k] = round(diet) if full else land.entitled[2]

    def _keep_promise(self, land: Any, p: Any, civil: list[int], owed: list[int], months: int) -> None:
        """Extra imports, landed where they are owed: the counterfactual in which the promise is kept."""
        for k in range(PROVINCES):
            land.topped_up[k] = int(float(p.kept) * max(0, owed[k] * months - civil[k]))
            civil[k] += int(land.topped_up[k])

    def _ship(self, land: Any, p: Any, civil: list[int], coming: list[int], wants: list[int], months: int,
              release: int) -> list[int]:  # fmt: skip
        """Move grain from provinces that have more than their plan to those that have less, as far as trains go and the
        capital first. The reserve goes out before stocks do. Returns what each province sends, a month."""
        distance = list(series("rail_distance").values())
        fuel = float(p.fuel) + float(land.barter_fuel)
        over = [civil[k] + coming[k] - wants[k] * months for k in range(PROVINCES)]
        asked = [max(0, -over[k]) // months for k in range(PROVINCES)]
        brought = [int(asked[k] * reach(distance[k], float(p.rail), fuel)) for k in range(PROVINCES)]
        spare = [max(0, min(over[k] // months, civil[k] - wants[k])) for k in range(PROVINCES)]
        left = sum(spare) + release
        capital = brought[PYONGYANG] = min(brought[PYONGYANG], left)
        others = sum(brought) - capital
        if others > left - capital:
            brought = [b if k == PYONGYANG else b * (left - capital) // others for k, b in enumerate(brought)]
        from_stock = max(0, sum(brought) - release)
        out = [spare[k] * from_stock // max(sum(spare), 1) for k in range(PROVINCES)]
        short = from_stock - sum(out)
        for k in sorted(range(PROVINCES), key=lambda k: -(spare[k] - out[k])):
            more = min(short, spare[k] - out[k])
            out[k] += more
            short -= more
        for k in range(PROVINCES):
            civil[k] += brought[k] - out[k]
        land.reserve_stock[...] += release - min(release, sum(brought))
        return out

    def _honour(self, land: Any, k: int, have: int, tier: int, first: int, rest: int, claims: Any, plan_tier: float,
                plan_first: float, plan_rest: float) -> int:  # fmt: skip
        """Hand out what the province holds, in order: tiers, the favoured, the rest. Returns what is left."""
        shares = []
        for owed, plan in ((tier, plan_tier), (first, plan_first), (rest, plan_rest)):
            give = min(have, int(owed * plan))
            shares.append(min(FULL, give * FULL // max(owed, 1)))
            have -= give
        land.honoured[k, WEEKLY : DAILY + 1] = shares[0]
        land.honoured[k, PRIORITY] = shares[1]
        land.honoured[k, PUBLIC] = shares[1] if k == PYONGYANG else shares[2]
        return have

    def account(self, land: Any, p: Any, month: Any) -> None:
        served = land.tally.issued
        land.civil[:] -= served[:, : DAILY + 1].sum(axis=1)
        land.army_stock[...] -= served[:, ARMY].sum()


@span
def want(need, kind, born, traits, work, n, p, month, energy_of, effort_of, other_food, needed, province, weight):  # type: ignore[no-untyped-def]
    """Everybody's need of grain by age, sex and work."""
    other, days = other_food[()], f4(DAYS)
    kcal = np.empty(2 * WORKS * EVERY_AGE, np.float32)
    for x in range(kcal.shape[0]):
        sex, job = x // (WORKS * EVERY_AGE), x // EVERY_AGE % WORKS
        kcal[x] = energy_of[sex, x % EVERY_AGE] * effort_of[job]
    for u in range(n.shape[0]):
        m, total = n[u], i4(0)
        for i in range(m):
            years = min(i4(f4(i4(i4(month) - i4(born[u, i]))) * TO_YEARS), LAST_AGE)
            job = i4(i4(i4(traits[u, i] & FEMALE) * i4(WORKS)) + i4(work[u, i]))
            kind[u, i] = u2(i4(i4(job * i4(EVERY_AGE)) + years))
        for i in range(m):
            need[u, i] = kcal[kind[u, i]]
        for i in range(m):
            x = grain_need(need[u, i], ONE, other, p.per_gram)
            need[u, i] = x
            total = i4(total + i4(x * days))
        needed[province[u]] += i8(total) * i8(weight[u])


@span
def serve(grade, claim, handed, ration_in, farm_in, need, work, status, house, n, place, province, weight,  # type: ignore[no-untyped-def]
          place_urban, p, kind, entitled, grade_of, honoured, dish, claimed, issued, fed, claimed_farm, issued_farm,
          public_people, farm_counted):  # fmt: skip
    """Last month's claims are honoured, this month's made. A farm person claims on the store, all others by grade.
    Sums of products stand for look-ups in a table of seven, so that the loops become vectors."""
    by, units = np.empty(WIDTH, np.int32), np.empty(WIDTH, np.int32)
    to_ration, to_farm = np.empty(WIDTH, np.int32), np.empty(WIDTH, np.int32)
    public = np.empty(2 * WORKS * EVERY_AGE, np.int32)  # a grade and what it is due, as one number
    for x in range(public.shape[0]):
        g = grade_of[x // EVERY_AGE % WORKS, x % EVERY_AGE]
        public[x] = i4(i4(i4(g) << i4(16)) | i4(entitled[g]))
    d2, d3, d4 = dish[0], dish[1], dish[2]
    tier2, tier3, tier4 = i4(entitled[FIRST_TIER]), i4(entitled[FIRST_TIER + 1]), i4(entitled[FIRST_TIER + 2])
    for u in range(n.shape[0]):
        m, k, w = n[u], province[u], i8(weight[u])
        rural = place_urban[place[u]] == 0
        h0, h1, h2, h3 = honoured[k, 0], honoured[k, 1], honoured[k, 2], honoured[k, 3]
        h4, h5, h6 = honoured[k, 4], honoured[k, 5], honoured[k, 6]
        present, animals = i4(0), i4(0)
        for i in range(m):
            old = claim[u, i]
            c = i4(old & MASK)
            fill = u4(u4(u4(u4(c == 0) * h0) + u4(u4(c == 1) * h1)) + u4(u4(u4(c == 2) * h2) + u4(u4(c == 3) * h3)))
            fill = u4(fill + u4(u4(u4(u4(c == 4) * h4) + u4(u4(c == 5) * h5)) + u4(u4(c == 6) * h6)))
            got = deliver(u2(old >> BITS), fill)
            grams = i4(got * i4(TEN))
            dishes = f4(c == 2) * d2 + f4(c == 3) * d3 + f4(c == 4) * d4 + f4((c < 2) | (c > 4))
            food = i4(f4(grams) * dishes)
            farm, army = i4(c == FARM), i4(c == ARMY)
            by[i] = c
            units[i] = got
            to_farm[i] = i4(grams * farm)
            handed[u, i] = i4(grams * army)
            to_ration[i] = i4(food * i4(i4(1) - i4(farm + army)))
            animals = i4(animals + i4(grams - food))
            present = i4(present | i4(i4(1) << c))
        by_house(to_ration, house[u], m, ration_in[u])
        by_house(to_farm, house[u], m, farm_in[u])
        fed[k] += i8(animals) * w
        for c in range(CLASSES):
            if present & i4(i4(1) << i4(c)):
                got, _ = of_class(i4(c), by, units, m)
                issued[k, c] += i8(got) * i8(TEN) * w
                if c == FARM:
                    issued_farm[k] += i8(got) * i8(TEN) * w
        for i in range(m):
            units[i] = public[kind[u, i]]
        present = i4(0)
        for i in range(m):
            g = grade[u, i] if grade[u, i] >= u1(FIRST_TIER) else u1(i4(units[i] >> i4(16)))
            c = server(status[u, i], g, work[u, i], rural)
            asks = i4(units[i] & i4(0xFFFF))
            asks = tier2 if c == i4(WEEKLY) else asks
            asks = tier3 if c == i4(THREE_DAY) else asks
            asks = tier4 if c == i4(DAILY) else asks
            asks = i4(need[u, i] * p.farm_claim * f4(DAYS / TEN) + HALF) if c == i4(FARM) else asks
            asks = i4(0) if status[u, i] > IN_ARMY else asks  # abroad, in a camp or gone: fed elsewhere
            grade[u, i] = g
            by[i] = c
            units[i] = asks
            present = i4(present | i4(i4(1) << c))
            claim[u, i] = u2(u2(u2(asks) << BITS) | u2(c))
        for c in range(CLASSES):
            if present & i4(i4(1) << i4(c)):
                asked, heads = of_class(i4(c), by, units, m)
                claimed[k, c] += i8(asked) * i8(TEN) * w
                if c == FARM:
                    claimed_farm[k] += i8(asked) * i8(TEN) * w
                    farm_counted[k] += i8(heads) * w
                elif c <= PRIORITY:
                    public_people[k] += i8(heads) * w


@span
def tell(claim, born, soul, line, status, n, province, counter, p, month, log, event_stopped, event_resumed):  # type: ignore[no-untyped-def]
    """For the record of lives alone: whose ration stops this month, and whose is handed out again. Grown people of the
    counters; farms and the army feed their own."""
    if log.shape[0] == 0:
        return
    for u in range(n.shape[0]):
        for i in range(n[u]):
            c = i4(claim[u, i] & MASK)
            turn = counter[province[u], c]
            if turn >= STOPS and c < FARM and status[u, i] == u1(0) and i4(i4(month) - i4(born[u, i])) >= GROWN:
                put(log, soul[u, i], line[u, i], event_stopped if turn == STOPS else event_resumed, c, 0)
