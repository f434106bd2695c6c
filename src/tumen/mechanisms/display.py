"""Display: what a person shows, which is not what a person thinks.

Who decides: every grown person at home, each month, among four things to show: open dissent (0), slack (1: sessions
dodged, words left out), compliance (2), zeal (3). The form is Kuran's (1989), in which a person weighs three things:
what it costs to be seen as something one is not, here `voice x |L' - d|` with L' = 3 x sigmoid(private loyalty), the
grade that would be honest; what follows from being seen, here perceived detection (terror of the province, fear, how
closely one's standing is watched) times a penalty; and what others show, a share of one's own unit (Granovetter 1978).
`voice` differs for life and for a few is so strong that hardly any threat outweighs it. Zeal is rewarded, members and
office-holders most, and costs hours; hunger makes attending dearer for all, weariness only for those who are not
watched as members are. Where many dissent in the open the threat thins out (see `cascade`).
No grade has a floor: how far show and thought part is a result (register T2b), and so is who gives the show up.
Private loyalty is read here and never written. Left out: soldiers in barracks and people held, who show what they
must; shows for family and friends; officials who see through it.
"""

import numpy as np

from tumen.mechanism import (
    WIDTH, Column, Mechanism, Param, Tally, Unit, draw, f4, i4, i8, in_vectors, rule, sigmoid_, span, u1, u4,
)  # fmt: skip

HOME, MEMBER, OFFICE, TIER = u1(0), u1(1), u1(2), u1(9)
ZERO, QUARTER, ONE, TWO, THREE, FULL = f4(0), f4(0.25), f4(1), f4(2), f4(3), f4(255)
COMPLY = i4(2)
FOR_LIFE = u4(0x5C0FFEE5)  # key of the lifelong lot: no month, no seed's luck in it
BYTE, LAST = u4(8), u4(255)


@rule
def voice_of(lot, least, usual, rare):  # type: ignore[no-untyped-def]
    """How dear it is to a person to show what they do not think: by a lifelong lot, for a few very dear. The 32nd power
    of a quarter is nothing beside the rest; smaller ones would be numbers with which processors are slow."""
    a = max(lot, QUARTER)
    a = a * a
    a = a * a
    a = a * a
    a = a * a
    a = a * a
    return least + usual * lot + rare * a * a


@rule
def honest(loyalty):  # type: ignore[no-untyped-def]
    """The grade that would be honest, between 0 and 3."""
    return THREE * sigmoid_(loyalty)


@rule
def threat_of(terror, calm, fear, watched, around, enough):  # type: ignore[no-untyped-def]
    """Perceived detection: by terror, fear and how closely one is watched; thinner where many dissent."""
    return terror * (calm + fear) * watched * max(ONE - around * enough, ZERO)


@rule
def shown_grade(ideal, voice, dissent, slack, comply, zeal):  # type: ignore[no-untyped-def]
    """The grade with the most to say for it, the milder one if two are even; the last four are what speaks for each
    besides honesty."""
    u0, u1_ = dissent - voice * ideal, slack - voice * abs(ideal - ONE)
    u2_, u3 = comply - voice * abs(ideal - TWO), zeal - voice * (THREE - ideal)
    low, high = max(u0, u1_), max(u2_, u3)
    upper = COMPLY + i4(u3 > u2_)
    lower = i4(u1_ >= u0)
    return i4(upper if high >= low else lower)


