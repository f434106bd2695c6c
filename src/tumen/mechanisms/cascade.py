"""The cascade: open dissent that people see around them, which takes the threat from those who see it.

Nobody decides here. A unit looks at its own people and at the units it has to do with through work, market and kin, and
sees who dissented openly last month. Where few do, each of them stands alone; where many do, an agency that could have
punished one cannot punish all, and `display` reckons with that. Thresholds differ from person to person, so that one
unit's outbreak may start the next one or die away (Granovetter 1978; Kuran 1989; Lohmann 1994 on Leipzig). Whether that
ever happens in a run is an output: no month and no unit is told to rise.
Left out: what people hear of far places, the army's choice whether to shoot, organisers, and what comes after.
"""

from tumen.mechanism import Mechanism, Param, Scratch, Tally, f4, i4, i8, rule, span

ONE, FULL = f4(1), f4(255)


@rule
def seen_around(own, linked, units, nearness):  # type: ignore[no-untyped-def]
    """Share in open dissent as a unit sees it: its own, and the mean of so many linked units."""
    return (nearness * own + (ONE - nearness) * linked / units) / FULL


class Cascade(Mechanism):
    owns = dict(
        dissent_around=Scratch("f4", "1", "open dissent seen in the own and linked units last month", width=1),
        units_open=Tally("units", "units in open dissent: more than a tenth of grown people", over=()),
        units_counted=Tally("units", "units with grown people", over=()),
    )  # fmt: skip
    reads = "dissent_near born n weight link"
    params = dict(
        nearness=Param(0.5, "1", "weight of the own unit against those that it deals with", (0, 1), "assumed", "D",
                       "neighbours are seen daily, the others weekly"),
        open_from=Param(0.1, "1", "share in dissent from which a unit counts as in open dissent", (0.02, 0.5),
                        "assumed", "D", "it decides nothing"),
        adult=Param(192, "months", "age from which people count", (168, 216), "assumed", "D", "working age",
                    dtype="i4"),
    )  # fmt: skip
    examples = [
        dict(rule=seen_around, args=(51, 0, 8, 0.5), result=0.1),
        dict(rule=seen_around, args=(0, 408, 8, 0.5), result=0.1),
        dict(rule=seen_around, args=(255, 2040, 8, 0.5), result=1.0),
    ]



@span
def look(dissent_around, dissent_near, dissent_near_all, born, n, weight, link, p, month, units_open, units_counted):  # type: ignore[no-untyped-def]
    """Once a unit: what was seen last month, and whether the unit counts as open."""
    many = link.shape[1]
    for u in range(n.shape[0]):
        linked = i4(0)
        for j in range(many):
            linked = i4(linked + i4(dissent_near_all[link[u, j]]))
        dissent_around[u, 0] = seen_around(f4(dissent_near[u]), f4(linked), f4(many), p.nearness)
        grown = i4(0)
        for i in range(n[u]):
            grown = i4(grown | i4(i4(i4(month) - i4(born[u, i])) >= p.adult))
        if grown:
            units_counted[()] += i8(weight[u])
            units_open[()] += i8(weight[u]) * i8(f4(dissent_near[u]) > p.open_from * FULL)
