"""Residence: who may travel with which paper, and who may not stay in the capital.

Who decides: offices. Nobody leaves the county without a pass. Some posts carry one: officials, office-holders of the
Party, the supply tiers, writers and people in offices that need to get about; a court poet reached the border on the
pass of his office. Others ask the second department of their committee, which may grant one for a bribe, or go without
and risk an offence on file (surveillance looks for it). People travel to trade, and when they starve, to find food;
since the markets grew passes are sold as a matter of course, so the rate is dated.
Pyongyang is kept for the loyal. Households with a disabled member, of the hostile class, or with kin in a camp or under
suspicion for one who left can be moved out, all of them together, to the countryside of another province. A court poet
says that anyone who is disabled is banished; others have seen disabled people live there, so the extent is contested:
`strength` is dated, and its range begins at none. Who served in the army, and the tiers, are left alone. The frailty
of old age is not meant. Left out: permits to move into the capital, banishment from border counties, appeals.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, WIDTH, Array, Exit, Mechanism, Param, Routes, Scratch, Tally, draw, f4, i4, i8, put, rule, span, u1, u4,
)  # fmt: skip

ZERO, ONE = f4(0), f4(1)
FEMALE, CLASS, HOSTILE_CLASS, DISABLED, VETERAN = u1(1), u1(12), u1(8), u1(16), u1(128)
HOME, CAMP, STAYS, TIER = u1(0), u1(3), u1(0), u1(9)
OFFICIAL, PARTY_OFFICE, WRITER, AGENT, KIN_LEFT = u1(7), u1(2), u1(1), u1(3), u1(10)
NO_JOURNEY, WITH_PASS, BOUGHT, WITHOUT = u1(0), u1(1), u1(2), u1(3)
IMPAIRED, HOSTILE, KIN, NOBODY = i4(0), i4(1), i4(2), i4(3)  # why a household has to go, in this order
PYONGYANG = u1(0)
SERVED = u4(0x5EED0011)  # a lifelong draw: whether a man grown before the records begin has served
MOST_FEE = f4(1e8)


@rule
def pass_by_office(work, grade, party, post):  # type: ignore[no-untyped-def]
    """Whether the post itself carries a pass: officials, tiers, Party office, writers and the like."""
    return (work == OFFICIAL) | (grade >= TIER) | (party == PARTY_OFFICE) | ((post >= WRITER) & (post <= AGENT))


@rule
def journey_chance(trips, hours, trader, thin, hungry, most):  # type: ignore[no-untyped-def]
    """Monthly chance that somebody without a pass sets out: more often who trades, and who has grown thin."""
    return min(trips * (ONE + min(hours * trader, ONE) * most) * (hungry if thin else ONE), ONE)


@rule
def dares(boldness, fear):  # type: ignore[no-untyped-def]
    """Chance that somebody who cannot or will not pay for a pass goes without one."""
    return boldness * (ONE - fear)


@rule
def impaired(traits, age, aged, served):  # type: ignore[no-untyped-def]
    """Disabled, not by old age, and not a veteran."""
    return (traits & DISABLED != STAYS) & (traits & VETERAN == STAYS) & (age < aged) & (served == STAYS)


@rule
def moved_out(strength, impairment, hostile, kin, for_illness, for_class, for_kin):  # type: ignore[no-untyped-def]
    """Monthly chance that a household is sent away on this member's account: the weightiest reason counts."""
    first = max(for_illness if impairment else ZERO, for_class if hostile else ZERO)
    return strength * max(first, for_kin if kin else ZERO)