class Display(Mechanism):
    owns = dict(
        display=Column("u1", "code", "loyalty shown: 0 dissent, 1 slack, 2 compliance, 3 zeal", bounds=(0, 3), start=2,
                       record=1),
        zeal_near=Unit("u1", "1/255", "share of grown people of the unit who show zeal", step=1),
        slack_near=Unit("u1", "1/255", "share who slacken", step=1),
        dissent_near=Unit("u1", "1/255", "share in open dissent", step=1),
        members_zeal=Unit("u1", "1/255", "zeal shown by Party members of the unit, as share of members", step=1),
        shown=Tally("persons", "grown persons by grade of display and stratum", over=("province", 3, 4)),
    )  # fmt: skip
    reads = "loyalty fear fatigue eaten need born status party grade soul n province weight terror dissent_around"
    params = dict(
        threat=Param(1, "1", "scale of all penalties for what is shown; 0: none", (0, 3), "assumed", "D",
                     "1 is history; a question sets it to 0"),
        calm=Param(0.1, "1", "detection that is reckoned with even without fear", (0, 0.5), "assumed", "D",
                   "everybody knows an informant"),
        members=Param(1.6, "1", "how much closer members are watched than the public", (1, 4), "assumed", "D",
                      "they stand in the front row; a member's account"),
        office=Param(2, "1", "the same for office-holders and the supply tiers", (1, 5), "assumed", "D",
                     "guidance departments of their own"),
        enough=Param(3, "1", "how fast the threat thins with the share in open dissent around; 1 over the share at"
                     " which it is gone", (1, 20), "assumed", "D", "gone where a third dissent: free"),
        dissent=Param(80, "utility", "penalty of open dissent, when surely seen", (20, 500), "assumed", "D",
                      "the camp, and the family with it: twenty times what slack costs"),
        slack=Param(4, "utility", "penalty of slack", (1, 20), "assumed", "D",
                    "criticism before all, a fine, a mark on file"),
        lukewarm=Param(0.5, "utility", "penalty of mere compliance, for members", (0, 3), "assumed", "D",
                       "they are told to lead"),
        praise=Param(0.6, "utility", "what zeal brings the public", (0, 3), "assumed", "D", "a good word, peace"),
        praise_member=Param(1.2, "utility", "what zeal brings members", (0, 5), "assumed", "D",
                            "office comes to the zealous if to anybody"),
        praise_office=Param(1.5, "utility", "what zeal brings office-holders and tiers", (0, 5), "assumed", "D",
                            "their supply hangs on it"),
        attend=Param(0.4, "utility", "trouble of attending everything", (0, 2), "assumed", "D",
                     "hours of meetings a week"),
        lead=Param(1, "utility", "trouble of zeal", (0, 4), "assumed", "D", "more than twice the hours"),
        hungry=Param(3, "1", "how much dearer hunger makes the hours", (0, 5), "assumed", "D",
                     "food has to be found in them"),
        bare=Param(0.75, "1", "share of need below which a person goes hungry", (0.5, 0.95), "assumed", "D",
                   "as in the findings on hunger lived through"),
        weary=Param(1, "1", "how much dearer weariness makes the hours, for those who are not watched as members are",
                    (0, 5), "assumed", "D", "the worn-out slacken unless watched"),
        worn=Param(0.7, "1", "fatigue from which one is weary", (0.3, 1.5), "assumed", "D", "form assumed"),
        conform=Param(1, "utility", "pull of what the whole unit shows", (0, 5), "Granovetter 1978", "D",
                      "of the size of one grade of pretence"),
        least=Param(0.3, "utility", "dearness of pretence by one grade for those who mind least", (0, 2), "assumed",
                    "D", "nobody pretends for nothing"),
        usual=Param(1.4, "utility", "spread of it over people", (0, 5), "assumed", "D", "the unit of utility: mean 1"),
        rare=Param(60, "utility", "what is added for the few who mind most", (0, 200), "assumed", "D",
                   "one in a hundred would speak out where thought has left the show far behind"),
        adult=Param(192, "months", "age from which a show is asked of a person", (168, 216), "assumed", "D",
                    "working age", dtype="i4"),
    )  # fmt: skip
    examples = [
        dict(rule=voice_of, args=(0.0, 0.3, 1.4, 60.0), result=0.3),
        dict(rule=voice_of, args=(1.0, 0.3, 1.4, 60.0), result=61.7),
        dict(rule=honest, args=(0.0,), result=1.5),
        dict(rule=threat_of, args=(1.0, 0.1, 0.2, 1.0, 0.0, 3.0), result=0.3),
        dict(rule=threat_of, args=(1.0, 0.1, 0.2, 1.0, 0.5, 3.0), result=0.0),
        # who thinks the show hollow (ideal 0.2): complies under threat, slackens if only dissent is punished, dissents
        # if nothing is
        dict(rule=shown_grade, args=(0.2, 1.0, -36.0, -2.4, 0.4, -0.3), result=2),
        dict(rule=shown_grade, args=(0.2, 1.0, -36.0, 0.0, 0.4, -0.3), result=1),
        dict(rule=shown_grade, args=(0.2, 1.0, 0.0, 0.0, 0.4, -0.3), result=0),
        dict(rule=shown_grade, args=(2.8, 1.0, -36.0, -2.4, 0.4, 0.5), result=3),
    ]



