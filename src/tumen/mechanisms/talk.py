"""Talk: doubt is said only where it is safe, most hear it and say nothing, and some write it down for nobody.

Who decides: a grown person whose private view lies far below the loyalty that they have to show. The wider the
distance, the more it wants out; fear holds it back, and who is worn out speaks less. It is said at home, or to the one
neighbour whom a person trusts; only 27 % of arrivals in the South had ever trusted anybody outside the family, so most
have no such neighbour. Who is trusted does not change from month to month. A question is dangerous for both: the
hearer listens, and answers with a doubt of their own only if they have one and dare. Listening is an act, for who does
not report it shares the risk (the risk itself is surveillance's). What is heard draws the hearer's view towards the
speaker's, in `belief`. People who write for a living may write against the regime and show it to nobody, as a court
poet did while his praise was printed: nothing here makes them show less zeal.
Left out: quarrels, informers who pose as friends (surveillance), jokes, what is said, talk at work outside the unit,
the burning of manuscripts. Sources: trust from the survey of 2016 arrivals in `repression_institutions`; preference
falsification from Kuran 1989; sighs and silence from a neighbour of Party members; rates are assumed.
"""

import numpy as np

from tumen.mechanism import (
    WIDTH, Column, Mechanism, Param, Scratch, Tally, draw, f4, i4, i8, in_vectors, put, rule, span, u1, u4,
)  # fmt: skip

ZERO, ONE, TWO, THOUSAND = f4(0), f4(1), f4(2), f4(1000)
AT_HOME, MOST = u1(0), i4(255)
STUDENT, SERVICES, OFFICIAL, WRITER = u1(2), u1(6), u1(7), u1(1)
TOLD, LISTENED = u1(1), u1(2)
GROWN, NOBODY, NO_LOT = i4(192), i4(-1), i4(0x40000000)  # the bits of two, above every lot
TRUSTING = u4(0x5EED0021)  # a lifelong trait: a draw without a month


@rule
def strain(shown, loyalty, scale):  # type: ignore[no-untyped-def]
    """Distance of the private view below the loyalty shown, from nought to one at `scale`."""
    return min(max((f4(shown) - loyalty) / scale, ZERO), ONE)


@rule
def dares(most, strained, fear, caution, fatigue, weary, less):  # type: ignore[no-untyped-def]
    """Chance of saying doubt this month: strain drives it, fear holds it back, the worn-out say less."""
    return most * strained * max(ONE - caution * fear, ZERO) * (less if fatigue > weary else ONE)


@rule
def writes_in_secret(most, pen, loyalty, below, fear, caution):  # type: ignore[no-untyped-def]
    """Chance of writing against the regime for nobody: only who can write well and thinks ill of it."""
    return most * max(ONE - caution * fear, ZERO) if pen and loyalty < below else ZERO


@rule
def against(said, own, most):  # type: ignore[no-untyped-def]
    """What is heard against the own view, in whole thousandths, no more than `most`."""
    return i4(min(max(said - own, -most), most) * THOUSAND)


class Talk(Mechanism):
    owns = dict(
        heard=Scratch("i4", "1/1000 logit", "sum of the words of doubt heard in trust this month, against own view"),
        heard_from=Scratch("u1", "persons", "how many confided this month"),
        told=Scratch("u1", "code", "1 told doubt in trust, 2 listened without answering, 3 both"),
        hidden=Column("u1", "code", "1: has written against the regime in secret", bounds=(0, 1)),
        confided=Tally("persons", "persons who told doubt in trust, members apart", over=("province", 2)),
        listened=Tally("persons", "persons who listened without answering", over=("province",)),
        wrote=Tally("persons", "persons who began to write against the regime in secret", over=()),
    )  # fmt: skip
    reads = "born soul line status house work post party loyalty display fear fatigue n province weight"
    params = dict(
        tell=Param(0.08, "1/month", "chance of saying doubt at full strain, unafraid, rested", (0.01, 1), "assumed",
                   "D", "sighs and complaints are told of by most who left, counted by nobody"),
        scale=Param(4, "logit", "distance between what is shown and felt that is full strain", (2, 8), "assumed", "D",
                    "from compliance to deep disbelief"),
        caution=Param(0.9, "1", "part of all talk that full fear stops", (0, 1), "assumed", "D",
                      "a word can mean a camp for the family"),
        weary=Param(0.7, "1", "weariness above which people say less", (0.4, 1.5), "assumed", "D",
                    "form assumed there"),
        less=Param(0.5, "1", "what the worn-out still say", (0.2, 1), "assumed", "D", "halved: assumed there"),
        trusting=Param(0.274, "1", "people who trust anybody outside the family", (0.15, 0.45),
                       "repression_institutions", "A"),
        outside=Param(0.4, "1", "of their confidences that go to the neighbour and not to the family", (0.1, 0.8),
                      "assumed", "D", "what would worry the family is told elsewhere"),
        answer=Param(0.5, "1", "chance that a hearer with doubts at full strain, unafraid, answers", (0, 1), "assumed",
                     "D", "people only listen: questions are dangerous"),
        most=Param(4, "logit", "farthest that one confidence can lie from the hearer's view", (1, 8), "assumed", "D",
                   "beyond it words are not taken in"),
        write=Param(0.0005, "1/month", "chance that one who can write begins to write in secret", (0, 1), "assumed",
                    "D", "one court poet, and manuscripts that reached the South: rare"),
        write_below=Param(-0.5, "logit", "private view below which it is written", (-3, 1), "assumed", "D",
                          "clear disbelief"),
    )  # fmt: skip
    decisions = ("talk.confide", "talk.turn", "talk.hear", "talk.reply")
    events = dict(
        confided="said doubt in trust to somebody (other: to whom)",
        listened="listened to doubt and did not answer (other: to whom)",
        wrote_in_secret="began to write against the regime and showed it to nobody",
    )
    examples = [
        dict(rule=strain, args=(2, -2.0, 4.0), result=1.0),
        dict(rule=strain, args=(2, 3.0, 4.0), result=0.0),
        dict(rule=dares, args=(0.08, 1.0, 0.5, 0.9, 0.2, 0.7, 0.5), result=0.044),
        dict(rule=dares, args=(0.08, 1.0, 0.5, 0.9, 0.9, 0.7, 0.5), result=0.022),
        dict(rule=writes_in_secret, args=(0.002, True, -2.0, -0.5, 0.0, 0.9), result=0.002),
        dict(rule=writes_in_secret, args=(0.002, True, 1.0, -0.5, 0.0, 0.9), result=0.0),
        dict(rule=against, args=(-2.0, 0.5, 4.0), result=-2500),
    ]
    serves = dict(P9=dares, I9=writes_in_secret)


