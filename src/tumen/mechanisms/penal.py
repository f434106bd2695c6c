"""Penalties: what becomes of a case, for whom, and what it does to a family.

Who decides: officers who work under rules and quotas of their own, and courts that follow them. After some months a
case is decided. First comes the question of money: an officer names a price, a part of what the penalty would cost;
who has that much and fears the penalty more pays, and the case is closed. If nobody pays, one table says what follows,
by offence, by standing and by the year's law. The same offence weighs differently. A woman who lived among members
tells that an ordinary resident caught trading gets a warning or a fine, and a member a far bigger case. A diplomat
tells that ordinary people caught leaving are held and tortured for months and let go, and that for the elite there are
two outcomes, a camp for life or death. Political offences take the family along. Who has met the leader cannot be tried
without a signature from above (a court poet); that signature can be given, and it was safer for him to flee.
Held persons are taken from their household for months or years. Camps hold for life here, and whole households; they
feed themselves, so that their grain stands outside the books of the state. Some households of the hostile class are
there from the start (150,000 to 200,000 people in older estimates, 80,000 to 120,000 by 2013). Nobody is taken so that
children stay alone: the case waits, or the law takes them along, as it did.
What is told of torture and executions is said in plain words and no further: most who were held tell of beatings.
What a case of films or hidden writing was about is seized with any penalty: copies, or what was written. Lent books go
back to the office that has the licence, and a borrower has handed the book on: nobody holds anything of them for long.
Months to be held follow `punishments` where it states them for an offence and a year; elsewhere the least and the most
are figures here. It says nothing of how often each penalty is given: those shares are in `penalty_shares`.
Left out: crimes that are nobody's politics, courts and appeal, release from camps, births in camps, banishment (with
`residence`), what else is taken from a household (its home, its grain, goods of a trader), and officers' quotas.
Sources: `punishments`, `penalty_shares` (the order is told, the sizes are assumed), `repression_institutions`.
"""

from functools import cache
from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, Column, Exit, Mechanism, Param, Place, Scratch, Tally, draw, exp_, f4, i4, i8, put, put_home, rule, span,
    table, u1, u4,
)  # fmt: skip

ZERO, ONE, TWO = f4(0), f4(1), f4(2)
HOME, CAMP, HELD, STAYS, NO_CASE = u1(0), u1(3), u1(6), u1(0), u1(0)
PUBLIC, MEMBER, ELITE = i4(0), i4(1), i4(2)
TIER, OFFICE = u1(9), u1(2)
HEAD, CLASS, HOSTILE = u1(64), u1(12), u1(8)
LET_OFF, WARNED, FINED, CRITICISED, TRAINING, PRISON, TO_CAMP, EXECUTED = range(1, 9)
OUTCOMES = ("warned", "fined", "criticised", "training", "prison", "camp", "executed")
STANDINGS = ("ordinary", "member", "elite")
KINDS, RANKS, ENDS = 11, 3, 9
FILM, WRITING, COPY, NOTHING = i4(2), i4(8), u1(1), u1(0)  # offences; the bit of copies on a shelf
SHORT, LONG, LEAST, MOST = 0, 1, 0, 1  # of `term_of`
KEPT = ("training", "prison")
POLITICAL = i4(0b10110111000)  # books, talk, dissent, crossing, hidden writing, kin of one who left
NERVE, TAKEN = u4(0x5EED0021), u4(0x5EED0022)  # lifelong lots: dread of a penalty; a household taken before 1990
SIXTEEN_YEARS, LIFE, NOBODY = i4(192), u1(255), i4(-1)
TO_30 = f4(2.0**30)
CENT, MOST_WON, FIRST_YEAR = 100, f4(2e9), 1990


@rule
def standing(party, grade, meetings, equal):  # type: ignore[no-untyped-def]
    """As whom the law takes a person: 0 ordinary, 1 member, 2 elite (supply tier, office, or has met the leader)."""
    high = (grade >= TIER) | (party == OFFICE) | (meetings > u1(0))
    return PUBLIC if equal > ZERO else ELITE if high else MEMBER if party > u1(0) else PUBLIC


@rule
def open_to_judge(meetings, lot, gate):  # type: ignore[no-untyped-def]
    """Whether a case can be decided: for who has met the leader only if the signature is given."""
    return (meetings == u1(0)) | (lot < gate)