class Residence(Mechanism):
    owns = dict(
        travels=Scratch("u1", "code", "journey this month: 0 none, 1 with a pass by office, 2 with a bought pass, 3"
                        " without"),
        journeys=Tally("persons", "journeys by kind of pass", over=("province", 3)),
        passes_paid=Tally("won", "bribes paid for passes", over=("province",)),
        banished=Tally("persons", "banished from Pyongyang: disabled, hostile class, kin of the punished", over=(3,)),
    )  # fmt: skip
    reads = "born traits work status house grade party post hours reserve fear case dollar soul n province weight"
    writes = dict(
        cash="a pass is paid for", graft="what passes cost goes to officials",
        leave="a household that is sent away is marked for the door",
    )  # fmt: skip
    params = dict(
        trips=Param({"1990": 0.002, "1995": 0.006, "1998": 0.01, "2003": 0.015, "2010": 0.02, "2020": 0.006,
                     "2023-09": 0.012},
                    "1/month", "chance that somebody without a pass by office travels out of the county", (0, 0.1),
                    "assumed", "D", "a journey in many years before the famine, one in five years with markets"),
        trader=Param(0.05, "week/h", "one over the hours of trade a week that make a full trader", (0.02, 0.2),
                     "assumed", "D", "twenty hours"),
        traders=Param(4, "1", "how many times more often a full trader travels, less one", (0, 20), "assumed", "D",
                      "runners go every few months"),
        hungry=Param(3, "1", "how many times more often the starving set out", (1, 10), "assumed", "D",
                     "wandering for food is told by most refugees of 1997-98"),
        thin=Param(0.85, "1", "weight over normal below which people set out to find food", (0.7, 0.95), "assumed",
                   "D", "months of hunger, before illness keeps people at home"),
        office_trips=Param(0.15, "1/month", "chance that a post with a pass takes its holder out of the county",
                           (0, 0.5), "assumed", "D", "two journeys a year"),
        bribable=Param({"1990": 0.3, "1996": 0.6, "2003": 0.85}, "1", "who has the money gets a pass for it", (0, 1),
                       "assumed", "D", "passes were earned by reasons before the famine, and are sold after it"),
        fee=Param({"1990": 0.5, "1998": 1, "2003": 2, "2010": 4}, "USD", "price of a pass", (0, 50), "assumed", "D",
                  "some kilograms of rice"),
        purse=Param(4, "1", "cash over the price of a pass from which people pay it", (1, 20), "assumed", "D",
                    "nobody spends the last won on paper"),
        boldness=Param(0.6, "1", "who has no pass and no fear goes without", (0, 1), "assumed", "D",
                       "checks on trains and roads"),
        grown=Param(192, "months", "age from which people travel by themselves", (180, 216), "assumed", "D",
                    "working age in the census", dtype="i4"),
        strength=Param({"1990": 0.5, "2003": 0.35, "2013-07": 0.2}, "1",
                       "how far banishment from Pyongyang is carried out; 0 not at all", (0, 1),
                       "testimony of a court poet", "D",
                       "one says anyone, others say some: half at first, less after the convention on the rights of "
                       "the disabled was signed in July 2013"),
        disabled=Param(0.0015, "1/month", "a household with a disabled member, carried out in full", (0, 0.1),
                       "assumed", "D", "more than a few thousand persons a year would show in the censuses of 1993 and "
                       "2008, where the capital grows like the rest"),
        hostile=Param(0.0005, "1/month", "a household of the hostile class, carried out in full", (0, 0.1), "assumed",
                      "D", "most were moved before 1990; more would show in the censuses"),
        kin=Param(0.3, "1/month", "a household with kin in a camp or under suspicion for one who left", (0, 1),
                  "assumed", "D", "within some months"),
        aged=Param(720, "months", "age from which frailty is nobody's concern", (600, 840), "assumed", "D",
                   "the retired", dtype="i4"),
        served=Param(0.4, "1", "men grown by 1990 who count as veterans", (0, 0.8), "assumed", "D",
                     "about half of each year group served"),
    )  # fmt: skip
    decisions = ("residence.journey", "residence.pass", "residence.dare", "residence.banish")
    exits = dict(banished=Exit("banished from Pyongyang with the household", moves=True))
    events = dict(
        travelled="travelled out of the county without a pass",
        pass_bought="bought a pass (amount: won)",
        banished="banished from Pyongyang with the household (amount: 1 a disabled member, 2 hostile class, 3 kin)",
    )
    examples = [
        dict(rule=pass_by_office, args=(7, 5, 0, 0), result=True),
        dict(rule=pass_by_office, args=(6, 5, 1, 1), result=True),
        dict(rule=pass_by_office, args=(6, 5, 1, 0), result=False),
        dict(rule=journey_chance, args=(0.01, 0.0, 0.05, False, 3.0, 4.0), result=0.01),
        dict(rule=journey_chance, args=(0.01, 40.0, 0.05, True, 3.0, 4.0), result=0.15),
        dict(rule=dares, args=(0.6, 0.5), result=0.3),
        dict(rule=impaired, args=(16, 300, 720, 0), result=True),
        dict(rule=impaired, args=(16 + 128, 300, 720, 0), result=False),
        dict(rule=impaired, args=(16, 800, 720, 0), result=False),
        dict(rule=moved_out, args=(0.5, True, False, False, 0.01, 0.02, 0.3), result=0.005),
        dict(rule=moved_out, args=(0.0, True, True, True, 0.01, 0.02, 0.3), result=0.0),
    ]
    serves = dict(T7=impaired, X1=pass_by_office)

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.graft[:] += land.tally.passes_paid

    def route(self, reason: str, packets: dict[str, Array], land: Any, p: Any, month: Any) -> Routes:
        """Each household to the countryside of another province, by its people in 1990, away from the border."""
        home = packets["unit"].astype(np.int64) * HOUSES + packets["house"].astype(np.int64)
        _, group = np.unique(home, return_inverse=True)
        who = np.full(group.max() + 1 if len(group) else 0, np.iinfo(np.uint64).max, np.uint64)
        np.minimum.at(who, group, packets["identity"].astype(np.uint64))  # a household's identity is its smallest
        z = who + np.uint64((2 * month.index + 1) * 0xD1B54A32D192ED03 & 0xFFFFFFFFFFFFFFFF)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        lot = (z >> np.uint64(33)).astype(np.float64) / 2.0**31
        fits = (land.place_urban == 0) & (land.place_tier == 0) & (land.place_border == 0)
        room = np.cumsum(np.where(fits & (land.place_province != PYONGYANG_INDEX), land.place_persons, 0))
        to = np.searchsorted(room, (lot * float(room[-1])).astype(np.int64), side="right")
        return Routes(place=to[group].astype(np.int32), group=group.astype(np.int64))


