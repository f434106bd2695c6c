"""The reduced model as four mechanisms under Tumen's public contract: nothing here that a user could not write.

Market (savings, hunger), media (exposure), mind (belief, fear, grievance, resolve, health) and display (who shows
loyalty, who is caught, who flees). The order is causal order. What units publish is the share of their free members
who displayed.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.reduced.spec import FIGURES, TABLES
from tumen.mechanism import (
    WIDTH,
    Column,
    Mechanism,
    Param,
    Place,
    Scratch,
    Tally,
    Unit,
    draw,
    f4,
    i4,
    i8,
    sigmoid_,
    span,
    u1,
    u4,
)

ZERO, ONE, NONE = np.float32(0), np.float32(1), np.int32(0)
FREE, HELD, GONE = np.uint8(0), np.uint8(1), np.uint8(2)
STRATA = 6
QUARTER, HALF, FINE = np.float32(0.25), np.float32(0.5), np.float32(10_000)
BYTE, TWO_BYTES, THREE_BYTES, ABOVE_FAITH = np.uint32(8), np.uint32(16), np.uint32(24), np.uint32(21)
LOW, FAITH = np.uint32(0xFF), np.uint32((1 << 21) - 1)


def figure(name: str) -> Param:
    """A figure of the benchmark's specification, where nothing is an estimate of anything."""
    value = FIGURES[name]
    return Param(value, "1", name.replace("_", " "), range=(0, 10), source="assumed", grade="D",
                 reason="chosen so that every state of the reduced model occurs")


def chosen(*names: str) -> dict[str, Param]:
    return {name: figure(name) for name in names}


def by_province(meaning: str, *more: int) -> Place:
    return Place("f4", "1", meaning, over=("province", *more))


def level(meaning: str, top: float = 1) -> Column:
    return Column("f4", "1", meaning, bounds=(0, top))


class Market(Mechanism):
    """People earn by their stratum and their luck, pay the province's price, keep what is left and hunger without
    it."""

    owns = dict(savings=level("money put by", 4), hunger=level("lack of food"),
                stratum=Column("u1", "code", "rank at birth"),
                wage=by_province("wage by stratum", STRATA), price=by_province("price of a month's food"))
    reads = "status"
    params = chosen("savings_kept", "wage_base", "savings_top", "hunger_speed", "hunger_slope", "hunger_point")
    decisions = ("market.luck",)

    def start(self, land: Any, p: Any) -> None:
        land.wage[:], land.price[:] = TABLES["wage"], TABLES["price"]


@span(of="market")
def earn(savings, hunger, stratum, status, soul, n, province, wage, price, p, key_luck):
    income = np.empty(WIDTH, np.float32)
    for u in range(n.shape[0]):
        where, people = province[u], n[u]
        paid, cost = wage[where], price[where]
        for i in range(people):
            income[i] = paid[stratum[u, i]]
        for i in range(people):
            s = p.savings_kept * savings[u, i] + income[i] * (p.wage_base + draw(key_luck, soul[u, i])) - cost
            s = min(max(s, ZERO), p.savings_top)
            savings[u, i] = s if status[u, i] == FREE else savings[u, i]
        for i in range(people):
            h = hunger[u, i]
            h += p.hunger_speed * (sigmoid_(-p.hunger_slope * (savings[u, i] - p.hunger_point)) - h)
            hunger[u, i] = h if status[u, i] == FREE else hunger[u, i]


class Media(Mechanism):
    """Foreign media reach people by province and stratum, less where neighbours and linked units display loyalty."""

    owns = dict(media=level("foreign media seen, with forgetting"), reach=by_province("chance of seeing it", STRATA))
    reads = "status stratum share"
    params = chosen("media_reach", "media_kept", "media_gain")
    decisions = ("media.exposure",)

    def start(self, land: Any, p: Any) -> None:
        land.reach[:] = TABLES["reach"]