@rule
def pays(price, loss, cash, ready):  # type: ignore[no-untyped-def]
    """A bribe is paid where it is cheaper than the penalty as feared, and the household has so much."""
    return (price < loss) & (price <= cash * ready)


@rule
def graver(lot, offences, repeat):  # type: ignore[no-untyped-def]
    """The lot that decides on the outcome; a second offence moves it to the grave end."""
    return lot if offences <= u1(1) else ONE - (ONE - lot) * repeat


@rule
def political(kind):  # type: ignore[no-untyped-def]
    """Whether an offence is held to be against the state, so that the family goes along to a camp."""
    return i4(i4(POLITICAL >> i4(kind)) & i4(1))


@rule
def seizes(end, kept, lot, chance):  # type: ignore[no-untyped-def]
    """Whether what a person keeps of it is taken away: with any penalty, not when the case was closed for a bribe."""
    return (end > i4(LET_OFF)) & (kept > NOTHING) & (lot < chance)


@rule
def months_held(lot, least, most):  # type: ignore[no-untyped-def]
    """Months to be held, between the least and the most."""
    return u1(least + lot * (most - least))


@rule
def sooner(lot, soul, other_lot, other_soul):  # type: ignore[no-untyped-def]
    """Whose case of two comes first: by lot, ties by identity, wherever they stand."""
    return (lot < other_lot) | ((lot == other_lot) & (soul < other_soul))


