"""Belief: private loyalty, on a logit scale, moved a little every month by what a person hears, eats, sees and knows.

Nobody decides here, and nobody sees the result: neighbours and state see what is shown (`display`). At fifteen, or at
the founding, a person has a view: a national mean, a shift by class, a lifelong leaning, a drift by year of birth;
members of 1990 had been picked for loyalty. From then on it moves with the state's word times the credibility that is
left (over what the first view already holds), own hunger (blame, and a dependence that ties who is afraid: Rozenas &
Zhukov 2019), hunger seen around (own unit, linked units, market, journeys), the South compared with the North as far as
one knows of it, relief from viewing (Kern & Hainmueller 2009), gifts and supply, awe after a meeting and the image lost
by it, what is heard in trust (DeGroot 1974), hope, own slogans (Festinger & Carlsmith 1959), criticism. An offence on
file shifts the level to which the view slowly returns. Effects are in logits a year; most signs are free, and the
record (57.3 % of those who left to 2000, 29.4 % of those who left in 2016-20; n = 743) identifies their sum at best.
Who never goes hungry and is never told of the outside can lose faith only by what is seen of others.
Left out: fear, which acts on what is shown; faith, love of country; views on anything but the leader. Loyalty here is
an answer to a question, never a soul; a low one is no readiness to revolt.
"""

import numpy as np

from tumen.mechanism import (
    WIDTH, Column, Mechanism, Param, Tally, Unit, f4, i2, i4, i8, in_vectors, normal, rule, span, u1, u4,
)  # fmt: skip

ZERO, ONE, HALF = f4(0), f4(1), f4(0.5)
TWELFTH, EIGHTH, BYTE, THOUSANDTH = f4(1 / 12), f4(1 / 8), f4(255), f4(0.001)
CLASS, CORE, HOSTILE, HOME, NOBODY = u1(12), u1(0), u1(8), u1(0), u1(0)
TIER, FILM, STAYS = u1(9), u1(1), u1(0)
TWO, THREE = u1(2), u1(3)  # meetings and offences beyond these add nothing
ENTRY, GROWN, NEVER = i4(180), i4(192), i2(-32000)
LEANING = u4(0x5EED0031)  # a lifelong trait: a draw without a month
LEAST, MOST = f4(-8), f4(8)


@rule
def first_view(mean, by_class, lot, spread, years, drift, picked):  # type: ignore[no-untyped-def]
    """The view at fifteen or at the founding: nation, class, lifelong leaning, year of birth, picked for the Party."""
    return mean + by_class + spread * lot + drift * years + picked


@rule
def went_short(eaten, need, enough, full):  # type: ignore[no-untyped-def]
    """Own hunger: nought where enough is on the plate, one where `full` of the need is missing."""
    return min(max(enough - eaten / max(need, ONE), ZERO) / full, ONE)


@rule
def by_hunger(short, fear, blame, dependence):  # type: ignore[no-untyped-def]
    """Hunger is blamed on the state; who is afraid clings to the hand that feeds."""
    return short * (dependence * fear - blame)


@rule
def seen(near, far, look):  # type: ignore[no-untyped-def]
    """Share of people seen hungry: in the own unit, and as far as one looks, in others."""
    return near + (far - near) * min(look, ONE)


@rule
def by_comparison(knowledge, gap, comparison, relief, films):  # type: ignore[no-untyped-def]
    """The South held against the North as far as one knows of it, and the ease that a film brings."""
    return comparison * knowledge * gap + relief * films


@rule
def next_view(view, level, back, push, heard, trust):  # type: ignore[no-untyped-def]
    """The view a month later: some way back to the own level, pushed by the month, drawn by what is heard in trust."""
    return min(max(view + back * (level - view) + push + trust * heard, LEAST), MOST)


@rule
def in_bytes(some, of):  # type: ignore[no-untyped-def]
    """A share, as the whole number of 255ths that is published."""
    return i4(f4(some) / f4(max(of, i4(1))) * BYTE + HALF)


