"""Surveillance: who hears of what, what is reported upward, how the ruler answers it, and what fear comes of it.

Who decides: the security agencies, on reports; the ruler, on how hard they are to work. Agents are few, some fifty
thousand of State Security and four times as many police, but in every neighbourhood unit some grown people report on
their neighbours. An offence is heard of the likelier, the more agents a province has, the more of the unit's people
report, the harder the agencies are driven, and, for talk, the more people heard it. A case is opened; that is all here:
what becomes of it is another file (`penal`). Who is searched may be found to hold what nobody was looking for.
The ruler cannot see what people think. He is told how many slacken or dissent, by units that would be blamed for it:
reports shade towards the loyalty that is shown, the more so the more they are feared. This is Wintrobe's dilemma
(1990, 1998): terror buys obedience and costs the knowledge of whether one is loved. Terror then moves with what is
reported beyond what was expected. A diplomat who fled says that it intensifies as loyalty weakens; theory allows the
other sign, so the gain may be either. Laws set the level to which it returns; it answers with a lag and has a price, in
hard currency, that the state pays or does not (`court`): unpaid agencies hold terror as far below what is asked.
Fear rises when people near are punished, when oneself is criticised or investigated, and fades to a base that terror
sets. People who report are neighbours under rules too: who they are is a lot here, not a character.
Left out: denunciation for gain, tapped telephones, household checks at night, rivalry of the agencies.
Sources: numbers of agents, informants at the border in `repression_institutions`; laws in `punishments`.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    PROVINCES, WIDTH, Column, Mechanism, Param, Place, Scratch, Tally, Unit, draw, f4, i4, i8, in_vectors, log_, put,
    rule, span, u1, u2, u4,
)  # fmt: skip

ZERO, ONE = f4(0), f4(1)
HOME, STAYS, NEVER = u1(0), u1(0), u1(0)
TRADE, FILM, BOOKS, TALK, DISSENT, TRAVEL, CROSSING, WRITING, SLACK, KIN = range(1, 11)
KINDS = 11
FARMER, OFFICIAL = u1(3), u1(7)  # codes of state work, from farm to office
SAW, LENT_OR_BORROWED, SPOKE, NO_PASS = u1(1), u1(12), u1(1), u1(3)
BY_READER, SLACKENS = u1(2), u1(1)  # named by a reader; 3: by one at second hand
REPORTS = u4(0x5EED0011)  # a lifelong lot: who reports on neighbours
SIXTEEN_YEARS, YEAR = i4(192), i4(12)
FULL, SHARE = f4(255), f4(1 / 255)
LINKS = 8
MOST_FILED, PUNISHED_IN_PUBLIC = u1(255), u1(4)
CAPITAL = 0


@rule
def report(shown, bias):  # type: ignore[no-untyped-def]
    """Slack and dissent as reported upward: less than what units see, by the part that those who report leave out."""
    return shown * (ONE - bias)


@rule
def shading(bias, dilemma, terror):  # type: ignore[no-untyped-def]
    """What is left out of reports: the more, the more those who report have to fear."""
    return min(max(bias * (ONE + dilemma * (terror - ONE)), ZERO), ONE)


@rule
def surprise(reported, expected, quiet):  # type: ignore[no-untyped-def]
    """By how much reports exceed what was expected, in relation to it; `quiet` is what nobody minds."""
    return log_((reported + quiet) / (expected + quiet))


@rule
def next_terror(terror, news, base, gain, decay, most):  # type: ignore[no-untyped-def]
    """Terror a month later: it answers reports beyond what was expected, and goes back to what the laws ask."""
    return min(max(terror + gain * news - decay * (terror - base), ZERO), most)


@rule
def held(asked, paid):  # type: ignore[no-untyped-def]
    """Terror as it stands: what is asked of the agencies, as far as they are paid for it."""
    return asked * paid


@rule
def overheard(watch, share, usual, hear):  # type: ignore[no-untyped-def]
    """Chance of detection in a unit: `hear` of it goes with the unit's share of informants over the usual one."""
    return min(watch * (ONE - hear + hear * share / usual), ONE)