class Penal(Mechanism):
    owns = dict(
        term=Column("u1", "months", "months left to be held; 255 for life", bounds=(0, 255)),
        punished=Scratch("u1", "code", "outcome this month: 0 none, 1 let off for a bribe, 2 warned, 3 fined, 4"
                         " criticised in public, 5 labour training, 6 prison, 7 camp, 8 executed"),
        penalty_of=Place("f4", "1", "outcomes of a case by offence, standing and outcome, cumulated from the mildest",
                         over=(KINDS, RANKS, ENDS), bounds=(0, 1)),
        term_of=Place("f4", "months", "months to be held: training, prison; at least, at most", over=(KINDS, 2, 2),
                      bounds=(0, 254)),
        feared=Place("f4", "USD", "what a case would cost on average, in the money that one would give to avoid it",
                     over=(KINDS, RANKS), digits=3),
        bribe_price=Place("f4", "USD", "bribe that is asked to close a case", over=(KINDS, RANKS), digits=3),
        bribable=Place("f4", "1", "chance that the officer takes money: ordinary cases, political ones", over=(2,),
                       digits=3, bounds=(0, 1)),
        penalties=Tally("persons", "outcomes by kind of offence, status (public, member, elite) and outcome",
                        over=(11, 3, 9)),
        held=Tally("persons", "held in training, prison; in camps", over=("province", 2)),
        executed=Tally("persons", "executed", over=("province",)),
        executed_expected=Tally("2^-30 persons", "summed chance of it", over=("province",)),
        taken_along=Tally("persons", "taken to a camp with one of their household", over=("province",)),
        camp_deaths=Tally("persons", "died in camps and prisons above the schedule", over=("province",)),
        expelled=Tally("persons", "expelled from the Party", over=()),
        bribes=Tally("persons", "cases closed for a bribe: of traders, others", over=(2,)),
        fined=Tally("won", "fines paid", over=("province",)),
        bribed=Tally("won", "bribes paid", over=("province",)),
    )  # fmt: skip
    reads = "born traits soul line house grade meetings offences need dollar n province weight"
    writes = dict(
        case="a decided case is closed", case_age="a decided case is closed",
        status="who is held, sent to a camp or released", party="expulsion",
        leave="who is executed or dies in a camp is marked for the door", cash="fines and bribes are paid",
        eaten="camps and prisons feed those they hold, from their own ground", graft="bribes go to officials",
        printed="fines are out of circulation", shelf="copies of films are seized", hidden="hidden writing is seized",
    )  # fmt: skip
    params = dict(
        least=Param(1, "months", "months that a case lasts at least", (0, 12), "assumed", "D", "weeks, not days",
                    dtype="i4"),
        decide=Param(0.35, "1/month", "chance that a case is decided this month", (0.05, 1), "assumed", "D",
                     "some three months of inquiry"),
        gate_open=Param(0.03, "1/month", "chance that the signature for the trial of an admitted person is given",
                        (0, 1), "testimony of a court poet", "D", "it exists and can be given; how often is unknown"),
        corrupt=Param(0.6, "1", "chance that an officer takes money in an ordinary case in 2000", (0, 1), "assumed",
                      "D", "so that 3.5 % of trading adults pay in a year"),
        corrupt_political=Param(0.15, "1", "the same in a political case", (0, 1), "assumed", "D",
                                "five to ten thousand dollars out of a camp for re-education (punishments)"),
        trend=Param(0, "1/year", "growth of that chance", (-0.1, 0.1), "assumed", "D",
                    "free sign: a constant hazard from 1995 already fits the answers of leavers"),
        trend_from=Param(2000, "year", "year at which the trend is nothing", (1990, 2010), "assumed", "D", "middle"),
        price=Param(0.4, "1", "bribe asked over what the penalty would cost", (0.1, 1.5), "assumed", "D",
                    "harsher penalties raise the price and the share who pay"),
        ready=Param(0.5, "1", "part of a household's cash that it would give", (0.1, 1), "assumed", "D", "not all"),
        spread=Param(0.6, "1", "how far people differ in what they would give to avoid a penalty", (0, 1), "assumed",
                     "D", "79 % would pay (repression_institutions)"),
        fine=Param({"1990": 1.5, "2003": 3, "2020-12": 15}, "USD", "a fine", (0.1, 200), "punishments", "D",
                   "100,000 to 200,000 won for parents by the law of 2020; before, some weeks' earnings"),
        cost_warned=Param(0.3, "USD", "what a warning costs, in money that one would give", (0, 10), "assumed", "D",
                          "goods lost"),
        cost_criticised=Param(8, "USD", "the same of a public condemnation", (0, 200), "assumed", "D", "shame, work"),
        cost_training=Param(30, "USD", "the same of labour training", (1, 1000), "assumed", "D", "months of earnings"),
        cost_prison=Param(400, "USD", "the same of prison", (10, 10000), "assumed", "D", "years of earnings"),
        cost_camp=Param(4000, "USD", "the same of a camp or death", (100, 50000), "assumed", "D", "all there is"),
        repeat=Param(0.5, "1", "room left for a mild outcome at a second offence", (0.1, 1), "punishments", "D",
                     "a second crossing went to long re-education, a first to training"),
        seized=Param(1, "1", "chance that what a case of films or writing was about is seized with the penalty", (0, 1),
                     "assumed", "D", "it is the evidence; 0: nobody looks"),
        by_law=Param(1, "1", "1: months held as `punishments` states them, where it does; 0: the four below for all",
                     (0, 1), "punishments", "B"),
        training_least=Param(2, "months", "labour training at least, where no law states it", (1, 6), "punishments",
                             "D", "a month or more"),
        training_most=Param(6, "months", "labour training at most, where no law states it", (3, 12), "punishments",
                            "B"),
        prison_least=Param(12, "months", "prison at least, where no law states it", (6, 36), "punishments", "D",
                           "re-education from a year"),
        prison_most=Param({"1990": 60, "2015": 120, "2020-12": 180}, "months", "prison at most, where no law states it",
                          (24, 250), "assumed", "D", "as the codes of these years set it for films"),
        expel_public=Param(0.1, "1", "members expelled after a public condemnation", (0, 1), "assumed", "D",
                           "a far bigger case; how often it costs the card is not counted"),
        expel_training=Param(0.4, "1", "members expelled who are sent to labour training", (0, 1), "assumed", "D",
                             "not counted"),
        expel_prison=Param(0.95, "1", "members expelled who are sent away for longer", (0, 1), "assumed", "D",
                           "nearly all"),
        equal=Param(0, "1", "1: members and elite are punished as ordinary people", (0, 1), "assumed", "D",
                    "a counterfactual"),
        none=Param(0, "1", "1: no case has a consequence", (0, 1), "assumed", "D", "a counterfactual"),
        extreme=Param(0, "1", "1: every case ends in a camp", (0, 1), "assumed", "D", "a counterfactual"),
        camp_start=Param(0.034, "1", "households of the hostile class that are in camps in 1990", (0, 0.1),
                         "repression_institutions", "C"),
        camp_food=Param(0.75, "1", "share of need that people in camps eat", (0.4, 1), "assumed", "D",
                        "hunger is in every account; hunger itself counts its dead"),
        held_food=Param(0.8, "1", "share of need that held people eat", (0.4, 1), "assumed", "D",
                        "families bring some"),
        camp_mortality=Param({"1990": 0.02, "1995": 0.04, "2000": 0.045}, "1/year",
                             "deaths in camps above schedule and hunger", (0, 0.2), "assumed", "D",
                             "so that the stock falls from some 150,000 in 2000 to about 100,000 by 2013"),
        held_mortality=Param(0.02, "1/year", "the same of those held", (0, 0.1), "assumed", "D", "illness, beatings"),
    )  # fmt: skip
    decisions = ("penal.decide", "penal.gate", "penal.bribe", "penal.sentence", "penal.term", "penal.expel",
                 "penal.perish", "penal.seize")  # fmt: skip
    exits = dict(executed=Exit("executed"), perished=Exit("died in a camp or in custody"))
    events = dict(
        gate_opened="the signature is given: one who has met the leader may be tried",
        bribed="a case is closed for a bribe; `amount` is the won paid",
        warned="let off with a warning",
        fined="fined; `amount` is the won paid",
        condemned="condemned in public",
        held="taken away for `amount` months, to labour training or prison; most who were held tell of beatings and"
        " torture",
        camp="sent to a political prison camp; `amount` is the offence",
        taken="taken to a camp with one of the household",
        executed="executed",
        seized="what is kept of smuggled films or hidden writing is seized; `amount` is the offence",
        expelled="expelled from the Party",
        released="released",
        perished="died in a camp or in custody",
        bereaved="lost one of the household in a camp, in custody or by execution (other: whom)",
    )
    examples = [
        # the same offence: an ordinary resident, a member, an office-holder, a tier; all alike under equal penalties
        dict(rule=standing, args=(0, 3, 0, 0.0), result=0),
        dict(rule=standing, args=(1, 3, 0, 0.0), result=1),
        dict(rule=standing, args=(2, 3, 0, 0.0), result=2),
        dict(rule=standing, args=(0, 9, 0, 0.0), result=2),
        dict(rule=standing, args=(1, 9, 1, 1.0), result=0),
        # the gate: closed to others' luck, open by a signature
        dict(rule=open_to_judge, args=(0, 0.9, 0.03), result=True),
        dict(rule=open_to_judge, args=(1, 0.9, 0.03), result=False),
        dict(rule=open_to_judge, args=(1, 0.01, 0.03), result=True),
        dict(rule=pays, args=(100.0, 250.0, 400.0, 0.5), result=True),
        dict(rule=pays, args=(300.0, 250.0, 4000.0, 0.5), result=False),
        dict(rule=graver, args=(0.4, 2, 0.5), result=0.7),
        dict(rule=political, args=(1,), result=0),
        dict(rule=political, args=(7,), result=1),
        # copies are seized with a fine, not where a bribe closed the case; who has none loses nothing
        dict(rule=seizes, args=(3, 1, 0.5, 1.0), result=True),
        dict(rule=seizes, args=(1, 1, 0.5, 1.0), result=False),
        dict(rule=seizes, args=(6, 0, 0.5, 1.0), result=False),
        # films under the law of December 2020: five to fifteen years
        dict(rule=months_held, args=(0.5, 60.0, 180.0), result=120),
        dict(rule=months_held, args=(0.5, 2.0, 6.0), result=4),
        dict(rule=sooner, args=(0.5, 7, 0.5, 8), result=True),
    ]

    serves = dict(P4=standing, T6=political, G3=open_to_judge)

    def start(self, land: Any, p: Any) -> None:
        stated()  # a table that cannot be read is refused before the first month

    def govern(self, land: Any, p: Any, month: Any) -> None:
        land.term_of[:] = ((p.training_least, p.training_most), (p.prison_least, p.prison_most))
        if p.by_law > 0:
            terms(month.label, land.term_of)
        shares = laws(month.label)
        cost = np.array([0, 0, p.cost_warned, p.fine, p.cost_criticised, p.cost_training, p.cost_prison, p.cost_camp,
                         p.cost_camp], np.float64)  # fmt: skip
        for kind in range(KINDS):
            for rank in range(RANKS):
                ends = shares[kind, 0 if p.equal > 0 else rank].copy()
                if p.none > 0 or kind == 0:
                    ends[:] = 0
                    ends[0] = 1
                elif p.extreme > 0:
                    ends[:] = 0
                    ends[TO_CAMP] = 1
                worth = 0.0
                for k in range(ENDS):  # in a fixed order
                    worth += float(ends[k]) * float(cost[k])
                    land.penalty_of[kind, rank, k] = min(1.0, float(ends[: k + 1].sum()))
                land.penalty_of[kind, rank, ENDS - 1] = 1
                land.feared[kind, rank] = worth
                land.bribe_price[kind, rank] = worth * float(p.price)
        growth = float(exp_(f4(float(p.trend) * (month.year - float(p.trend_from)))))
        land.bribable[0] = min(1.0, float(p.corrupt) * growth)
        land.bribable[1] = min(1.0, float(p.corrupt_political) * growth)

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.graft[:] += land.tally.bribed
        land.printed[...] -= land.tally.fined.sum()


