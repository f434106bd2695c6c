"""One founder's work, place, Party rank, grade: plain rules over the odds of `work`, drawn by the person's identity."""

import numpy as np
from numba import njit

from tumen.draws import draw as inlined_draw
from tumen.draws import f4, name_hash
from tumen.population.work import (
    CHILD,
    FARMER,
    HEAVY,
    HOUSEWIFE,
    INDUSTRY,
    NO_WORK,
    OFFICE,
    OFFICIAL,
    PUPIL,
    RETIRED,
    SOLDIER,
    STUDENT,
)  # fmt: skip

FEMALE, MARRIED, DISABLED, HEAD = 1, 2, 16, 64
HOME, ARMY = 0, 1
NO_MEMBER, RANK_AND_FILE, OFFICE_HOLDER = 0, 1, 2
DECISIONS = (
    "guest", "class", "farm", "goods", "cash", "age", "sex", "guest_age", "guest_kin", "guest_many",
    "disabled", "army", "station", "student", "retired", "idle", "housewife", "official", "branch", "party",
)  # fmt: skip
KEYS = np.array([name_hash(f"founding.{d}") for d in DECISIONS], np.uint32)
IMPAIRED, SERVES, STATION, STUDIES, RETIRES, IDLE, KEEPS_HOUSE, RANKS, BRANCH, JOINED = range(10, 20)


@njit(error_model="numpy", nogil=True, cache=True)
def draw(key, who):  # type: ignore[no-untyped-def]
    """The draw as a call: two dozen inlined copies would take longer to compile than to found the nation."""
    return inlined_draw(key, who)


@njit(error_model="numpy", nogil=True, cache=True)
def _work(lot, keys, who, age, female, flags, background, tier, farm, town, disabled):  # type: ignore[no-untyped-def]
    if age < lot.school_from:
        return CHILD
    if age <= lot.school_to:
        return PUPIL
    if tier and flags & HEAD and draw(keys[RETIRES], who) >= lot.retired[female, age] * lot.old_official:
        return OFFICIAL
    if flags == 0 and tier == 0 and not disabled and draw(keys[SERVES], who) < lot.soldier[female, background, age]:
        return SOLDIER
    studies = lot.student[female, age]
    if draw(keys[STUDIES], who) < (lot.student_tier if tier and studies > 0 else studies):
        return STUDENT
    if draw(keys[RETIRES], who) < lot.retired[female, age]:
        return RETIRED
    if disabled and draw(keys[IDLE], who) < lot.no_work:
        return NO_WORK
    if female and flags & MARRIED and draw(keys[KEEPS_HOUSE], who) < lot.housewife[age]:
        return HOUSEWIFE
    if draw(keys[RANKS], who) < lot.official[female, background, age]:
        return OFFICIAL
    if farm:
        return FARMER
    d = draw(keys[BRANCH], who)
    if d >= lot.industry[town] or tier:
        return OFFICE
    return HEAVY if d < lot.industry[town] * lot.heavy[female] else INDUSTRY


@njit(error_model="numpy", nogil=True, cache=True)
def fill_person(lot, keys, who, age, female, flags, background, tier, farm, town, prov):  # type: ignore[no-untyped-def]
    """Work, status, where, Party, grade, disabled."""
    disabled = draw(keys[IMPAIRED], who) < lot.disabled[age] and not (tier and flags & HEAD)
    work = _work(lot, keys, who, age, female, flags, background, tier, farm, town, disabled)
    status, where = HOME, int(prov)
    if work == SOLDIER:
        status, where = ARMY, 0
        d = draw(keys[STATION], who)
        while where < lot.station.shape[0] - 1 and d >= lot.station[where]:
            where += 1
    rank = NO_MEMBER
    if work == OFFICIAL:
        rank = OFFICE_HOLDER if tier or draw(keys[JOINED], who) < lot.office else RANK_AND_FILE
    elif draw(keys[JOINED], who) < lot.party[female, background, age]:
        rank = RANK_AND_FILE
    step = int(lot.grade[work, age])
    if work == HEAVY and draw(keys[BRANCH], who) < lot.industry[town] * lot.heavy[female] * f4(lot.face):
        step = 0
    if tier:
        step = tier
    return work, status, where, rank, step, disabled