@rule
def next_fear(fear, near, faces, case, base, p):  # type: ignore[no-untyped-def]
    """Fear a month later: punishment seen near, a public condemnation, a case of one's own; fading to its base."""
    up = p.by_punished * near + p.by_criticism * faces + p.by_case * case
    return min(max(fear + up * (ONE - fear) - p.fade * (fear - base), ZERO), ONE)


class Surveillance(Mechanism):
    owns = dict(
        fear=Column("f4", "1", "fear of punishment", bounds=(0, 1), start=0.2, record=1000),
        case=Column("u1", "code", "offence under investigation: 0 none, 1 trade, 2 film, 3 books lent, 4 talk, 5"
                    " dissent, 6 travel, 7 crossing, 8 hidden writing, 9 slack, 10 kin of one who left",
                    bounds=(0, 10)),
        case_age=Column("u1", "months", "months since the case was opened", bounds=(0, 255)),
        offences=Column("u1", "1", "offences on file", bounds=(0, 255)),
        offence=Scratch("u2", "bits", "offences of this month, bit k for code k"),
        terror=Place("f4", "1", "level of terror by province; 1 is that of 1990", over=("province",), step=1/256,
                     bounds=(0, 4), start=1),
        resolve=Place("f4", "1", "level of terror as the agencies are told to hold it, before it is rounded",
                      over=("province",), bounds=(0, 4), start=1),
        watch=Place("f4", "1/month", "chance that an offence of a kind is detected this month, before what the"
                    " person adds", over=("province", 11), digits=3, bounds=(0, 1)),
        reported=Place("f4", "1", "slack and dissent as reported upward", over=("province",), step=1/4096,
                       bounds=(0, 1)),
        expected=Place("f4", "1", "what was reported in the past years; -1 before the first report",
                       over=("province",), bounds=(-1, 1), start=-1),
        security_cost=Place("f8", "USD", "what the agencies cost at the level that is asked of them", over=()),
        punished_near=Unit("u1", "1/255", "share of the unit's people punished, as seen last month", step=1),
        ears=Unit("u1", "1/255", "share of the unit's grown people who report on neighbours, as of January", step=1),
        committed=Tally("persons", "offences by kind", over=("province", 11)),
        detected=Tally("persons", "offences detected by kind", over=("province", 11)),
        lenders_found=Tally("persons", "lenders of books found: by own reader, by a second-hand reader, otherwise",
                            over=(3,)),
        slack_shown=Tally("persons", "grown people who slackened or dissented, as their units see it",
                          over=("province",)),
        slack_of=Tally("persons", "grown people of whom that is said", over=("province",)),
    )  # fmt: skip
    reads = (
        "born work status leave hours display watching exposed told heard_from travels hidden meetings criticised"
        " punished soul line n province place weight place_border security_paid"
    )
    params = dict(
        catch_trade=Param(0.0065, "1/month", "chance that trade beside a state job is taken up", (0, 0.1), "assumed",
                          "D", "with the bribes of penal, 3.5 % of trading adults pay one in a year"),
        other_trade=Param(0.6, "1", "the same for those without a state job, over those with one", (0, 1), "assumed",
                          "D", "they may trade, but not everything, not everywhere, and later not at every age"),
        banned=Param({"1990": 1, "2003": 0.8, "2007": 1, "2010-05": 0.8}, "1", "how far trade is pursued", (0, 1),
                     "assumed", "D",
                     "markets licensed in 2003, rules of age and hours until 2009, let be after May 2010"),
        catch_film=Param(0.0006, "1/month", "chance that a viewer of smuggled films is found", (0, 0.1), "assumed",
                         "D", "most leavers had watched and few had been caught"),
        catch_books=Param(0.005, "1/month", "chance that lending or borrowing books from the South is found without"
                          " a reader who tells", (0, 0.1), "assumed", "D", "a court poet was found through readers"),
        catch_talk=Param(0.0005, "1/month", "chance that doubt told in trust is reported, for each who heard it",
                         (0, 0.05), "assumed", "D", "it is said to those who are trusted; sighs go unpunished"),
        catch_dissent=Param(0.25, "1/month", "chance that open dissent is taken up", (0.02, 1), "assumed", "D",
                            "the slightest dissent can mean prison"),
        catch_travel=Param(0.02, "1", "chance that a journey without a pass is stopped and taken up", (0, 0.3),
                           "assumed", "D", "checkpoints mostly take a gift on the spot"),
        catch_slack=Param(0.002, "1/month", "chance that slackness is taken up as an offence", (0, 0.1), "assumed",
                          "D", "sessions are dodged for months before anybody acts (repression_institutions)"),
        search=Param(0.3, "1", "chance that hidden writing is found once a political case is open", (0, 1), "assumed",
                     "D", "the home is searched"),
        search_other=Param(0.01, "1", "the same in a case of trade, travel or slackness", (0, 1), "assumed", "D",
                           "the home is seldom searched"),
        scale=Param(1, "1", "all detection over this; 0 is none", (0, 20), "assumed", "D", "a counterfactual"),
        certain=Param(0, "1", "1: every offence is detected in its month", (0, 1), "assumed", "D", "a counterfactual"),
        agents=Param(1, "1", "agents a head over those of the 2000s", (0, 5), "repression_institutions", "C"),
        agents_capital=Param(1.5, "1", "agents a head in the capital over elsewhere", (0.5, 4), "assumed", "D",
                             "the offices that are watched most stand there"),
        agents_border=Param({"1990": 1, "2018-11": 3}, "1", "people who report in border counties over elsewhere",
                            (0.5, 6), "repression_institutions", "C"),
        informants=Param({"1990": 0.02}, "1", "grown people who report on their neighbours", (0.002, 0.1), "assumed",
                         "D", "one in fifty is often told and counted by nobody: one or two in a unit"),
        hear=Param(0.7, "1", "part of detection that comes from neighbours", (0, 1), "assumed", "D",
                   "agents are one in a thousand: they hear through others"),
        heard_most=Param(5, "persons", "hearers that count for one who talks", (1, 20), "assumed", "D",
                         "talk in trust is to few"),
        trade_hours=Param(8, "h/week", "hours from which trade is noticed", (2, 30), "assumed",
                          "D", "a day a week"),
        protected=Param(0.3, "1", "detection of those who have met the leader over that of others", (0, 1), "assumed",
                        "D", "a court poet: closed benefits and no trial without a signature; agents look elsewhere"),
        gain=Param(0.02, "1/month", "terror a month per log of reports over what was expected", (-0.1, 0.2), "assumed",
                   "D", "free sign (Wintrobe 1990); a diplomat says that it rises as loyalty weakens; reports twice as"
                   " bad as usual add a seventieth a month"),
        quiet=Param(0.01, "1", "share of people reported of which nobody makes anything", (0.001, 0.1), "assumed", "D",
                    "a sleepy unit or two"),
        decay=Param(0.04, "1/month", "how fast terror goes back to what the laws ask", (0.005, 0.3), "assumed", "D",
                    "campaigns last a year or two"),
        base=Param({"1990": 1, "1995": 1.15, "1999": 1, "2009-12": 1.1, "2014": 1.2, "2015": 1.25, "2020-12": 1.5},
                   "1", "level of terror that the year's laws and orders ask", (0, 4), "punishments", "D",
                   "executions in public in the famine, harsher codes in 2014 and 2015, the law of December 2020; the"
                   " sizes are assumed"),
        most_terror=Param(3, "1", "highest level of terror", (1, 4), "assumed", "D", "agencies have so many hands"),
        hold=Param(0, "1", "1: terror of 1 is asked whatever is reported", (0, 1), "assumed", "D", "a counterfactual"),
        bias=Param(0.5, "1", "part of slack and dissent that reports leave out", (0, 1), "assumed", "D",
                   "a woman who left: private words are truer than any report"),
        dilemma=Param(0.3, "1", "how far terror makes reports leave out more", (-0.5, 2), "Wintrobe 1990", "D",
                      "the dictator's dilemma; its size is assumed"),
        lag=Param(3, "months", "over which reports reach the top", (1, 24), "assumed", "D", "quarterly reviews"),
        memory=Param(36, "months", "over which the expected follows the reported", (6, 240), "assumed", "D",
                     "what is usual is learnt over some years"),
        officers=Param(260e3, "persons", "agents and police", (1e5, 5e5), "repression_institutions", "B"),
        officer_cost=Param(4, "USD/month", "cost of one at terror 1", (0.5, 100), "assumed", "D",
                           "pay and extra rations at market rates"),
        by_punished=Param(1.5, "1", "fear from the share of people near who were punished", (0, 10), "assumed", "D",
                          "one in a hundred punished adds little over a hundredth"),
        linked=Param(0.3, "1", "weight of linked units over one's own", (0, 1), "assumed", "D", "word gets round"),
        by_criticism=Param(0.03, "1", "fear from a criticism; twice that from a public one", (0, 0.3), "assumed", "D",
                           "a weekly session is routine"),
        by_case=Param(0.2, "1", "fear from a month under investigation", (0, 1), "assumed", "D",
                      "a diplomat who waited: fear was unbearable"),
        fade=Param(0.05, "1/month", "how fast fear fades to its base", (0.01, 0.3), "assumed", "D", "over two years"),
        base_fear=Param(0.2, "1", "fear at terror 1 when nothing happens near", (0, 0.6), "assumed", "D",
                        "the level at the start"),
    )  # fmt: skip
    decisions = ("surveillance.detect", "surveillance.search")
    events = dict(investigated="a case is opened; `amount` is the offence")
    examples = [
        # a tenth slacken, half of it is left out of the reports
        dict(rule=report, args=(0.1, 0.5), result=0.05),
        dict(rule=shading, args=(0.5, 0.3, 1.0), result=0.5),
        dict(rule=shading, args=(0.5, 0.4, 2.0), result=0.7),
        dict(rule=surprise, args=(0.03, 0.01, 0.01), result=0.693147),
        # reports are twice as bad as expected: terror answers by the gain, either way
        dict(rule=next_terror, args=(1.0, 0.693147, 1.0, 0.02, 0.04, 3.0), result=1.013863),
        dict(rule=next_terror, args=(1.0, 0.693147, 1.0, -0.02, 0.04, 3.0), result=0.986137),
        # without news it goes back to what the laws ask
        dict(rule=next_terror, args=(1.5, 0.0, 1.0, 0.02, 0.04, 3.0), result=1.48),
        # half of what it costs is paid
        dict(rule=held, args=(1.2, 0.5), result=0.6),
        # open dissent in a unit with the usual share of informants, with twice as many, with none
        dict(rule=overheard, args=(0.25, 0.02, 0.02, 0.7), result=0.25),
        dict(rule=overheard, args=(0.25, 0.04, 0.02, 0.7), result=0.425),
        dict(rule=overheard, args=(0.25, 0.0, 0.02, 0.7), result=0.075),
    ]

    serves = dict(T1=overheard, T3=next_terror, P13=report)

    def start(self, land: Any, p: Any) -> None:
        land.terror[:] = land.resolve[:] = float(p.base)
        self._cost(land, p)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        shown, of = land.tally.slack_shown, land.tally.slack_of
        for k in range(PROVINCES):
            if of[k]:
                self._hear(land, p, k, float(shown[k]) / float(of[k]))
            used_to = land.expected[k] if land.expected[k] >= 0 else land.reported[k]
            news = surprise(land.reported[k], used_to, p.quiet)
            land.resolve[k] = next_terror(land.resolve[k], news, p.base, p.gain, p.decay, p.most_terror)
        for k in range(PROVINCES):
            land.terror[k] = held(ONE if p.hold > 0 else land.resolve[k], land.security_paid[()])
        kinds = (0, float(p.catch_trade) * float(p.banned), p.catch_film, p.catch_books, p.catch_talk,
                 p.catch_dissent, p.catch_travel, 0, 0, p.catch_slack, 0)  # fmt: skip
        for k in range(PROVINCES):
            hands = float(p.scale) * float(p.agents) * (float(p.agents_capital) if k == CAPITAL else 1)
            for kind in range(KINDS):
                chance = float(kinds[kind]) * hands * float(land.terror[k])
                land.watch[k, kind] = min(1.0, 1.0 if p.certain > 0 and kinds[kind] > 0 else chance)
        self._cost(land, p)

    def _cost(self, land: Any, p: Any) -> None:
        level = 1 if p.hold > 0 else sum(float(x) for x in land.resolve) / PROVINCES
        land.security_cost[...] = float(p.officers) * float(p.officer_cost) * float(p.agents) * level

    def _hear(self, land: Any, p: Any, k: int, shown: float) -> None:
        """What reaches the top of what one province's units saw, and what the top is used to."""
        told = float(report(f4(shown), shading(p.bias, p.dilemma, land.terror[k])))
        if land.expected[k] < 0:
            land.reported[k] = land.expected[k] = told
        land.reported[k] += (told - float(land.reported[k])) / float(p.lag)
        land.expected[k] += (float(land.reported[k]) - float(land.expected[k])) / float(p.memory)