def laws(label: str) -> Any:
    """Shares of outcomes by offence, standing and outcome under the law of this month: the last line that holds."""
    shares = np.zeros((KINDS, RANKS, ENDS))
    for row in table("penalty_shares"):
        if row["from"] <= label:  # "1990" <= "1990-01": texts sort as dates do
            cell = shares[int(row["kind"]), STANDINGS.index(row["status"])]
            cell[WARNED:] = [float(row[k]) / CENT for k in OUTCOMES]
    return shares


def whole(row: dict[str, str], field: str) -> int:
    """A whole number of a line of the table; says which line where it is none."""
    if not row[field].isdecimal() or int(row[field]) >= LIFE:
        raise ValueError(f"punishments.csv, {row['offence']!r}, {row['period']!r}: {field} {row[field]!r} is no whole"
                         f" number below {LIFE}")  # fmt: skip
    return int(row[field])


@cache
def stated() -> tuple[tuple[str, str, int, int, int | None, int], ...]:
    """What `punishments` states of months: from and until when, offence, training or prison, least (or none), most."""
    out = []
    for row in table("punishments"):
        if not row["kept"]:
            continue  # no months stated, or an offence that is not in the model
        kind, most = whole(row, "kind"), whole(row, "most")
        least = whole(row, "least") if row["least"] else None
        if row["kept"] not in KEPT or not 0 < kind < KINDS or (least or 0) > most or row["from"] < str(FIRST_YEAR):
            raise ValueError(f"punishments.csv, {row['offence']!r}, {row['period']!r}: kept in {row['kept']!r} for"
                             f" offence {kind}, {least} to {most} months from {row['from']!r} cannot be")  # fmt: skip
        out.append((row["from"], row["until"], kind, KEPT.index(row["kept"]), least, most))
    return tuple(sorted(out, key=lambda law: law[0]))


