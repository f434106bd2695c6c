"""Migration: households that move house, mostly within the province, without anybody gaining by it on the whole.

Who decides: offices. A move needs leave of the people's committee at both ends, so households go where work is
assigned and others come back. No count of moves exists: the rate is assumed, such that a quarter of a per cent of all
people change their unit in a month, marriages included. Destinations follow the population of the start, town to town
and land to land, so that net flows stay near nothing and provinces grow by their own births and deaths (the censuses
of 1993 and 2008 show nearly equal growth everywhere). Members of the supply tiers move by appointment and are left
out here, as are exile from Pyongyang, flight from hunger, and the move to the cities.
"""

from typing import Any

import numpy as np

from tumen.mechanism import HOUSES, WIDTH, Array, Exit, Mechanism, Param, Routes, draw, i4, span, u1

TIER = u1(9)


class Migration(Mechanism):
    reads = "born status house grade soul n"
    writes = dict(leave="a household that moves is marked for the door")
    params = dict(
        moving=Param(0.0003, "1/month", "chance that a grown person's household moves", (0, 0.002), "assumed", "D",
                     "a household of four with two and a half grown-ups: with marriages 0.25 % of people a month"),
        within=Param(0.8, "1", "moves that stay in the province", (0.5, 1), "assumed", "D",
                     "a move across provinces needs a higher office"),
        grown=Param(216, "months", "age from which a person can be the cause of a move", (192, 240), "assumed", "D",
                    "work is assigned from 17 on", dtype="i4"),
    )  # fmt: skip
    decisions = ("migration.move",)
    exits = dict(moved=Exit("the household moves house", moves=True))

    def route(self, reason: str, packets: dict[str, Array], land: Any, p: Any, month: Any) -> Routes:
        home = packets["unit"].astype(np.int64) * HOUSES + packets["house"].astype(np.int64)
        _, group = np.unique(home, return_inverse=True)
        who = np.full(group.max() + 1 if len(group) else 0, np.iinfo(np.uint64).max, np.uint64)
        np.minimum.at(who, group, packets["identity"].astype(np.uint64))  # a household's identity is its smallest
        origin = np.zeros(len(who), np.int64)
        origin[group] = packets["place"]
        z = who + np.uint64((2 * month.index + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
        near = (z & np.uint64(0xFFFF)).astype(np.float64) < float(p.within) * 65536
        lot = (z >> np.uint64(32)).astype(np.float64) / 2.0**32
        persons = np.where(land.place_tier == 0, land.place_persons, 0)  # nobody moves into the tiers' compounds
        to = origin.copy()
        for urban in (0, 1):
            for province in range(11):
                mine = (land.place_urban[origin] == urban) & (land.place_province[origin] == province)
                kind = np.where(land.place_urban == urban, persons, 0)
                for stays in (False, True):
                    at = np.flatnonzero(mine & (near == stays))
                    room = np.cumsum(np.where((land.place_province == province) == stays, kind, 0))
                    if len(at) and room[-1] > 0:
                        to[at] = np.searchsorted(room, (lot[at] * float(room[-1])).astype(np.int64), side="right")
        return Routes(place=to[group].astype(np.int32), group=group.astype(np.int64))


@span
def move_house(born, status, house, grade, soul, leave, n, p, month, key_move, exit_moved):  # type: ignore[no-untyped-def]
    """One grown member at home is the cause, and all go along."""
    hit = np.empty(WIDTH, np.uint8)
    for u in range(n.shape[0]):
        m, c = n[u], i4(0)
        for i in range(m):
            d = u1(draw(key_move, soul[u, i]) < p.moving)
            hit[i] = d
            c = i4(c + i4(d))
        if c:
            for i in range(m):
                grown = i4(i4(month) - i4(born[u, i])) >= p.grown
                if hit[i] and grown and leave[u, i] == u1(0) and status[u, i] == u1(0) and grade[u, i] < TIER:
                    for j in range(m):
                        if house[u, j] == house[u, i] and leave[u, j] == u1(0):
                            leave[u, j] = exit_moved