PYONGYANG_INDEX = 0


@span
def journey(travels, cash, born, work, status, house, grade, party, post, hours, reserve, fear, leave, soul, line, n,  # type: ignore[no-untyped-def]
            province, weight, dollar, p, month, log, key_journey, key_pass, key_dare, event_travelled,
            event_pass_bought, journeys, passes_paid):  # fmt: skip
    """Who sets out, all at once; then the few: with what paper."""
    hit, who, asks = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.int32), np.empty(WIDTH, np.uint8)
    buyers = np.zeros(HOUSES, np.int32)
    price = i4(min(p.fee * dollar[()], MOST_FEE))
    least = min(p.fee * dollar[()] * p.purse, MOST_FEE)
    for u in range(n.shape[0]):
        m, c = n[u], i4(0)
        for i in range(m):
            office = pass_by_office(work[u, i], grade[u, i], party[u, i], post[u, i])
            odds = journey_chance(p.trips, hours[u, i], p.trader, reserve[u, i] < p.thin, p.hungry, p.traders)
            d = u1(draw(key_journey, soul[u, i]) < (p.office_trips if office else odds))
            hit[i] = d
            travels[u, i] = NO_JOURNEY
            c = i4(c + i4(d))
        if c == i4(0):
            continue
        some, buying = i4(0), i4(0)
        for i in range(m):
            if hit[i] and status[u, i] == HOME and leave[u, i] == STAYS:
                if i4(i4(month) - i4(born[u, i])) < p.grown:
                    continue
                k, w = province[u], i8(weight[u])
                if pass_by_office(work[u, i], grade[u, i], party[u, i], post[u, i]):
                    travels[u, i] = WITH_PASS
                    journeys[k, 0] += w
                else:
                    who[some] = i
                    asks[some] = u1(draw(key_pass, soul[u, i]) < p.bribable)
                    h = house[u, i]
                    buyers[h] = i4(buyers[h] + i4(asks[some]))
                    buying = i4(buying + i4(asks[some]))
                    some = i4(some + i4(1))
        if some == i4(0):
            continue
        k, w = province[u], i8(weight[u])
        for x in range(some):  # all of a household who ask for a pass can pay together, or nobody does
            i = who[x]
            h = house[u, i]
            if asks[x] and f4(cash[u, h]) < least * f4(buyers[h]):
                asks[x] = u1(0)
        for x in range(some):
            i = who[x]
            if asks[x]:
                cash[u, house[u, i]] = i4(cash[u, house[u, i]] - price)
                travels[u, i] = BOUGHT
                journeys[k, 1] += w
                passes_paid[k] += i8(price) * w
                put(log, soul[u, i], line[u, i], event_pass_bought, u4(price), u4(k))
            elif draw(key_dare, soul[u, i]) < dares(p.boldness, fear[u, i]):
                travels[u, i] = WITHOUT
                journeys[k, i8(2)] += w
                put(log, soul[u, i], line[u, i], event_travelled, u4(1), u4(k))
        if buying:
            for h in range(HOUSES):
                buyers[h] = 0