def terms(label: str, held: Any) -> None:
    """Months as the law of this month states them, over what `held` says elsewhere; the last line that holds."""
    for since, until, kind, where, least, most in stated():
        if since <= label and (not until or label[: len(until)] <= until):
            held[kind, where, MOST] = most
            held[kind, where, LEAST] = min(held[kind, where, LEAST] if least is None else least, most)


@span
def judge(punished, term, case, case_age, status, party, leave, cash, shelf, hidden, term_of, born, soul, line,  # type: ignore[no-untyped-def]
          house, grade, meetings, offences, n, province, weight, p, month, penalty_of, feared, bribe_price, bribable,
          dollar, key_decide, key_gate, key_bribe, key_sentence, key_term, key_expel, key_seize, exit_executed, log,
          event_gate_opened, event_bribed, event_seized, event_warned, event_fined, event_condemned, event_held,
          event_camp, event_taken, event_executed, event_bereaved, event_expelled, penalties, executed,
          executed_expected, taken_along, expelled, bribes, fined, bribed):  # fmt: skip
    """Cases that are ripe, one a household and month: that of the smallest lot. Units without a case are passed by."""
    first = np.empty(HOUSES, np.int32)
    rate = f4(dollar[()])
    for u in range(n.shape[0]):
        m, k, w, any_case, ripe = n[u], province[u], i8(weight[u]), u1(0), i4(0)
        for i in range(m):
            punished[u, i] = u1(0)
        for i in range(m):
            any_case = u1(any_case | case[u, i])
        if any_case == NO_CASE:
            continue
        for h in range(HOUSES):
            first[h] = NOBODY
        for i in range(m):
            free = status[u, i] == HOME or status[u, i] == HELD
            if case[u, i] == NO_CASE or leave[u, i] != STAYS or not free or i4(case_age[u, i]) < p.least:
                continue
            lot = draw(key_decide, soul[u, i])
            if not open_to_judge(meetings[u, i], draw(key_gate, soul[u, i]), p.gate_open):
                continue
            if meetings[u, i] == u1(0) and lot >= p.decide:
                continue
            f = first[house[u, i]]
            ripe = i4(ripe + i4(1))
            if f == NOBODY or sooner(lot, soul[u, i], draw(key_decide, soul[u, f]), soul[u, f]):
                first[house[u, i]] = i4(i)
        if ripe == i4(0):
            continue
        for h in range(HOUSES):
            i = first[h]
            if i == NOBODY:
                continue
            me, kind = soul[u, i], i4(case[u, i])
            rank = standing(party[u, i], grade[u, i], meetings[u, i], p.equal)
            if meetings[u, i] != u1(0):
                put(log, me, line[u, i], event_gate_opened, kind, 0)
            grave = political(kind)
            price = min(bribe_price[kind, rank] * rate, MOST_WON)
            loss = feared[kind, rank] * rate * (ONE - p.spread + TWO * p.spread * draw(NERVE, me))
            end = i4(0)
            if (price >= ONE and draw(key_bribe, me) < bribable[grave]
                    and pays(price, loss, f4(cash[u, h]), p.ready)):  # fmt: skip
                end = i4(LET_OFF)
                cash[u, h] = i4(cash[u, h] - i4(price))
                bribed[k] += i8(i4(price)) * w
                bribes[i4(kind != i4(1))] += w
                put(log, me, line[u, i], event_bribed, i4(price), kind)
            else:
                lot = graver(draw(key_sentence, me), offences[u, i], p.repeat)
                while end < i4(EXECUTED) and lot >= penalty_of[kind, rank, end]:
                    end = i4(end + i4(1))
                certain = penalty_of[kind, rank, EXECUTED] - penalty_of[kind, rank, TO_CAMP]
                executed_expected[k] += i8(certain * TO_30) * w
            others, young = i4(0), i4(0)  # of the household, at home: grown ones, and children
            for j in range(m):
                if house[u, j] == h and j != i and status[u, j] == HOME and leave[u, j] == STAYS:
                    old = i4(i4(i4(month) - i4(born[u, j])) >= SIXTEEN_YEARS)
                    others = i4(others + old)
                    young = i4(young + i4(i4(1) - old))
            alone = young > i4(0) and others == i4(0)
            if (end == i4(TRAINING) or end == i4(PRISON)) and alone and status[u, i] == HOME:
                continue  # nobody else is there for the children: the case waits
            family = end >= i4(TO_CAMP) and (grave != i4(0) or alone)
            case[u, i], case_age[u, i] = NO_CASE, u1(0)
            punished[u, i] = u1(end)
            penalties[kind, rank, end] += w
            kept = shelf[u, i] & COPY if kind == FILM else hidden[u, i] if kind == WRITING else NOTHING
            if seizes(end, kept, draw(key_seize, me), p.seized):
                if kind == FILM:
                    shelf[u, i] = u1(shelf[u, i] - COPY)
                else:
                    hidden[u, i] = u1(0)
                put(log, me, line[u, i], event_seized, kind, 0)
            if end == i4(WARNED):
                put(log, me, line[u, i], event_warned, kind, 0)
            elif end == i4(FINED):
                due = min(i4(min(p.fine * rate, MOST_WON)), cash[u, h])
                cash[u, h] = i4(cash[u, h] - due)
                fined[k] += i8(due) * w
                put(log, me, line[u, i], event_fined, due, kind)
            elif end == i4(CRITICISED):
                put(log, me, line[u, i], event_condemned, kind, 0)
            elif end == i4(TRAINING) or end == i4(PRISON):
                where = SHORT if end == i4(TRAINING) else LONG
                least, most = term_of[kind, where, LEAST], term_of[kind, where, MOST]
                status[u, i], term[u, i] = HELD, months_held(draw(key_term, me), least, most)
                put(log, me, line[u, i], event_held, term[u, i], kind)
            elif end == i4(TO_CAMP):
                status[u, i], term[u, i] = CAMP, LIFE
                put(log, me, line[u, i], event_camp, kind, 0)
            elif end == i4(EXECUTED):
                leave[u, i] = exit_executed
                executed[k] += w
                put(log, me, line[u, i], event_executed, kind, 0)
                put_home(log, soul[u], line[u], house[u], m, i, event_bereaved)
            out = p.expel_training if end == i4(TRAINING) else p.expel_public if end == i4(CRITICISED) else ZERO
            out = p.expel_prison if end > i4(TRAINING) else out
            if party[u, i] != u1(0) and p.equal == ZERO and draw(key_expel, me) < out:
                party[u, i] = u1(0)
                expelled[()] += w
                put(log, me, line[u, i], event_expelled, kind, 0)
            if family:
                for j in range(m):
                    if house[u, j] == h and j != i and status[u, j] == HOME and leave[u, j] == STAYS:
                        status[u, j], term[u, j], punished[u, j] = CAMP, LIFE, u1(TO_CAMP)
                        case[u, j], case_age[u, j] = NO_CASE, u1(0)
                        taken_along[k] += w
                        put(log, soul[u, j], line[u, j], event_taken, kind, 0)
                        if party[u, j] != u1(0):
                            party[u, j] = u1(0)
                            expelled[()] += w
                            put(log, soul[u, j], line[u, j], event_expelled, kind, 0)


