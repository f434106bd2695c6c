"""Families: who marries whom, where the couple lives, who takes in orphans, and when a unit is too full.

Who decides: the young, under custom. Women seek a husband by age, men later and after their service; both wait longer
as the years go on (the census of 2008 finds first marriage at 29.0 for men and 25.5 for women). Seekers are matched
by age within their town or county, then within the province, then anywhere, always among people of one standing
(ordinary or of the supply tiers; below full scale also of one weight) and never under one roof. A share moves in with
the groom's parents, as an eldest son's bride does; the others found a household in his town (marriage is patrilocal).
Nearly all marry.
When a death leaves children without a grown-up at home, the unit's head places them with another household of the
town, siblings together; a household whose head is gone gets its eldest as head. A unit that grows too large lets a
household go.
Left out: divorce and second marriages (a widow counts as married), matchmakers, dowry, class in the choice of a
spouse, the old who move in with their children.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, WIDTH, Array, Exit, Mechanism, Param, Place, Routes, Tally, draw, f4, i4, i8, rule, span, u1,
)  # fmt: skip

ZERO, ONE = f4(0), f4(1)
FEMALE, MARRIED, HEAD = u1(1), u1(2), u1(64)
MONTHS, YEARS = i4(12), f4(1 / 12)
FIRST, LAST = 16, 42  # years of age between which people seek
NOBODY = i4(-1)
HOUSEWIFE, FARMER, OFFICIAL = 8, 3, 7  # codes of work


@rule
def seeking(age, first, width, most):  # type: ignore[no-untyped-def]
    """Monthly chance of looking for a spouse: none before `first`, rising over `width` years to its highest."""
    return most * min(max((age - first) / width, ZERO), ONE)


class Families(Mechanism):
    owns = dict(
        wed_hazard=Place("f4", "1/month", "chance of seeking a spouse by sex and age from 16", over=(2, LAST - FIRST),
                         bounds=(0, 1)),
        weddings=Place("i8", "couples", "weddings of the month, in rows of people", over=(1,)),
        residents=Place("i8", "persons", "persons by place at the month's start", over=("place",)),
        living=Tally("persons", "persons by place", over=("place",)),
        seekers=Place("i8", "rows", "people who sought a spouse this month", over=(2,)),
    )  # fmt: skip
    reads = "born status soul n place weight"
    writes = dict(
        leave="seekers, orphans and the overflow of a unit are marked for the door",
        traits="marriage and headship are bits of the traits",
        work="some brides leave their work; decided with the wedding",
        last_birth="a bride's first nine months",
        grade="a couple that finds no room in a supply tier leaves it for the public grades",
    )
    params = dict(
        women_first=Param({str(y): 19.0 + 0.055 * (y - 1990) for y in range(1990, 2009)}, "years",
                          "age from which women seek a husband", (17, 22), "household_region_work", "C",
                          "chosen so that first marriage is at 24.5 in 1990 and 25.5 in 2008"),
        men_first=Param({str(y): 21.0 + 0.11 * (y - 1990) for y in range(1990, 2009)}, "years",
                        "age from which men seek a wife", (18, 25), "household_region_work", "C",
                        "chosen so that first marriage is at 27 in 1990 and 29.0 in 2008"),
        width=Param(7, "years", "years over which seeking becomes usual", (3, 12), "assumed", "D",
                    "gives the spread of ages at marriage of East Asian countries with late and universal marriage"),
        women_most=Param(0.035, "1/month", "highest monthly chance that a single woman seeks", (0.01, 0.1), "assumed",
                         "D", "nearly all are married by 35"),
        men_most=Param(0.08, "1/month", "highest monthly chance that a single man seeks", (0.01, 0.1), "assumed", "D",
                       "somewhat above women's, so that women's schedule decides"),
        patrilocal=Param(0.5, "1", "couples who live with the groom's parents", (0.2, 0.8), "assumed", "D",
                         "keeps the mean household between 3.9 and 4.0 persons until 2008"),
        housewives=Param(0.25, "1", "working brides who leave their work at marriage", (0.1, 0.5), "assumed", "D",
                         "women are 47.8 % of the economically active in 2008"),
        grown=Param(192, "months", "age from which somebody can lead a household", (180, 216), "assumed", "D",
                    "the age of the first identity card is 17; sixteen counts as working age in the census",
                    dtype="i4"),
        crowded=Param(118, "rows", "rows from which a unit lets a household go", (112, 122), "assumed", "D",
                      "a unit keeps rows free for births; the record says at most forty households", dtype="i4"),
        public=Param(6, "code", "ration grade of a couple that leaves a tier, until its work is graded", (5, 7),
                     "ration_scale", "B", dtype="i4"),
        nine=Param(9, "months", "from wedding to first birth at least", (0, 12), "assumed", "D", "pregnancy",
                   dtype="i4"),
        spacing=Param(12, "months", "the same figure as in demography", (10, 24), "assumed", "D",
                      "see demography.spacing", dtype="i4"),
    )  # fmt: skip
    decisions = ("families.wed", "families.crowd")
    exits = dict(
        wed=Exit("seeks a spouse and marries, or returns", moves=True),
        orphaned=Exit("a child without a grown-up at home is taken in", moves=True),
        crowded=Exit("a household leaves a unit that is too full", moves=True),
    )
    examples = [
        dict(rule=seeking, args=(18.0, 19.0, 6.0, 0.03), result=0.0),
        dict(rule=seeking, args=(22.0, 19.0, 6.0, 0.03), result=0.015),
        dict(rule=seeking, args=(40.0, 19.0, 6.0, 0.03), result=0.03),
    ]

    def govern(self, land: Any, p: Any, month: Any) -> None:
        land.weddings[...] = 0
        land.seekers[...] = 0
        for sex, first, most in ((0, p.men_first, p.men_most), (1, p.women_first, p.women_most)):
            for k in range(LAST - FIRST):
                land.wed_hazard[sex, k] = seeking(f4(FIRST + k), first, p.width, most)

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.residents[...] = land.tally.living

    def route(self, reason: str, packets: dict[str, Array], land: Any, p: Any, month: Any) -> Routes:
        if reason != "wed":
            home = roofs(packets)
            whole = np.full(len(home), reason == "orphaned", np.bool_)
            return Routes(place=packets["place"].astype(np.int32), group=home, adopt=whole)
        return weddings(packets, land, p, month)


def roofs(packets: dict[str, Array]) -> np.ndarray:
    """One number for each household."""
    return packets["unit"].astype(np.int64) * HOUSES + packets["house"].astype(np.int64)


def lots(identity: Array, month: int) -> np.ndarray:
    """A lot in [0, 1) for each identity and month: the same wherever the person stands."""
    z = identity.astype(np.uint64) + np.uint64((2 * month + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (z >> np.uint64(40)).astype(np.float64) / 2.0**24


def pairs(where: np.ndarray, female: np.ndarray, born: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Match men and women of one `where` by age: eldest with eldest; of the more numerous, evenly spaced ones."""
    order = np.lexsort((who, born, female, where))
    at, sex = where[order], female[order]
    towns, begin = np.unique(at, return_index=True)
    size = np.diff(np.r_[begin, len(at)])
    women = np.array([int(sex[b : b + k].sum()) for b, k in zip(begin, size, strict=True)], np.int64)
    men = size - women
    couples = np.minimum(men, women)
    town = np.repeat(np.arange(len(towns)), couples)
    nth = np.arange(len(town)) - np.repeat(np.cumsum(couples) - couples, couples)
    grooms = begin[town] + nth * men[town] // couples[town]
    brides = begin[town] + men[town] + nth * women[town] // couples[town]
    return order[grooms], order[brides]


