"""Propaganda: writers praise, paper and loudspeaker carry it as far as current and fuel reach, members repeat it aloud.

Who decides: the Party's propaganda department. It keeps writers, persons on state pay in the supply tiers, some 360
by one count, and has them praise the leader; the main paper and the wired loudspeaker bring it to every home that
presses, trains and current reach, fewer since the fuel of 1990 is gone, the capital last to be cut. More of the same
adds less and less: the dose that a person gets saturates. A part of the messages poses as praise from the South, as
told by a poet who wrote under such a pen name. While little is known of the outside such a voice counts for more than
one's own paper; who knows of the outside takes it for what it is, and that costs all other words some credit (assumed).
The promise is that the Party devotes itself to the people. Each person holds it against the own plate and against what
the state brings to the own house: the wider the gap and the louder the promise, the more credibility is spent. Two
things more draw it down, both small, assumed, and possibly nothing: who is received by the leader has seen a man unlike
his image (the poet, twice), and a month with a film or a book from the South sets a real voice beside the paper. All
comes back slowly where plates are full; the image that a meeting costs for good is `belief`'s. Members have to tell
their unit to endure, most when food is short, and hear themselves say so: what own words do to the speaker's trust is
free in sign and nought by default (Festinger & Carlsmith 1959); per message heard the same holds for everybody, so
whether speakers lose more faith than hearers is no assumption. Left out: what a single poem says, schooling, the
state's own films, anniversaries (prestige spending is the court's), word from kin, rivalry between writers. The form of
saturation is assumed.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    PROVINCES, WIDTH, Column, Mechanism, Param, Place, Scratch, Tally, Unit, f4, i4, i8, rule, series, span, u1,
)  # fmt: skip

ZERO, ONE = f4(0), f4(1)
AT_HOME, ABROAD = u1(0), u1(2)  # beyond: camp, China, South, held: out of hearing
NOBODY, WRITER = u1(0), u1(1)
NOTHING, FILM, BOOK = u1(0), u1(1), u1(2 | 8)  # of `watching`: a film; licensed or borrowed books read
GROWN = i4(192)
BYTE, HALF = f4(255), f4(0.5)
CAPITAL = 0


@rule
def praise_of(archive, writers, half):  # type: ignore[no-untyped-def]
    """Share of the full stream of praise that is filled: old works repeated, and what writers on state pay add."""
    return archive + (ONE - archive) * writers / (writers + half)


@rule
def counts(fabricated, weight, known):  # type: ignore[no-untyped-def]
    """What a message counts for: made-up voices from abroad for more while taken for real, for nothing once known."""
    return ONE + fabricated * (weight * (ONE - known) - ONE)


@rule
def saturated(heard):  # type: ignore[no-untyped-def]
    """The dose: messages over messages plus the number at which half of all effect is reached."""
    return heard / (ONE + heard)


@rule
def gap_between(eaten, need, enough, short, part):  # type: ignore[no-untyped-def]
    """Promise and deed: what is missing on the own plate, and part of what the state did not bring to the house."""
    return min(max(enough - eaten / max(need, ONE), ZERO) + part * short, ONE)


@rule
def voices(seen):  # type: ignore[no-untyped-def]
    """Real voices from outside in this month: a film, a book."""
    return f4(i4((seen & FILM) != NOTHING) + i4((seen & BOOK) != NOTHING))


@rule
def let_down(received, meeting, outside, voice):  # type: ignore[no-untyped-def]
    """Share of credibility that the month costs besides promises: a meeting with the leader, voices from outside."""
    return f4(received) * meeting + outside * voice


@rule
def credible(now, gap, words, broken, unmasked, lost, trusted, recover):  # type: ignore[no-untyped-def]
    """Credibility a month later: spent by the gap for each message, by voices unmasked, and as the month let down."""
    spent = now * (gap * words * broken + unmasked + lost)
    return min(max(now - spent + recover * (trusted - now), ZERO), ONE)


@rule
def speaks(voice, urge, hungry):  # type: ignore[no-untyped-def]
    """What a member has to say to the unit: more when more of its people go hungry."""
    return voice + urge * hungry


class Propaganda(Mechanism):
    owns = dict(
        credibility=Column("f4", "1", "belief in what the state says", bounds=(0, 1), start=0.9, record=1000),
        dose=Scratch("f4", "1", "messages that reached the person this month, saturated"),
        spoken=Scratch("f4", "1", "slogans that the person had to speak this month"),
        agitation=Unit("u1", "1/255", "agitation by members in the unit last month", step=1),
        reach=Place("f4", "1", "reach of the state's word by province", over=("province",), step=1/256),
        praise=Place("f4", "1", "share of the full stream of praise that is filled", over=(), step=1/256),
        fabricated=Place("f4", "1", "share of messages that are voices made up from abroad", over=(), step=1/256),
        writers_paid=Tally("persons", "writers paid from the state budget", over=()),
        agitated=Tally("persons", "members who spoke to their unit", over=("province",)),
    )  # fmt: skip
    reads = (
        "born status party post house eaten need short duty knowledge watching audience hungry_near n province weight"
    )
    params = dict(
        fuel=Param(series("fuel_index"), "1", "current and fuel of presses, trains, loudspeakers over 1990", (0, 1),
                   "fuel_index", "D", "wired radio and trains failed with the power supply"),
        capital=Param(0.7, "1", "part of a shortage of current that the capital is spared", (0, 1), "assumed", "D",
                      "served first, as with food"),
        paper=Param(0.5, "1", "homes that the paper and readings of it reach at full supply", (0.2, 0.8), "assumed",
                    "D", "one paper for a workplace or cell, read out in the morning"),
        wire=Param(0.85, "1", "homes with a loudspeaker that works at full supply", (0.5, 1), "assumed", "D",
                   "installed in every home, cannot be turned to another station"),
        often=Param(2, "1", "messages a month to those whom all reaches, over those that reach half of all effect",
                    (0.5, 5), "assumed", "D", "daily and always the same: well on the flat part of the curve"),
        archive=Param(0.5, "1", "share of the stream that old works fill without any writer", (0, 0.9), "assumed", "D",
                      "songs and books of earlier decades are repeated"),
        half=Param(120, "persons", "writers who fill half of what writers can fill", (30, 400), "elite_size", "D",
                   "about 360 professional writers seem to have been thought enough"),
        least=Param(0.5, "1", "share of the need that a writer must have eaten to deliver", (0, 0.8), "assumed", "D",
                    "fed by their tier, which is the state's pay in kind"),
        fabricate=Param(0.1, "1", "share of messages that pose as voices from the South",
                        (0, 0.5), "testimony of a court poet", "D", "he wrote such; how many did is not told"),
        weight=Param(2, "1", "a voice from outside over one of the own paper, while taken for real", (1, 5), "assumed",
                     "D", "praise by a stranger convinces more than self-praise"),
        unmask=Param(0.1, "1/month", "credibility lost by full dose and full knowledge if all voices were made up",
                     (0, 0.4), "assumed", "D", "nobody has measured it; the row of the register says so"),
        meeting=Param(0.1, "1", "share of credibility lost by being received by the leader", (0, 0.5),
                      "testimony of a court poet", "D", "very different in person from the image: said twice, never"
                      " measured"),
        outside=Param(0.005, "1/month", "share of credibility lost in a month with a film, and in one with a book, from"
                      " outside", (0, 0.05), "assumed", "D", "surveys of people who left disagree whether viewers think"
                      " worse of the state: little, and perhaps nothing"),
        enough=Param(0.95, "1", "share of the need on the plate that counts as cared for", (0.8, 1), "assumed", "D",
                     "small lean months are weather, not promises broken"),
        ration_part=Param(0.3, "1", "weight of what the state did not bring against what is missing on the plate",
                          (0, 1), "assumed", "D", "who buys all food still sees who does not bring it"),
        broken=Param(0.12, "1/month", "credibility lost where a full dose meets an empty plate", (0, 0.4), "assumed",
                     "D", "about a year of hunger for most of it to go"),
        own=Param(0, "1", "weight of own words against words heard: below nought speaking persuades the speaker",
                  (-1, 1), "assumed", "D", "sign free: dissonance may bind or estrange"),
        trusted=Param(0.9, "1", "credibility that full plates restore in the end", (0.6, 1), "assumed", "D",
                      "as at the founding"),
        recover=Param(0.015, "1/month", "speed of recovery", (0.002, 0.05), "assumed", "D",
                      "trust is lost faster than it is won (Slovic 1993)"),
        study=Param(0.1, "1", "messages in an hour a week of meetings, in the same measure", (0, 0.4), "assumed", "D",
                    "study sessions read the same texts"),
        voice=Param(0.3, "1", "what a member says in an ordinary month, over the most", (0, 1), "assumed", "D",
                    "set an example in word too"),
        urge=Param(0.7, "1", "what is added when the whole unit goes hungry", (0, 1),
                   "testimony of a neighbour of members", "D",
                   "when rations stop they must tell others to endure, loudest of all"),
        carry=Param(1.5, "1", "messages from members to a unit in which every grown person spoke as loud as can be",
                    (0, 4), "assumed", "D", "a voice in the yard against a paper and a loudspeaker"),
    )  # fmt: skip
    examples = [
        dict(rule=praise_of, args=(0.5, 360.0, 120.0), result=0.875),
        dict(rule=praise_of, args=(0.5, 0.0, 120.0), result=0.5),
        dict(rule=counts, args=(0.2, 2.0, 0.0), result=1.2),
        dict(rule=counts, args=(0.2, 2.0, 1.0), result=0.8),
        dict(rule=saturated, args=(1.0,), result=0.5),
        dict(rule=gap_between, args=(300.0, 500.0, 0.95, 1.0, 0.3), result=0.65),
        dict(rule=voices, args=(1,), result=1.0),
        dict(rule=voices, args=(1 | 8,), result=2.0),
        dict(rule=voices, args=(2 | 4,), result=1.0),  # lending a book out is no voice heard
        dict(rule=let_down, args=(1, 0.1, 0.005, 2.0), result=0.11),
        dict(rule=credible, args=(0.5, 0.5, 0.6, 0.1, 0.0, 0.0, 0.9, 0.01), result=0.489),
        # a full plate: nothing is spent but what a meeting costs, and some of that comes back
        dict(rule=credible, args=(0.5, 0.0, 0.6, 0.1, 0.0, 0.1, 0.9, 0.01), result=0.454),
        dict(rule=speaks, args=(0.3, 0.7, 0.5), result=0.65),
    ]
    serves = dict(L1=praise_of, L2=counts, L5=credible, P5=speaks)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        land.fabricated[...] = p.fabricate
        land.praise[...] = praise_of(float(p.archive), float(land.tally.writers_paid), float(p.half))
        for k in range(PROVINCES):
            power = float(p.fuel) + (1 - float(p.fuel)) * (float(p.capital) if k == CAPITAL else 0)
            land.reach[k] = 1 - (1 - float(p.paper) * power) * (1 - float(p.wire) * power)


@span
def preach(credibility, dose, spoken, agitation, agitation_next, reach, praise, fabricated, born, status, party, post,  # type: ignore[no-untyped-def]
           house, eaten, need, short, duty, knowledge, watching, audience, hungry_near, n, province, weight, p, month,
           writers_paid, agitated):  # fmt: skip
    """What members say, what everybody hears, and what is left of the belief in it."""
    lacks, lost = np.empty(WIDTH, np.float32), np.empty(WIDTH, np.float32)
    made_up, per_word = fabricated[()], p.unmask * fabricated[()]
    for u in range(n.shape[0]):
        m, k, w = n[u], province[u], i8(weight[u])
        aloud = speaks(p.voice, p.urge, f4(hungry_near[u]) / BYTE)
        public = p.often * reach[k] * praise[()] + p.carry * f4(agitation[u]) / BYTE
        speakers = grown = pens = i4(0)
        for i in range(m):
            home = status[u, i] == AT_HOME
            speaks_up = i4(home & (party[u, i] != NOBODY))
            spoken[u, i] = aloud * f4(speaks_up)
            speakers = i4(speakers + speaks_up)
            grown = i4(grown + i4(home & (i4(i4(month) - i4(born[u, i])) >= GROWN)))
            fed = eaten[u, i] >= need[u, i] * p.least
            pens = i4(pens + i4((post[u, i] == WRITER) & home & fed))
        for i in range(m):
            lacks[i] = short[u, house[u, i]]
        for i in range(m):  # one array written a loop: only then does the compiler make vectors of it
            hears = f4(status[u, i] <= ABROAD)
            heard = (public + p.study * duty[u, i]) * counts(made_up, p.weight, knowledge[u, i])
            dose[u, i] = saturated(heard) * hears
        for i in range(m):
            lost[i] = let_down(audience[u, i], p.meeting, p.outside, voices(watching[u, i]))
        for i in range(m):
            gap = gap_between(eaten[u, i], need[u, i], p.enough, lacks[i], p.ration_part)
            c, d = credibility[u, i], dose[u, i]
            after = credible(c, gap, d + p.own * spoken[u, i], p.broken, per_word * knowledge[u, i] * d, lost[i],
                             p.trusted, p.recover)  # fmt: skip
            credibility[u, i] = after if status[u, i] <= ABROAD else c
        share = f4(speakers) * aloud / f4(max(grown, i4(1)))
        agitation_next[u] = u1(i4(min(share, ONE) * BYTE + HALF))
        writers_paid[()] += i8(pens) * w
        agitated[k] += i8(speakers) * w