@span
def banish(born, traits, status, house, grade, case, leave, soul, line, n, province, weight, p, month, log, key_banish,  # type: ignore[no-untyped-def]
           exit_banished, event_banished, banished):  # fmt: skip
    """In the capital only: one member is the cause, and the whole household goes, those away included."""
    cause, spared, hit = np.empty(HOUSES, np.int32), np.empty(HOUSES, np.uint8), np.empty(WIDTH, np.uint8)
    top = p.strength * max(max(p.disabled, p.hostile), p.kin)
    for u in range(n.shape[0]):
        if province[u] != PYONGYANG or top <= ZERO:
            continue
        m, c, some = n[u], i4(0), i4(0)
        for i in range(m):
            d = u1(draw(key_banish, soul[u, i]) < top)
            hit[i] = d
            some = i4(some + i4(d))
        if some == i4(0):
            continue
        for h in range(HOUSES):
            cause[h], spared[h] = NOBODY, u1(0)
        for i in range(m):
            t, h = traits[u, i], house[u, i]
            if grade[u, i] >= TIER:
                spared[h] = u1(1)
            if not hit[i] or leave[u, i] != STAYS:
                continue
            lot = draw(key_banish, soul[u, i])
            age = i4(i4(month) - i4(born[u, i]))
            before = u1((i4(born[u, i]) < i4(-p.grown)) & (t & FEMALE == STAYS))
            served = u1(before & u1(draw(SERVED, soul[u, i]) < p.served))
            ill = impaired(t, age, p.aged, served) & (status[u, i] == HOME)
            foe = t & CLASS == HOSTILE_CLASS
            kin = (status[u, i] == CAMP) | (case[u, i] == KIN_LEFT)
            if lot < moved_out(p.strength, ill, foe, kin, p.disabled, p.hostile, p.kin):
                cause[h] = min(cause[h], IMPAIRED if ill else HOSTILE if foe else KIN)
                c = i4(c + i4(1))
        if c == i4(0):
            continue
        for i in range(m):
            h = house[u, i]
            if cause[h] != NOBODY and spared[h] == u1(0) and leave[u, i] == STAYS:
                leave[u, i] = exit_banished
                banished[cause[h]] += i8(weight[u])
                put(log, soul[u, i], line[u, i], event_banished, u4(i4(cause[h] + i4(1))), u4(0))
