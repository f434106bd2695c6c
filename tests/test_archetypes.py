"""The five archetypes are lives that a run has: at the smallest rung somebody meets all facts of each, in its years."""

from functools import cache
from pathlib import Path

import pytest

from tumen import rundir
from tumen.archetypes import ARCHETYPES, Archetype, match
from tumen.country import build
from tumen.find import like
from tumen.lives_read import Book
from tumen.overlays import load
from tumen.simulate import months

UNTIL = "2010-12"  # the first December in which a diplomat is looked for, the last of the five


@cache
def whole(seed: int) -> dict[str, int]:
    """How many persons meet every fact of an archetype, in that December of its years in which most do."""
    country, most = build(load("history"), seed, "25k", threads=2), dict.fromkeys((a.name for a in ARCHETYPES), 0)
    for moment in months(country, until=UNTIL, census="none"):
        for a in ARCHETYPES:
            if moment.month.moy == 12 and a.years[0] <= moment.month.year <= a.years[1]:
                most[a.name] = max(most[a.name], len(match(country, a, most=10**6).whole))
    return most


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=lambda a: a.name)
@pytest.mark.parametrize("seed", [2, 3])
def test_somebody_in_a_run_is_all_of_it(archetype: Archetype, seed: int) -> None:
    """Two runs of different luck; the rarest, the poet, is some five to twenty persons."""
    assert whole(seed)[archetype.name] > 0, f"nobody is a {archetype.name} at 25k: {whole(seed)}"


def test_each_is_found_in_recorded_lives_and_is_in_a_december_what_it_says(tmp_path: Path) -> None:
    """What `tumen find --like` reads: the lives that a run of the smallest rung has written down."""
    course = rundir.begin("history", 1, "25k", lives=tmp_path / "lives")
    course.go(UNTIL, None)
    book = Book(tmp_path)
    near = {a.name: like(book, a, limit=1) for a in ARCHETYPES}
    assert all(n.whole > 0 for n in near.values()), {name: n.whole for name, n in near.items()}
    stood = {}
    for a in ARCHETYPES:
        (one,) = near[a.name].nearest
        assert not one.unmet and a.years[0] <= one.year <= a.years[1]
        (stood[a.name],) = (s for s in book.states(one.person) if s["year"] == one.year)
    assert stood["poet"]["post"] == 1 and stood["poet"]["meetings"] > 0
    assert stood["diplomat"]["post"] == 4 and stood["diplomat"]["status"] == 2
    assert stood["member"]["party"] == 1 and stood["member"]["fatigue"] > 0.5
    assert not stood["neighbour"]["party"] and stood["neighbour"]["hours"] >= 8
    assert stood["mother"]["reserve"] < 0.85 and stood["mother"]["goods"] < 25