@span
def confide(heard, heard_from, told, hidden, born, soul, line, status, house, work, post, party, loyalty, display, fear,  # type: ignore[no-untyped-def]
            fatigue, n, province, weight, p, month, key_confide, key_turn, key_hear, key_reply, log, event_confided,
            event_listened, event_wrote_in_secret, confided, listened, wrote):  # fmt: skip
    """One lot decides both: its lower end who speaks, its upper end who writes. A mask first, then the few."""
    lot, theirs, who = np.empty(WIDTH, np.float32), np.empty(WIDTH, np.float32), np.empty(WIDTH, np.int32)
    here, may, bits = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.uint8), theirs.view(np.int32)
    high = ONE - p.write
    for u in range(n.shape[0]):
        m, c = n[u], i4(0)
        whole = in_vectors(m)
        for i in range(m):
            heard[u, i] = i4(0)
        for i in range(m):
            heard_from[u, i] = u1(0)
        for i in range(m):
            told[u, i] = u1(0)
        if i4(month) == i4(0):  # nobody has a view of record before the first month is over
            continue
        for i in range(whole):  # whole vectors: what stands beyond the living rows goes into scratch alone
            d = draw(key_confide, soul[u, i])
            lot[i] = d
        for i in range(whole):
            here[i] = u1((status[u, i] == AT_HOME) & (i4(i4(month) - i4(born[u, i])) >= GROWN))
        for i in range(whole):
            may[i] = u1(here[i] & u1((lot[i] < p.tell) | (lot[i] >= high)))
        for i in range(m):  # without a branch: every row is written down, and kept where it may say something
            who[c] = i4(i)
            c = i4(c + i4(may[i]))
        k, w = province[u], i8(weight[u])
        for x in range(c):
            i = who[x]
            view, me = loyalty[u, i], soul[u, i]
            if lot[i] >= high and hidden[u, i] == u1(0):
                job = work[u, i]
                pen = (job == OFFICIAL) | (job == SERVICES) | (job == STUDENT) | (post[u, i] == WRITER)
                if ONE - lot[i] <= writes_in_secret(p.write, pen, view, p.write_below, fear[u, i], p.caution):
                    hidden[u, i] = u1(1)
                    wrote[()] += w
                    put(log, me, line[u, i], event_wrote_in_secret, u4(0), u4(0))
            felt = strain(display[u, i], view, p.scale)
            if lot[i] >= dares(p.tell, felt, fear[u, i], p.caution, fatigue[u, i], p.weary, p.less):
                continue
            abroad = draw(TRUSTING, me) < p.trusting and draw(key_turn, me) < p.outside
            best, at, home = ONE, NOBODY, house[u, i]
            if abroad:  # who is trusted outside stays the same for life: the smallest lot, as bits, which order alike
                for j in range(whole):
                    d = draw(me, soul[u, j])
                    theirs[j] = d if (here[j] != u1(0)) & (house[u, j] != home) else TWO
                least = NO_LOT
                for j in range(m):
                    least = min(least, bits[j])
                if least < NO_LOT:
                    for j in range(m):
                        if bits[j] == least and (at == NOBODY or soul[u, j] < soul[u, at]):
                            at = i4(j)
            else:  # at home it is who happens to be there
                for j in range(m):
                    if house[u, j] != home or here[j] == u1(0) or j == i:
                        continue
                    d = draw(u4(key_hear ^ me), soul[u, j])
                    if at == NOBODY or d < best or (d == best and soul[u, j] < soul[u, at]):
                        best, at = d, i4(j)
            if at == NOBODY:
                continue
            told[u, i] = u1(told[u, i] | TOLD)
            confided[k, i4(party[u, i] != u1(0))] += w
            put(log, me, line[u, i], event_confided, u4(0), soul[u, at])
            heard[u, at] = i4(heard[u, at] + against(view, loyalty[u, at], p.most))
            heard_from[u, at] = u1(min(i4(i4(heard_from[u, at]) + i4(1)), MOST))
            doubts = strain(display[u, at], loyalty[u, at], p.scale)
            # fear and weariness hold back an answer as they hold back a first word
            dare = dares(p.answer, doubts, fear[u, at], p.caution, fatigue[u, at], p.weary, p.less)
            if draw(u4(key_reply ^ me), soul[u, at]) < dare:
                told[u, at] = u1(told[u, at] | TOLD)
                heard[u, i] = i4(heard[u, i] + against(loyalty[u, at], view, p.most))
                heard_from[u, i] = u1(min(i4(i4(heard_from[u, i]) + i4(1)), MOST))
            else:
                told[u, at] = u1(told[u, at] | LISTENED)
                listened[k] += w
                put(log, soul[u, at], line[u, at], event_listened, u4(0), me)