class Belief(Mechanism):
    owns = dict(
        loyalty=Column("f4", "logit", "private loyalty", bounds=(-8, 8), record=1000),
        hungry_near=Unit("u1", "1/255", "share of the unit's people who go hungry, as seen last month", step=1),
        loyal=Tally("persons", "grown persons whose private loyalty is above zero, by province and stratum",
                    over=("province", 3)),
        grown=Tally("persons", "grown persons, by province and stratum", over=("province", 3)),
    )  # fmt: skip
    reads = (
        "born traits soul grade party joined status eaten need credibility dose spoken knowledge watching favour awe "
        "meetings heard hope hours travels fear offences criticised gap n province weight"
    )
    params = dict(
        mean=Param(1, "logit", "private loyalty at the founding", (-1, 3), "assumed", "D",
                   "prior N(1, 0.7); informed by the 57.3 % of leavers alone"),
        core=Param(0.3, "logit", "core class over the wavering", (0, 1.5), "assumed", "D",
                   "class sorts by the record of the family, and rewards it"),
        hostile=Param(-0.5, "logit", "hostile class over the wavering", (-2, 0), "assumed", "D", "kept down for life"),
        spread=Param(1.35, "logit", "lifelong differences between persons, sd", (0.5, 2), "assumed", "D",
                     "with the rest, about three in four above nought in 1990"),
        born_from=Param(30, "years", "age in 1990 of those for whom the drift is nought", (0, 60), "assumed", "D",
                        "the middle of the grown people of 1990"),
        drift=Param(0, "logit/year", "drift by year of birth, from those born in 1960", (-0.06, 0.06),
                    "assumed", "D", "prior N(0, 0.02)"),
        picked=Param(0.6, "logit", "members of 1990 over others", (0, 1.5), "assumed", "D",
                     "admission looks for loyalty; how much it finds is not known"),
        back=Param(0.15, "1/year", "return to the own level", (0.02, 0.5), "assumed", "D",
                   "views settle over years, not months"),
        word=Param(0.5, "logit/year", "the state's word at full dose and credibility", (0, 1.5), "assumed", "D",
                   "small effects that level off are what studies of propaganda find"),
        usual=Param(0.5, "1", "dose times credibility that the first view already holds", (0.2, 0.8), "assumed", "D",
                    "about what people of 1990 hear and believe"),
        blame=Param(0.25, "logit/year", "own hunger: what is blamed on the state", (-0.5, 1), "assumed", "D",
                    "prior of the net effect N(-0.2, 0.3)"),
        dependence=Param(0.2, "logit/year", "own hunger: what ties the frightened", (-0.5, 1), "assumed", "D",
                         "sign free"),
        seen_hunger=Param(-0.1, "logit/year", "hunger seen around, if all others went hungry", (-1, 1),
                          "assumed", "D", "prior N(-0.1, 0.2), sign free"),
        enough=Param(0.95, "1", "share of the need on the plate that is enough", (0.8, 1), "assumed", "D",
                     "as in propaganda"),
        full=Param(0.25, "1", "share missing at which hunger counts in full", (0.1, 0.5), "assumed", "D",
                   "below three quarters of need, as the finding counts"),
        hungry=Param(0.75, "1", "share of the need below which others see hunger", (0.5, 0.9), "assumed", "D",
                     "the same line"),
        look=Param(0.2, "1", "how far everybody sees into linked units", (0, 1), "assumed", "D",
                   "work, kin, the way to both"),
        market=Param(0.4, "1", "how much farther a trader sees", (0, 1), "assumed", "D", "the market shows all"),
        journey=Param(0.6, "1", "how much farther a traveller sees", (0, 1), "testimony of a court poet", "D",
                      "he saw on his way that most live another life"),
        comparison=Param(-0.1, "logit/year", "the South's advantage, each log point of it, if all of it is known",
                         (-0.6, 0.6), "assumed", "D", "prior N(-0.1, 0.2), sign free"),
        relief=Param(0.1, "logit/year", "ease brought by films in every month", (0, 0.6), "assumed", "D",
                     "East Germans with Western television were more content (Kern & Hainmueller 2009)"),
        gift=Param(0.05, "logit", "a gift that is worth much", (0, 0.5), "assumed", "D", "may be nought, G2"),
        worth=Param(500, "USD", "gift that has half of all effect", (50, 5000), "assumed", "D",
                    "the watch of the testimony is worth twenty times that"),
        supply=Param(0, "logit/year", "being in a supply tier", (-0.2, 0.2), "assumed", "D",
                     "what it did before 1990 stands in the first view; may be nought, G2"),
        awe=Param(0.4, "logit/year", "full awe after a meeting with the leader", (0, 2), "testimony of a court poet",
                  "D", "overwhelmed; it fades"),
        image=Param(0.12, "logit/year", "image lost by having met him, each of the first two meetings", (0, 1),
                    "testimony of a court poet", "D", "disappointed, for good; the net effect is an output"),
        trust=Param(0.05, "1", "way towards the view of one who confides", (0, 0.3), "assumed", "D",
                    "close ones' words count more than any paper, slowly"),
        hope_effect=Param(0.2, "logit/year", "full hope against none", (-0.3, 0.8), "assumed", "D",
                          "who expects better years bears with the state"),
        hope_mean=Param(0.5, "1", "hope that the first view already holds", (0.3, 0.7), "assumed", "D", "as founded"),
        slogans=Param(0, "logit/year", "speaking slogans as loud as can be", (-0.3, 0.3), "assumed", "D",
                      "sign free: saying is believing, or wears off"),
        criticism=Param(0, "logit", "a session of being criticised", (-0.1, 0.1), "assumed", "D",
                        "sign free: grievance or repentance"),
        grievance=Param(-0.2, "logit", "each of the first three offences on file, in the level to return to", (-1, 1),
                        "assumed", "D", "sign free; fear is surveillance's"),
    )  # fmt: skip
    examples = [
        dict(rule=first_view, args=(1.0, 0.3, -1.0, 1.2, 10.0, -0.02, 0.5), result=0.4),
        dict(rule=went_short, args=(350.0, 500.0, 0.95, 0.25), result=1.0),
        dict(rule=went_short, args=(490.0, 500.0, 0.95, 0.25), result=0.0),
        dict(rule=by_hunger, args=(1.0, 0.5, 0.25, 0.2), result=-0.15),
        # a plate always full, in a unit where nobody goes short: he who travels sees what he who stays does not
        dict(rule=seen, args=(0.0, 0.5, 0.8), result=0.4),
        dict(rule=seen, args=(0.0, 0.5, 0.0), result=0.0),
        dict(rule=by_comparison, args=(0.5, 3.0, -0.1, 0.1, 1.0), result=-0.05),
        dict(rule=in_bytes, args=(30, 60), result=128),
        dict(rule=next_view, args=(1.0, 2.0, 0.1, -0.2, 0.0, 0.05), result=0.9),
    ]
    serves = dict(I2=by_comparison, I8=seen)


