"""Who another person is to somebody, as the record tells it: by births and weddings since 1990, else by household."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tumen.facts import FEMALE, MARRIED
from tumen.lives_read import SOUL, Event, Near, State

GENERATION, APART = 180, 240  # months: older or younger by so much; no couple further apart

KIN = {
    "demography.mother": ("child", "son", "daughter"), "demography.born": ("mother", "mother", "mother"),
    "door.married": ("spouse", "husband", "wife"),
}  # fmt: skip
"""What the other person of an event is from then on: where the sex is not known, of a man, of a woman."""


class Others:
    """The people of a person's units, to be found by the half of the identity that events name."""

    def __init__(self, states: Sequence[State], near: Sequence[Near], events: Iterable[Event] = ()) -> None:
        self._kin = {e.other: KIN[e.kind] for e in events if e.kind in KIN}
        self.own = {s["year"]: s for s in states}
        self._by_soul: dict[int, list[Near]] = defaultdict(list)
        self._homes: dict[int, list[Near]] = defaultdict(list)
        for one in near:
            self._by_soul[one.person & SOUL].append(one)
            if one.home == self.own[one.year]["home"]:
                self._homes[one.year].append(one)

    def at_home(self, year: int) -> list[Near]:
        """Who lived with the person in a December."""
        return self._homes.get(year, [])

    def find(self, soul: int, year: int) -> Near | None:
        """Somebody by soul, as they stood in the December nearest to a year."""
        found = self._by_soul.get(soul, [])
        return min(found, key=lambda one: (abs(one.year - year), one.year > year), default=None)

    def spouse(self, year: int) -> Near | None:
        """Wife or husband, where only one of the household can be that."""
        me = self.own.get(year)
        if me is None or not me["traits"] & MARRIED:
            return None
        might = [one for one in self.at_home(year) if one.traits & MARRIED and
                 (one.traits ^ me["traits"]) & FEMALE and abs(one.born - me["born"]) < APART]  # fmt: skip
        return might[0] if len(might) == 1 else None

    def is_kin(self, soul: int, year: int) -> bool:
        """Whether the record tells how somebody is related."""
        spouse = self.spouse(year)
        return soul in self._kin or (spouse is not None and spouse.person & SOUL == soul)

    def whom(self, soul: int, year: int, her: str, unknown: str = "somebody near") -> str:
        """In words: "her husband", "an older woman of the household", "a neighbour"; `unknown` where no December of
        the person's own has them."""
        one = self.find(soul, year)
        if soul in self._kin:
            return f"{her} {self._kin[soul][0 if one is None else 1 + (one.traits & FEMALE)]}"
        if one is None:
            return unknown
        me = self.own[one.year]
        if one.home != me["home"]:
            return "a neighbour"
        spouse = self.spouse(one.year)
        woman = bool(one.traits & FEMALE)
        if spouse is not None and spouse.person == one.person:
            return f"{her} {'wife' if woman else 'husband'}"
        older = me["born"] - one.born
        age = "an older " if older >= GENERATION else "a younger " if older <= -GENERATION else "a "
        return f"{age}{'woman' if woman else 'man'} of the household"
