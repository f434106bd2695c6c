"""Rows and identities: nobody is read who is not there, nobody inherits a stranger's row, nobody is two persons."""

import sys

import numpy as np
import pytest

from test_laws import RUNGS, UNTIL, country, ended, expected, living
from tumen.columns import WIDTH, Array, Column
from tumen.country import Country
from tumen.door import identity, mix_array
from tumen.draws import child
from tumen.simulate import months

loop = sys.modules["tumen.simulate"]


def people(c: Country) -> Array:
    a = c.tables.arrays
    return identity(a["line"][living(c)], a["soul"][living(c)])


@pytest.mark.parametrize("rung", RUNGS)
def test_rows_without_people_are_never_read(rung, monkeypatch):
    """Poison in every row behind the living, before each month and through the door. Only the rows that this month's
    births will take hold start values, as a newborn expects: how many these are, a run without poison tells first."""
    grown: list[Array] = []
    live = loop.live

    def watched(c, month):
        live(c, month)
        grown.append(c.tables.arrays["n"].copy())

    monkeypatch.setattr(loop, "live", watched)
    assert ended(rung).hash() == expected(rung)
    after_births = iter(grown[:])

    def poisoned(c, month):
        for worker in c.workers:
            for scratch in worker.scratch.values():
                scratch.reshape(-1).view(np.uint8)[:] = 255
        taken = np.arange(WIDTH) < next(after_births)[:, None]
        for name, column in c.tables.columns(Column).items():
            column[taken & ~living(c)] = c.start_of(name)
            column[~taken] = poison(column.dtype, name)
        live(c, month)

    monkeypatch.setattr(loop, "live", poisoned)
    assert ended(rung).hash() == expected(rung)


def poison(dtype: np.dtype, name: str) -> float:
    """Values that nobody has and that a sum or a count would show: marked for the door, unborn, no number."""
    if dtype.kind == "f":
        return np.nan
    return {"leave": 1, "house": 1, "born": -700, "work": 5}.get(name, 3)


@pytest.mark.parametrize("rung", RUNGS)
def test_rows_that_people_left_are_as_new(rung):
    """Every row behind the living holds start values at month end: a newborn finds nothing of a stranger's life."""
    c = country(rung)
    left = 0
    for _ in months(c, until=UNTIL[rung], census="none"):
        free = ~living(c)
        left += int(free.sum())
        for name, column in c.tables.columns(Column).items():
            wrong = column[free] != column.dtype.type(c.start_of(name))
            assert not wrong.any(), f"{c.month.label}: {name} of {int(wrong.sum())} rows without people"
    assert left


@pytest.mark.parametrize("rung", RUNGS)
def test_identities_are_unique_and_never_return(rung):
    c = country(rung)
    ever = before = np.sort(people(c))
    for moment in months(c, until=UNTIL[rung], census="none"):
        now = np.sort(people(c))
        assert (now[1:] != now[:-1]).all(), f"{moment.month.label}: two persons have one identity"
        fresh = np.setdiff1d(now, before, assume_unique=True)
        assert not np.isin(fresh, ever).any(), f"{moment.month.label}: somebody has the identity of one who is gone"
        ever, before = np.union1d(ever, fresh), now
    assert len(ever) > len(before)


@pytest.mark.parametrize("rung", RUNGS)
def test_a_newborns_identity_is_its_mothers_and_the_months(rung):
    c = country(rung)
    a = c.tables.arrays
    founders = people(c)
    girls_and_women, newborn = founders[a["traits"][living(c)] & 1 > 0], 0
    for moment in months(c, until="1990-12", census="none"):
        month, who = np.uint64(moment.month.index), people(c)
        children = who[a["born"][living(c)] == moment.month.index]
        # those whom the founding dates to this month were in the table before
        children = children[~np.isin(children, founders)] if moment.month.index == 0 else children
        assert np.isin(children, mix_array(mix_array(girls_and_women) + np.uint64(8) * month)).all()
        newborn += len(children)
        girls_and_women = who[a["traits"][living(c)] & 1 > 0]
    assert newborn > 100


def test_the_twins_of_one_mixer():
    """The identities that the test above reckons are those that births reckon."""
    who = np.uint64(0x0123456789ABCDEF)
    line, soul = np.uint32(who >> np.uint64(32)), np.uint32(who & np.uint64(0xFFFFFFFF))
    again = mix_array(mix_array(np.array([who])) + np.uint64(8 * 67))
    assert int(child(line, soul, np.int32(67), 0)) == int(again[0])