@span(of="media")
def watch_films(media, stratum, status, soul, n, province, link, share_all, reach, p, key_exposure):
    chance = np.empty(WIDTH, np.float32)
    for u in range(n.shape[0]):
        people, near = n[u], link[u]
        linked = (share_all[near[0]] + share_all[near[1]] + share_all[near[2]] + share_all[near[3]]) * QUARTER
        openness, reached = p.media_reach - linked, reach[province[u]]
        for i in range(people):
            chance[i] = reached[stratum[u, i]]
        for i in range(people):
            seen = p.media_gain if draw(key_exposure, soul[u, i]) < chance[i] * openness else ZERO
            m = p.media_kept * media[u, i] + seen
            media[u, i] = m if status[u, i] == FREE else media[u, i]


class Mind(Mechanism):
    """Belief follows what others show and propaganda, and gives way to media and hunger; fear follows the watch."""

    owns = dict(belief=level("belief in the leader"), fear=level("fear"), grievance=level("grievance"),
                resolve=level("inner resolve"), health=level("health"),
                propaganda=by_province("monthly gain in belief"), watch=by_province("strength of the security service"))
    reads = "hunger media status detected share"
    params = chosen("belief_unit", "belief_linked", "belief_media", "belief_hunger", "fear_speed", "fear_base",
                    "fear_detected", "grievance_kept", "grievance_gain", "resolve_speed", "resolve_base",
                    "health_speed")

    def start(self, land: Any, p: Any) -> None:
        land.propaganda[:], land.watch[:] = TABLES["propaganda"], TABLES["watch"]


@span(of="mind")
def feel(belief, fear, grievance, resolve, health, hunger, media, status, detected, n, province, link, share, share_all,
         propaganda, watch, p):
    pull = p.belief_unit + p.belief_linked
    for u in range(n.shape[0]):
        where, near = province[u], link[u]
        linked = (share_all[near[0]] + share_all[near[1]] + share_all[near[2]] + share_all[near[3]]) * QUARTER
        push = p.belief_unit * share[u] + p.belief_linked * linked + propaganda[where]
        threat = watch[where] * (p.fear_base + share[u])
        for i in range(n[u]):
            free = status[u, i] == FREE
            hungry = hunger[u, i]
            b = belief[u, i]
            b = min(max(b - pull * b + push - p.belief_media * media[u, i] - p.belief_hunger * hungry, ZERO), ONE)
            f = fear[u, i]
            f += p.fear_speed * (threat - f) + (p.fear_detected if detected[u, i] else ZERO)
            f = min(max(f, ZERO), ONE)
            g = p.grievance_kept * grievance[u, i] + p.grievance_gain * hungry * (ONE - b)
            r = resolve[u, i]
            r += p.resolve_speed * (p.resolve_base + g - r)
            h = health[u, i]
            h += p.health_speed * (ONE - hungry - h)
            belief[u, i] = b if free else belief[u, i]
            fear[u, i] = f if free else fear[u, i]
            grievance[u, i] = g if free else grievance[u, i]
            resolve[u, i] = r if free else resolve[u, i]
            health[u, i] = h if free else health[u, i]


class Display(Mechanism):
    """Whoever believes or fears enough shows loyalty; some of those who do not are caught, some of the caught are held;
    the hungry and the aggrieved flee where the border is near; the held are freed in time."""

    owns = dict(status=Column("u1", "code", "0 free, 1 held, 2 gone", bounds=(0, 2)),
                detected=Column("u1", "code", "1: caught this month", bounds=(0, 1)),
                share=Unit("f4", "1", "share of the free who displayed loyalty", step=2.0**-12),
                border=by_province("ease of crossing"),
                shown=Scratch("u1", "code", "1: displays loyalty"),
                seen=Tally("persons", "free, displaying, held, gone, caught; belief of the free in 1/10,000",
                           over=("province", 6, STRATA)))
    reads = "belief grievance hunger media resolve stratum watch"
    writes = dict(fear="release frightens")
    params = chosen("display_slope", "display_fear", "display_offset", "detect_rate", "detect_base", "arrest_share",
                    "release", "escape_rate", "fear_released")
    decisions = ("display.show", "display.caught", "display.flight")

    def start(self, land: Any, p: Any) -> None:
        land.border[:] = TABLES["border"]


@span(of="display")
def show(shown, belief, fear, resolve, status, soul, n, p, key_show):
    for u in range(n.shape[0]):
        for i in range(n[u]):
            leaning = belief[u, i] + p.display_fear * fear[u, i] - resolve[u, i] - p.display_offset
            loyal = draw(key_show, soul[u, i]) < sigmoid_(p.display_slope * leaning)
            shown[u, i] = u1(loyal) & u1(status[u, i] == FREE)