@span
def show(display, loyalty, fear, fatigue, eaten, need, born, status, party, grade, soul, n, province, weight, terror,  # type: ignore[no-untyped-def]
         dissent_around, zeal_near, slack_near, dissent_near, zeal_near_next, slack_near_next, dissent_near_next,
         members_zeal_next, p, month, shown):  # fmt: skip
    """What each is by lot and by thought; then the choice; then the show and the count. Whole vectors: what stands
    beyond the living rows goes into scratch alone."""
    rows, chosen = np.empty((2, WIDTH), np.float32), np.empty(WIDTH, np.int32)
    voice, ideal = rows[0], rows[1]
    counts = np.empty((3, 4), np.int32)
    for u in range(n.shape[0]):
        m, k, w = n[u], province[u], i8(weight[u])
        whole = in_vectors(m)
        for i in range(whole):
            voice[i] = voice_of(draw(FOR_LIFE, soul[u, i]), p.least, p.usual, p.rare)
            ideal[i] = honest(loyalty[u, i])
        zeal, slack, dissent = f4(zeal_near[u]) / FULL, f4(slack_near[u]) / FULL, f4(dissent_near[u]) / FULL
        like3, like1, like0 = p.conform * zeal, p.conform * slack, p.conform * dissent
        like2 = p.conform * max(ONE - zeal - slack - dissent, ZERO)
        base = p.threat * threat_of(terror[k], ZERO, ONE, ONE, dissent_around[u, 0], p.enough)
        for i in range(whole):
            high = (party[u, i] == OFFICE) | (grade[u, i] >= TIER)
            member = (party[u, i] != u1(0)) | high
            watched = p.office if high else p.members if member else ONE
            praise = p.praise_office if high else p.praise_member if member else p.praise
            seen = base * (p.calm + fear[u, i]) * watched
            toil = ONE + (p.hungry if eaten[u, i] < need[u, i] * p.bare else ZERO)
            toil = toil + (p.weary if (fatigue[u, i] > p.worn) & (not member) else ZERO)
            chosen[i] = shown_grade(ideal[i], voice[i], like0 - seen * p.dissent, like1 - seen * p.slack,
                                    like2 - toil * p.attend - (seen * p.lukewarm if member else ZERO),
                                    like3 - toil * p.lead + praise)  # fmt: skip
        public, member_, tier = u4(0), u4(0), u4(0)  # counts of the four grades, a byte each: a unit has 128 at most
        known, leading = i4(0), i4(0)
        for i in range(whole):
            age = i4(i4(month) - i4(born[u, i]))
            asked = (age >= p.adult) & (status[u, i] == HOME) & (i4(i) < m)
            display[u, i] = u1(chosen[i]) if asked else display[u, i]
            one = u4(u4(asked) << u4(u4(chosen[i]) * BYTE))
            high, comrade = grade[u, i] >= TIER, party[u, i] != u1(0)
            tier = u4(tier + (one if high else u4(0)))
            member_ = u4(member_ + (one if comrade & (not high) else u4(0)))
            public = u4(public + (u4(0) if comrade | high else one))
            known = i4(known + i4(asked & comrade))
            leading = i4(leading + i4(asked & comrade & (chosen[i] == i4(3))))
        grown = i4(0)
        for d in range(4):
            at = u4(u4(d) * BYTE)
            counts[0, d] = i4(u4(public >> at) & LAST)
            counts[1, d] = i4(u4(member_ >> at) & LAST)
            counts[2, d] = i4(u4(tier >> at) & LAST)
            grown = i4(grown + i4(counts[0, d] + i4(counts[1, d] + counts[2, d])))
            for s in range(3):
                shown[k, s, d] += i8(counts[s, d]) * w
        part = FULL / f4(max(grown, i4(1)))
        dissent_near_next[u] = u1(part * f4(i4(counts[0, 0] + i4(counts[1, 0] + counts[2, 0]))))
        slack_near_next[u] = u1(part * f4(i4(counts[0, 1] + i4(counts[1, 1] + counts[2, 1]))))
        zeal_near_next[u] = u1(part * f4(i4(counts[0, 3] + i4(counts[1, 3] + counts[2, 3]))))
        part = FULL / f4(max(known, i4(1)))
        members_zeal_next[u] = u1(part * f4(leading))  # type: ignore[call-overload]
