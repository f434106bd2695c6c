"""Hope: what a person expects of the next ten years.

Nobody decides here, but a decree can take it away. What people hope for is taken to be four things: that the country
will be one again, as the state itself promised for two generations and 95 % of travellers asked in 2014 called
essential; that there will be enough to eat, judged by how the plate of this month compares with the body that the last
years have left; that one will rise oneself, for those lately admitted to the Party or holding an office; and that the
door will open, by summits and visits, or by word that one has kin outside. At the end of 2023 the leader gave up
unification; a diplomat who had fled called it taking the last thing that people had. The decree is a dated value, so
that a scenario can keep the promise. Hope moves slowly towards what these speak for. It feeds belief here, births and
leaving elsewhere; whether its loss binds or frees is left to the signs there.
Left out: hope placed in children, religion, fortune tellers, war, the death of a leader. All weights are assumed.
"""

from tumen.mechanism import Column, Mechanism, Param, f4, i2, i4, rule, span, u1

ZERO, ONE = f4(0), f4(1)
NOBODY, OFFICE, NEVER = u1(0), u1(2), i2(-32000)


@rule
def prospect(base, unification, plate, rise, door):  # type: ignore[no-untyped-def]
    """What speaks for better years: the promise of one country, the plate, the own rise, the door outside."""
    return min(max(base + unification + plate + rise + door, ZERO), ONE)


@rule
def plate_trend(eaten, need, reserve, weight):  # type: ignore[no-untyped-def]
    """Better or worse than before: what is on the plate over the need, against the body that past years have left."""
    return weight * min(max(eaten / max(need, ONE) - reserve, -ONE), ONE)


@rule
def next_hope(hope, speaks_for, pace):  # type: ignore[no-untyped-def]
    """Hope a month later."""
    return hope + pace * (speaks_for - hope)


class Hope(Mechanism):
    owns = dict(
        hope=Column("f4", "1", "expectation of a better life within ten years", bounds=(0, 1), start=0.5, record=1000),
    )  # fmt: skip
    reads = "eaten need reserve party joined house news knowledge n"
    params = dict(
        unification=Param({"1990": 1, "2024-01": 0}, "1", "the state's promise of one country: kept up or given up",
                          (0, 1), "testimony of a diplomat", "D", "given up at the party plenum that ended 2023"),
        opening=Param({"1990": 0, "2000-06": 1, "2008-07": 0, "2018-04": 1, "2019-03": 0}, "1",
                      "summits, visits, tours: the door seems to open", (0, 1), "world_drivers_events", "D",
                      "summit of 2000 to the shooting of a tourist, summits of 2018 to Hanoi"),
        base=Param(0.35, "1", "hope where nothing speaks for it or against it", (0.1, 0.6), "assumed", "D",
                   "with the promise and full plates about a half, as founded"),
        one_country=Param(0.15, "1", "what the promise of one country adds", (0, 0.4), "assumed", "D",
                          "the last thing they had, says one; essential, say 95 % of travellers; no scale is known"),
        food=Param(0.6, "1", "what a plate twice as full as before would add", (0, 1.5), "assumed", "D",
                   "people judge by last year"),
        rise=Param(0.1, "1", "what an admission of the last years or an office adds", (0, 0.3), "assumed", "D",
                   "people assume that life improves with the title"),
        lately=Param(60, "months", "how long an admission raises hope", (12, 120), "assumed", "D",
                     "until it is seen for what it is", dtype="i4"),
        door=Param(0.1, "1", "what an opening adds", (0, 0.3), "assumed", "D", "thaw years are told as hopeful"),
        word=Param(0.15, "1", "what word from kin outside adds", (-0.2, 0.4), "assumed", "D",
                   "money and a voice; it may also show how far away they are"),
        know=Param(0, "1", "what knowing life outside adds", (-0.3, 0.3), "assumed", "D", "sign free"),
        pace=Param(0.06, "1/month", "how fast hope follows", (0.02, 0.3), "assumed", "D", "about a year and a half"),
    )  # fmt: skip
    examples = [
        dict(rule=prospect, args=(0.35, 0.15, -0.1, 0.0, 0.1), result=0.5),
        dict(rule=prospect, args=(0.35, 0.0, -0.1, 0.0, 0.1), result=0.35),  # after the decree
        dict(rule=plate_trend, args=(400.0, 500.0, 0.9, 0.5), result=-0.05),
        dict(rule=next_hope, args=(0.5, 0.3, 0.1), result=0.48),
    ]
    serves = dict(W9=prospect)


@span
def expect(hope, eaten, need, reserve, party, joined, house, news, knowledge, n, p, month):  # type: ignore[no-untyped-def]
    """Everybody, every month; word from outside only in units that had some."""
    one, door = p.unification * p.one_country, p.opening * p.door
    since = i4(i4(month) - p.lately)
    for u in range(n.shape[0]):
        m, letters = n[u], ZERO
        for h in range(news.shape[1]):
            letters = max(letters, news[u, h])
        for i in range(m):
            plate = plate_trend(eaten[u, i], need[u, i], reserve[u, i], p.food)
            lately = (joined[u, i] > NEVER) & (i4(joined[u, i]) >= since)
            rise = p.rise if lately | (party[u, i] == OFFICE) else ZERO
            good = prospect(p.base, one, plate, rise, door + p.know * knowledge[u, i])
            hope[u, i] = next_hope(hope[u, i], good, p.pace)
        if letters > ZERO:
            for i in range(m):
                more = min(news[u, house[u, i]], ONE) * p.word * p.pace
                hope[u, i] = min(max(hope[u, i] + more, ZERO), ONE)