def out_of_tier(land: Any) -> np.ndarray:
    """Posts with a supply tier do not grow with the families that hold them: where a compound holds more than at the
    start, couples who found a household do so outside, in the largest town of the province. Where each place's go."""
    full = (land.place_tier > 0) & (land.residents > land.place_persons)
    to = np.arange(len(full))
    for place in np.flatnonzero(full):
        here = (land.place_province == land.place_province[place]) & (land.place_urban == 1) & (land.place_tier == 0)
        to[place] = np.argmax(np.where(here, land.place_persons, -1))
    return to


def weddings(packets: dict[str, Array], land: Any, p: Any, month: Any) -> Routes:
    """Couples go to the groom's town, into his parents' household or one of their own; the others go home."""
    total = len(packets["identity"])
    female = packets["traits"].astype(np.int64) & 1
    town = packets["place"].astype(np.int64)
    standing = land.place_weight[town].astype(np.int64) * 2 + land.place_tier[town]
    roof = roofs(packets)
    free = np.ones(total, np.bool_)
    place, group = np.full(total, -1, np.int32), np.arange(total, dtype=np.int64)
    unit, house = np.full(total, -1, np.int32), np.full(total, -1, np.int32)
    traits, work, birth = (packets[k].copy() for k in ("traits", "work", "last_birth"))
    lot = lots(packets["identity"], month.index)
    province = land.place_province[town].astype(np.int64)
    for where in (town, standing * 1000 + province, standing):
        k = np.flatnonzero(free)
        if not len(k):
            break
        g, b = pairs(where[k], female[k], packets["born"][k], packets["identity"][k])
        groom, bride = k[g], k[b]
        apart = roof[groom] != roof[bride]
        groom, bride = groom[apart], bride[apart]
        free[groom] = free[bride] = False
        place[groom] = place[bride] = town[groom]
        group[bride] = group[groom]
        stays = lot[groom] < float(p.patrilocal)
        for one in (groom, bride):
            unit[one] = np.where(stays, packets["unit"][groom], -1)
            house[one] = np.where(stays, packets["house"][groom], -1)
        traits[groom] |= np.where(stays, 2, 2 | 64).astype(traits.dtype)
        traits[bride] = (traits[bride] | 2) & ~np.uint8(64)
        leaves = (work[bride] >= FARMER) & (work[bride] <= OFFICIAL) & (lot[bride] < float(p.housewives))
        work[bride] = np.where(leaves, HOUSEWIFE, work[bride])
        birth[bride] = month.index + int(p.nine) - int(p.spacing)
    out = np.where(place >= 0, out_of_tier(land)[place], place)
    leaving = (out != place) & (unit < 0)
    place[leaving] = out[leaving]
    grade = np.where(leaving, np.uint8(p.public), packets["grade"])
    land.weddings[...] = int((~free).sum()) // 2
    land.seekers[...] = (total - int(female.sum()), int(female.sum()))
    return Routes(place, group, unit, house, edits=dict(traits=traits, work=work, last_birth=birth, grade=grade))


