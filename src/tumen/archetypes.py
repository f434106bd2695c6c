"""Five archetypes: kinds of life that the testimonies come from, as facts that persons of a run may meet.

An archetype is rank, work, place and years, never a person: nobody in the model is anybody who lived. Facts are about
how people stand in a month; `match` says for each of the living how many facts are met, and which are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tumen.facts_language import Tree, holds, read

if TYPE_CHECKING:
    from tumen.columns import Array
    from tumen.country import Country


@dataclass(frozen=True)
class Fact:
    """One fact of a life: what it says, and who meets it, in the language of facts."""

    says: str
    asks: str

    @cached_property
    def tree(self) -> Tree:
        return read(self.asks, field=self.says)


@dataclass(frozen=True)
class Archetype:
    """name: a word for it. tells: a sentence. years: in which a life can be looked for. facts: all to be met."""

    name: str
    tells: str
    years: tuple[int, int]
    facts: tuple[Fact, ...]


ARCHETYPES = (
    Archetype("poet", "a writer of the court who draws a tier's rations and has met the leader", (1997, 2005), (
        Fact("is grown", "grown"),
        Fact("writes for the state", "post = writer"),
        Fact("draws a supply tier's rations", "tier"),
        Fact("has met the leader", "meetings > 0"),
        Fact("knows something of life outside", "knowledge > 0.1"),
    )),
    Archetype("diplomat", "an official of the tiers who serves abroad", (2010, 2025), (
        Fact("is grown", "grown"),
        Fact("holds a post at a mission", "post = diplomat"),
        Fact("lives abroad", "status = abroad"),
        Fact("is a Party member", "party"),
    )),
    Archetype("member", "a woman of the Party's rank and file, worn out", (1995, 2015), (
        Fact("is grown", "grown"),
        Fact("is a woman", "woman"),
        Fact("is a member without office", "rank = member"),
        Fact("lives at home, on the public ration", "status = home and not tier"),
        Fact("is worn out", "fatigue > 0.5"),
        Fact("shows compliance or zeal", "display >= compliance"),
    )),
    Archetype("neighbour", "a woman without membership who trades, next door to members", (1995, 2025), (
        Fact("is grown", "grown"),
        Fact("is a woman", "woman"),
        Fact("is no member", "not party"),
        Fact("trades a day a week or more", "traded"),
        Fact("lives among members", "among_members"),
    )),
    Archetype("mother", "a mother in the market of the famine, thin, with nothing left", (1996, 1998), (
        Fact("is grown", "grown"),
        Fact("is a woman", "woman"),
        Fact("has a child under ten at home", "with_child"),
        Fact("is thin", "reserve < 0.85"),
        Fact("has next to no belongings", "goods < 25"),
        Fact("is no member", "not party"),
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
    import numpy as np

    from tumen.persons import flat

    seen = flat(country)
    met = np.stack([holds(f.tree, seen) for f in archetype.facts], axis=1)
    order = np.lexsort((seen["identity"], -met.sum(axis=1)))[:most]
    return Match(archetype, seen["identity"][order], met[order])
