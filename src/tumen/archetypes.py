"""Five archetypes: kinds of life that the testimonies come from, as facts that persons of a run may meet.

An archetype is rank, work, place and years, never a person: nobody in the model is anybody who lived. Facts are about
what the columns hold in a month; `match` says for each of the living how many facts are met, and which are not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tumen.columns import Array
from tumen.country import Country
from tumen.persons import flat

Seen = Mapping[str, Array]
FEMALE = 1
HOME, ABROAD = 0, 2
WRITER, DIPLOMAT = 1, 4
TIER = 9
TRADES = 8.0  # hours a week


@dataclass(frozen=True)
class Fact:
    """One fact of a life: what it says, and who meets it."""

    says: str
    holds: Callable[[Seen], Array]


@dataclass(frozen=True)
class Archetype:
    """name: a word for it. tells: a sentence. years: in which a life can be looked for. facts: all to be met."""

    name: str
    tells: str
    years: tuple[int, int]
    facts: tuple[Fact, ...]


def _grown(seen: Seen) -> Array:
    return seen["age"] >= 20


def _woman(seen: Seen) -> Array:
    met: Array = (seen["traits"] & FEMALE) > 0
    return met


def _with_child(seen: Seen) -> Array:
    """Those in whose household a child under ten lives."""
    homes = np.unique(seen["home"][seen["age"] < 10])
    return np.isin(seen["home"], homes)


def _with_member(seen: Seen) -> Array:
    """Those in whose unit a Party member of the rank and file lives."""
    return np.isin(seen["unit"], np.unique(seen["unit"][seen["party"] == 1]))


ARCHETYPES = (
    Archetype("poet", "a writer of the court who draws a tier's rations and has met the leader", (1997, 2005), (
        Fact("is grown", _grown),
        Fact("writes for the state", lambda s: s["post"] == WRITER),
        Fact("draws a supply tier's rations", lambda s: s["grade"] >= TIER),
        Fact("has met the leader", lambda s: s["meetings"] > 0),
        Fact("knows something of life outside", lambda s: s["knowledge"] > 0.1),
    )),
    Archetype("diplomat", "an official of the tiers who serves abroad", (2010, 2025), (
        Fact("is grown", _grown),
        Fact("holds a post at a mission", lambda s: s["post"] == DIPLOMAT),
        Fact("lives abroad", lambda s: s["status"] == ABROAD),
        Fact("is a Party member", lambda s: s["party"] > 0),
    )),
    Archetype("member", "a woman of the Party's rank and file, worn out", (1995, 2015), (
        Fact("is grown", _grown),
        Fact("is a woman", _woman),
        Fact("is a member without office", lambda s: s["party"] == 1),
        Fact("lives at home, on the public ration", lambda s: (s["status"] == HOME) & (s["grade"] < TIER)),
        Fact("is worn out", lambda s: s["fatigue"] > 0.5),
        Fact("shows compliance or zeal", lambda s: s["display"] >= 2),
    )),
    Archetype("neighbour", "a woman without membership who trades, next door to members", (1995, 2025), (
        Fact("is grown", _grown),
        Fact("is a woman", _woman),
        Fact("is no member", lambda s: s["party"] == 0),
        Fact("trades a day a week or more", lambda s: s["hours"] >= TRADES),
        Fact("lives among members", _with_member),
    )),
    Archetype("mother", "a mother in the market of the famine, thin, with nothing left", (1996, 1998), (
        Fact("is grown", _grown),
        Fact("is a woman", _woman),
        Fact("has a child under ten at home", _with_child),
        Fact("is thin", lambda s: s["reserve"] < 0.85),
        Fact("has next to no belongings", lambda s: s["goods"] < 25),
        Fact("is no member", lambda s: s["party"] == 0),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class Match:
    """Who comes nearest to an archetype: identities, and for each fact whether each of them meets it."""

    archetype: Archetype
    identity: Array
    met: Array  # (persons, facts)

    @property
    def whole(self) -> Array:
        """Identities of those who meet every fact."""
        return self.identity[self.met.all(axis=1)]

    def unmet(self, k: int) -> list[str]:
        """What the k-th of them lacks."""
        return [f.says for f, yes in zip(self.archetype.facts, self.met[k], strict=True) if not yes]


def match(country: Country, archetype: Archetype, most: int = 100) -> Match:
    """Those of the living who meet most facts, in the order of identity among equals, `most` at most."""
    seen = flat(country)
    met = np.stack([np.asarray(f.holds(seen), np.bool_) for f in archetype.facts], axis=1)
    order = np.lexsort((seen["identity"], -met.sum(axis=1)))[:most]
    return Match(archetype, seen["identity"][order], met[order])