@span
def dwell(n, place, weight, living):  # type: ignore[no-untyped-def]
    """Persons by place, as the people's committees know them."""
    for u in range(n.shape[0]):
        living[place[u]] += i8(n[u]) * i8(weight[u])


@span
def lead(born, traits, status, house, leave, n, p, month, exit_orphaned, exit_wed):  # type: ignore[no-untyped-def]
    """Where somebody dies or leaves: the eldest leads if no head is left; children without a grown-up are taken in."""
    grown, led = np.empty(HOUSES, np.uint8), np.empty(HOUSES, np.uint8)
    eldest = np.empty(HOUSES, np.int32)
    for u in range(n.shape[0]):
        gone = i4(0)
        for i in range(n[u]):
            gone = i4(gone + i4((leave[u, i] != u1(0)) & (leave[u, i] != exit_wed)))
        if gone == i4(0):
            continue
        for h in range(HOUSES):
            grown[h] = led[h] = u1(0)
            eldest[h] = NOBODY
        for i in range(n[u]):
            h = house[u, i]
            stays = leave[u, i] == u1(0) or leave[u, i] == exit_wed  # most who seek a spouse come back, or stay near
            if stays and i4(i4(month) - i4(born[u, i])) >= p.grown:
                if status[u, i] == u1(0):
                    grown[h] = u1(1)
                led[h] = u1(led[h] | (traits[u, i] & HEAD))
                e = eldest[h]
                if e == NOBODY or born[u, i] < born[u, e]:
                    eldest[h] = i4(i)
        for i in range(n[u]):
            h = house[u, i]
            if grown[h] == u1(0):
                if leave[u, i] == u1(0) and status[u, i] == u1(0) and i4(i4(month) - i4(born[u, i])) < p.grown:
                    leave[u, i] = exit_orphaned
            elif led[h] == u1(0) and eldest[h] == i4(i):
                traits[u, i] = u1(traits[u, i] | HEAD)


@span
def seek(born, traits, status, soul, leave, n, month, wed_hazard, key_wed, exit_wed):  # type: ignore[no-untyped-def]
    """Single people at home look for a spouse: bound first, then the few by sex and age."""
    hit = np.empty(WIDTH, np.uint8)
    top = ZERO
    for s in range(wed_hazard.shape[0]):
        for k in range(wed_hazard.shape[1]):
            top = max(top, wed_hazard[s, k])
    for u in range(n.shape[0]):
        m, c = n[u], i4(0)
        for i in range(m):
            d = u1(u1(draw(key_wed, soul[u, i]) < top) & u1(traits[u, i] & MARRIED == u1(0)))
            hit[i] = d
            c = i4(c + i4(d))
        if c:
            for i in range(m):
                if hit[i] and leave[u, i] == u1(0) and status[u, i] == u1(0):
                    k = i4(i4(f4(i4(i4(month) - i4(born[u, i]))) * YEARS) - i4(FIRST))
                    if k < i4(0) or k >= i4(wed_hazard.shape[1]):
                        continue
                    if draw(key_wed, soul[u, i]) < wed_hazard[i4(traits[u, i] & FEMALE), k]:
                        leave[u, i] = exit_wed


@span
def overflow(soul, house, leave, n, p, key_crowd, exit_crowded):  # type: ignore[no-untyped-def]
    """A unit that grows too large lets one household go: that of the person with the smallest lot."""
    for u in range(n.shape[0]):
        m = n[u]
        if m >= p.crowded:
            first = i4(0)
            for i in range(m):
                lot, least = draw(key_crowd, soul[u, i]), draw(key_crowd, soul[u, first])
                if lot < least or (lot == least and soul[u, i] < soul[u, first]):
                    first = i4(i)
            h = house[u, first]
            for i in range(m):
                if house[u, i] == h and leave[u, i] == u1(0):
                    leave[u, i] = exit_crowded