@span
def hold(status, term, eaten, leave, case, traits, soul, line, house, need, n, province, weight, p, month, key_perish,  # type: ignore[no-untyped-def]
         exit_perished, log, event_released, event_perished, event_bereaved, held, camp_deaths):  # fmt: skip
    """Terms run down, people are fed and die, and who has served is let go. In January 1990 some are there already."""
    before = np.empty(HOUSES, np.uint8)
    twelfth = ONE / f4(12)
    for u in range(n.shape[0]):
        m, k, w, away, there, camps = n[u], province[u], i8(weight[u]), u1(0), i4(0), i4(0)
        if month == i4(0):
            for h in range(HOUSES):
                before[h] = u1(0)
            for i in range(m):
                mine = traits[u, i] & HEAD and traits[u, i] & CLASS == HOSTILE and status[u, i] == HOME
                if mine and draw(TAKEN, soul[u, i]) < p.camp_start:
                    before[house[u, i]] = u1(1)
            for i in range(m):
                if before[house[u, i]] and status[u, i] == HOME and leave[u, i] == STAYS:
                    status[u, i], term[u, i], case[u, i] = CAMP, LIFE, NO_CASE
        for i in range(m):
            away = u1(away | u1(status[u, i] == CAMP) | u1(status[u, i] == HELD))
        if away == u1(0):
            continue
        for i in range(m):
            s = status[u, i]
            if (s != CAMP and s != HELD) or leave[u, i] != STAYS:
                continue
            camps = i4(camps + i4(s == CAMP))
            there = i4(there + i4(s == HELD))
            eaten[u, i] = need[u, i] * (p.camp_food if s == CAMP else p.held_food)
            risk = (p.camp_mortality if s == CAMP else p.held_mortality) * twelfth
            if draw(key_perish, soul[u, i]) < risk:
                leave[u, i] = exit_perished
                camp_deaths[k] += w
                put(log, soul[u, i], line[u, i], event_perished, s, 0)
                put_home(log, soul[u], line[u], house[u], m, i, event_bereaved)
            elif term[u, i] != LIFE:
                term[u, i] = u1(max(i4(i4(term[u, i]) - i4(1)), i4(0)))
                if term[u, i] == u1(0) and case[u, i] == NO_CASE:
                    status[u, i] = HOME
                    put(log, soul[u, i], line[u, i], event_released, s, 0)
        held[k, 0] += i8(there) * w
        held[k, 1] += i8(camps) * w