@span
def feel(loyalty, hungry_near, hungry_near_all, hungry_near_next, link, born, traits, soul, grade, party, joined,  # type: ignore[no-untyped-def]
         status, eaten, need, credibility, dose, spoken, knowledge, watching, favour, awe, meetings, heard, hope,
         hours, travels, fear, offences, criticised, gap, n, province, weight, p, month, loyal, grown):  # fmt: skip
    """Levels first, then pushes, then the view: loops of one kind each, so that all become vectors."""
    level, push, said = np.empty(WIDTH, np.float32), np.zeros(WIDTH, np.float32), np.empty(WIDTH, np.float32)
    founding, ahead, back = i4(month) == i4(0), gap[()], p.back * TWELFTH
    for u in range(n.shape[0]):
        m, k, w = n[u], province[u], i8(weight[u])
        whole = in_vectors(m)
        near, links = f4(hungry_near[u]) / BYTE, i4(0)
        for s in range(link.shape[1]):
            links = i4(links + i4(hungry_near_all[link[u, s]]))
        far = f4(links) * EIGHTH / BYTE
        for i in range(whole):  # whole vectors: what stands beyond the living rows goes into scratch alone
            c = traits[u, i] & CLASS
            by_class = p.core if c == CORE else p.hostile if c == HOSTILE else ZERO
            picked = p.picked if (party[u, i] != NOBODY) & (joined[u, i] == NEVER) else ZERO
            years = f4(born[u, i]) * TWELFTH + p.born_from
            level[i] = first_view(p.mean, by_class, normal(LEANING, soul[u, i]), p.spread, years, p.drift, picked)
        hungry = home = i4(0)
        for i in range(whole):  # few arrays a loop: with more of them the compiler makes no vectors of it
            ate, needs = eaten[u, i], need[u, i]
            short = went_short(ate, needs, p.enough, p.full)
            push[i] = p.word * (dose[u, i] * credibility[u, i] - p.usual) + by_hunger(
                short, fear[u, i], p.blame, p.dependence
            )
            here = i4((status[u, i] == HOME) & (i4(i) < m))
            home = i4(home + here)
            hungry = i4(hungry + i4(here & i4(ate < needs * p.hungry)))
        hungry_near_next[u] = u1(in_bytes(hungry, home))
        for i in range(whole):
            trade, road = p.market if hours[u, i] > ZERO else ZERO, p.journey if travels[u, i] > STAYS else ZERO
            films = ONE if watching[u, i] & FILM else ZERO
            yearly = (
                push[i] + p.seen_hunger * seen(near, far, p.look + trade + road)
                + by_comparison(knowledge[u, i], ahead, p.comparison, p.relief, films)
            )  # fmt: skip
            push[i] = yearly * TWELFTH
        for i in range(whole):
            met = f4(min(meetings[u, i], TWO))
            said[i] = p.awe * awe[u, i] - p.image * met + p.hope_effect * (hope[u, i] - p.hope_mean)
        if p.slogans != ZERO:
            for i in range(m):
                said[i] += p.slogans * spoken[u, i]
        for i in range(whole):
            yearly = said[i] + (p.supply if grade[u, i] >= TIER else ZERO)
            given = p.gift * favour[u, i] / (favour[u, i] + p.worth)
            push[i] = push[i] + yearly * TWELFTH + given
        if p.criticism != ZERO:
            for i in range(m):
                push[i] += p.criticism * f4(criticised[u, i])
        for i in range(whole):
            age, v = i4(i4(month) - i4(born[u, i])), level[i]
            settled = v + p.grievance * f4(min(offences[u, i], THREE))
            later = next_view(loyalty[u, i], settled, back, push[i], f4(heard[u, i]) * THOUSANDTH, p.trust)
            first = (age == ENTRY) | founding
            push[i] = (v if first else later) if age >= ENTRY else ZERO
        for i in range(m):
            loyalty[u, i] = push[i]
        public = members = tiers = yes = yes_members = yes_tiers = i4(0)
        for i in range(whole):
            old = (i4(i4(month) - i4(born[u, i])) >= GROWN) & (i4(i) < m)
            tier = old & (grade[u, i] >= TIER)
            member = old & (grade[u, i] < TIER) & (party[u, i] != NOBODY)
            above = push[i] > ZERO
            public, members, tiers = i4(public + i4(old)), i4(members + i4(member)), i4(tiers + i4(tier))
            yes, yes_members = i4(yes + i4(old & above)), i4(yes_members + i4(member & above))
            yes_tiers = i4(yes_tiers + i4(tier & above))
        grown[k, 0] += i8(i4(public - i4(members + tiers))) * w
        grown[k, 1] += i8(members) * w
        grown[k, 2] += i8(tiers) * w
        loyal[k, 0] += i8(i4(yes - i4(yes_members + yes_tiers))) * w
        loyal[k, 1] += i8(yes_members) * w
        loyal[k, 2] += i8(yes_tiers) * w