@span
def notice(case, case_age, offences, offence, ears, ears_next, born, work, status, leave, hours, display, watching,  # type: ignore[no-untyped-def]
           exposed, told, heard_from, travels, hidden, meetings, soul, line, n, province, place, weight, place_border,
           watch, p, month, key_detect, key_search, log, event_investigated, committed, detected, lenders_found,
           slack_shown, slack_of):  # fmt: skip
    """What was done this month, who heard of it, and whose case is opened: bits first, then a mask, then the few. Whole
    vectors, few arrays a loop: what stands beyond the living rows is nobody, and has done nothing."""
    hit, old = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.int32)
    for u in range(n.shape[0]):
        m, k, w = n[u], province[u], i8(weight[u])
        whole = in_vectors(m)
        some, cases, named, found = i4(0), i4(0), i4(0), i4(0)
        grown, slack, hearers, speakers = i4(0), i4(0), i4(0), i4(0)
        for i in range(whole):
            lives = i4(i) < m
            here = lives & (status[u, i] == HOME) & (leave[u, i] == STAYS)
            adult = i4(here & (i4(i4(month) - i4(born[u, i])) >= SIXTEEN_YEARS))
            old[i] = adult
            grown = i4(grown + adult)
            slack = i4(slack + i4(adult & i4(display[u, i] <= SLACKENS)))
            cases = i4(cases | (i4(case[u, i]) if lives else i4(0)))
            named = i4(named | (i4(exposed[u, i]) if lives else i4(0)))
        for i in range(whole):
            b = i4(i4(hours[u, i] >= p.trade_hours) << 1)
            b = i4(b | i4(i4(watching[u, i] & SAW) << 2))
            b = i4(b | i4(i4((watching[u, i] & LENT_OR_BORROWED) != NEVER) << 3))
            b = i4(b | i4(i4(told[u, i] & SPOKE) << 4))
            b = i4(b | i4(i4(display[u, i] == NEVER) << 5))
            b = i4(b | i4(i4(travels[u, i] == NO_PASS) << 6))
            b = i4(b | i4(i4(hidden[u, i] != NEVER) << 8))
            b = i4(b | i4(i4(display[u, i] == SLACKENS) << 9))
            o = i4(b * old[i])
            offence[u, i] = u2(o)
            some = i4(some | o)
        slack_shown[k] += i8(slack) * w
        slack_of[k] += i8(grown) * w
        share = ears[u]
        if month % YEAR == i4(0):
            many = i4(0)
            for i in range(m):
                many = i4(many + i4(i4(draw(REPORTS, soul[u, i]) < p.informants)
                                    * i4(i4(i4(month) - i4(born[u, i])) >= SIXTEEN_YEARS)))  # fmt: skip
            part = min(f4(many) / f4(max(grown, i4(1))), ONE)
            share = u1(part * FULL)  # type: ignore[call-overload]
        ears_next[u] = share
        if cases:  # who has a case is a month further into it; those of others' making are put on file
            for i in range(m):
                c = case[u, i]
                if c != NEVER:
                    if case_age[u, i] == NEVER and (c == u1(CROSSING) or c == u1(KIN)):
                        detected[k, c] += w
                        put(log, soul[u, i], line[u, i], event_investigated, c, 0)
                    case_age[u, i] = u1(min(i4(i4(case_age[u, i]) + i4(1)), i4(MOST_FILED)))
        if named:
            for i in range(m):
                e = exposed[u, i]
                if e != NEVER:
                    if e >= BY_READER:
                        lenders_found[i4(i4(e) - i4(BY_READER))] += w
                    if case[u, i] != u1(BOOKS) and status[u, i] == HOME and leave[u, i] == STAYS:
                        case[u, i], case_age[u, i] = u1(BOOKS), u1(0)
                        offences[u, i] = u1(min(i4(i4(offences[u, i]) + i4(1)), i4(MOST_FILED)))
                        detected[k, BOOKS] += w
                        put(log, soul[u, i], line[u, i], event_investigated, BOOKS, 0)
        if some == i4(0):
            continue
        if some & i4(1 << TALK):
            for i in range(m):
                hearers = i4(hearers + i4(heard_from[u, i]))
                speakers = i4(speakers + i4(i4(told[u, i]) & i4(1)))
        ears_here = p.agents_border if place_border[place[u]] else ONE
        near = f4(share) * SHARE * ears_here
        aloud = min(max(f4(hearers) / f4(max(speakers, i4(1))), ONE), p.heard_most)
        top = ZERO
        for kind in range(1, KINDS):
            if some & i4(1 << kind):
                many = i4(0)
                for i in range(whole):
                    many = i4(many + i4((offence[u, i] >> u2(kind)) & u2(1)))
                committed[k, kind] += i8(many) * w
                top = top + overheard(watch[k, kind], near, p.informants, p.hear) * (aloud if kind == TALK else ONE)
        top = max(top, p.certain)
        for i in range(whole):
            d = i4((draw(key_detect, soul[u, i]) < top) & (offence[u, i] != u2(0)))
            hit[i] = u1(d)
            found = i4(found + d)
        if found == i4(0):
            continue
        for i in range(m):
            if hit[i] == u1(0) or case[u, i] != NEVER:
                continue
            lot, charge, passed = draw(key_detect, soul[u, i]), u1(0), ZERO
            guard = p.protected if meetings[u, i] != NEVER and p.certain == ZERO else ONE
            for x in range(1, KINDS):  # the grave ones first, slackness and trade last
                c = i4(DISSENT if x == 1 else TRADE if x == KINDS - 2 else SLACK if x == KINDS - 1 else x)
                if c == i4(DISSENT) and x != 1:
                    continue
                if (offence[u, i] >> u2(c)) & u2(1) and charge == u1(0):
                    one = overheard(watch[k, c], near, p.informants, p.hear) * (aloud if c == i4(TALK) else ONE)
                    if c == i4(TRADE) and (work[u, i] < FARMER or work[u, i] > OFFICIAL):
                        one = one * p.other_trade
                    passed = passed + (ONE if p.certain > ZERO and watch[k, c] > ZERO else one * guard)
                    if lot < passed:
                        charge = u1(c)
            if charge != u1(0):
                minor = charge == u1(TRADE) or charge == u1(TRAVEL) or charge == u1(SLACK)
                looks = p.search_other if minor else p.search
                if hidden[u, i] != NEVER and draw(key_search, soul[u, i]) < looks:
                    charge = u1(WRITING)
                if charge == u1(BOOKS) and watching[u, i] & u1(4):
                    lenders_found[2] += w
                case[u, i], case_age[u, i] = charge, u1(0)
                offences[u, i] = u1(min(i4(i4(offences[u, i]) + i4(1)), i4(MOST_FILED)))
                detected[k, charge] += w
                put(log, soul[u, i], line[u, i], event_investigated, charge, 0)


@span
def dread(fear, case, criticised, punished, punished_near, punished_near_all, punished_near_next, link, n, province,  # type: ignore[no-untyped-def]
          terror, p):  # fmt: skip
    """Who was punished near, and what fear that leaves."""
    for u in range(n.shape[0]):
        m, seen, around = n[u], u1(0), i4(0)
        for x in range(LINKS):
            around = i4(around + i4(punished_near_all[link[u, x]]))
        near = (f4(punished_near[u]) + p.linked * f4(around) / f4(LINKS)) * SHARE
        base = min(p.base_fear * terror[province[u]], ONE)
        for i in range(m):
            fear[u, i] = next_fear(fear[u, i], near, f4(criticised[u, i]), f4(case[u, i] != NEVER), base, p)
        for i in range(m):
            seen = u1(seen + u1(punished[u, i] >= PUNISHED_IN_PUBLIC))
        punished_near_next[u] = u1(min(i4(f4(seen) * FULL / f4(max(m, i4(1)))), i4(255)))