@span(of="display")
def act(status, detected, shown, fear, belief, grievance, hunger, media, soul, n, province, watch, border, p,
        key_caught, key_flight):
    """Bound first: everybody's luck against a hazard that is never too low; then the few, in full. The few are listed
    before, because a compiler with masked stores would otherwise turn the rare branch into work for all."""
    hit, who = np.empty(WIDTH, np.int32), np.empty(WIDTH, np.int32)
    for u in range(n.shape[0]):
        where, people = province[u], n[u]
        risk, flight = p.detect_rate * watch[where], p.escape_rate * border[where]
        furthest = flight * (ONE + ONE)
        few = NONE
        for i in range(people):
            hazard = ZERO if shown[u, i] else risk * (p.detect_base + media[u, i])
            bound = p.release if status[u, i] == HELD else hazard
            z = i4(draw(key_caught, soul[u, i]) < bound) | i4(draw(key_flight, soul[u, i]) < furthest)
            hit[i] = z
            few = i4(few + z)
        for i in range(people):
            detected[u, i] = u1(0)
        if few > NONE:
            found = NONE
            for i in range(people):
                who[found] = i
                found = i4(found + hit[i])
            for k in range(few):
                i = who[k]
                luck = draw(key_caught, soul[u, i])
                if status[u, i] == HELD:
                    if luck < p.release:
                        status[u, i] = FREE
                        fear[u, i] = min(fear[u, i] + p.fear_released, ONE)
                elif status[u, i] == FREE:
                    hazard = ZERO if shown[u, i] else risk * (p.detect_base + media[u, i])
                    detected[u, i] = u1(luck < hazard)
                    away = flight * (grievance[u, i] + hunger[u, i]) * (ONE - belief[u, i])
                    if luck < p.arrest_share * hazard:
                        status[u, i], shown[u, i] = HELD, u1(0)
                    elif draw(key_flight, soul[u, i]) < away:
                        status[u, i], shown[u, i] = GONE, u1(0)


@span(of="display")
def publish(shown, status, detected, belief, stratum, n, province, weight, share_next, seen):
    """Sums by stratum: a unit has at most 128 people, so four counts fit the four bytes of a word and are added at
    once."""
    counts, faith = np.empty(WIDTH, np.uint32), np.empty(WIDTH, np.uint32)    # faith: from bit 21 on, the gone
    for u in range(n.shape[0]):
        where, people, heavy = province[u], n[u], i8(weight[u])
        for i in range(people):
            free = status[u, i] == FREE
            counts[i] = (u4(free) | u4(u4(shown[u, i]) << BYTE) | u4(u4(status[u, i] == HELD) << TWO_BYTES)
                            | u4(u4(detected[u, i]) << THREE_BYTES))
            faith[i] = u4(i4(belief[u, i] * FINE + HALF)) if free else u4(u4(status[u, i] == GONE) << ABOVE_FAITH)
        living, showing = NONE, NONE
        for s in range(STRATA):
            rank = u1(s)
            c, f = u4(0), u4(0)
            for i in range(people):
                mine = stratum[u, i] == rank
                c = u4(c + (counts[i] if mine else u4(0)))
                f = u4(f + (faith[i] if mine else u4(0)))
            free, loyal = i4(c & LOW), i4(u4(c >> BYTE) & LOW)
            living, showing = i4(living + free), i4(showing + loyal)
            seen[where, 0, s] += i8(free) * heavy
            seen[where, 1, s] += i8(loyal) * heavy
            seen[where, 2, s] += i8(u4(c >> TWO_BYTES) & LOW) * heavy
            seen[where, 3, s] += i8(f >> ABOVE_FAITH) * heavy
            seen[where, 4, s] += i8(c >> THREE_BYTES) * heavy
            seen[where, 5, s] += i8(f & FAITH) * heavy
        share_next[u] = f4(showing) / f4(max(living, i4(1)))


MECHANISMS = (Market, Media, Mind, Display)
SPANS = (earn, watch_films, feel, show, act, publish)
