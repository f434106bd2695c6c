"""The others who lived with a person: who they are, how long they shared the household, and what befell them then."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tumen.codes import code_of
from tumen.columns import HOUSES
from tumen.lives_read import SOUL, Event, Near
from tumen.months import month_label
from tumen.telling import Life
from tumen.telling_text import sentence, when
from tumen.telling_words import PERSON_IN_OTHER, ROUTINE


@dataclass(frozen=True)
class Housemate:
    """Somebody of the household. events: what befell them while they shared it, or had the person in it."""

    person: int
    who: str
    first: int
    last: int
    told: list[tuple[Event, str]]

    def text(self) -> str:
        years = f"December {self.first}" if self.first == self.last else f"Decembers {self.first} to {self.last}"
        lines = [f"{code_of(self.person)}: {self.who}; in the household in {years}."]
        lines += [f"  {sentence(f'{when(e.month)}: {says}')}" for e, says in self.told]
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        return {"code": code_of(self.person), "who": self.who, "first": self.first, "last": self.last,
                "events": [{"month": month_label(e.month), "kind": e.kind, "says": says} for e, says in self.told]}


def housemates(life: Life) -> list[Housemate]:
    """Those who shared a household with the person in some December, longest first."""
    shared: dict[int, list[Near]] = defaultdict(list)
    for year in life.by_year:
        for one in life.others.at_home(year):
            shared[one.person].append(one)
    if not shared:
        return []
    soul, read = life.person & SOUL, life.book.many(list(shared))
    me = [Near(s["year"], life.person, s["home"], s["born"], s["traits"]) for s in life.states]
    out = []
    for person, near in shared.items():
        first, last = near[0].year, near[-1].year
        other = Life(life.book, person, *read[person])
        lived = {(s["year"], s["home"] // HOUSES) for s in other.states}
        other.near = [n for n in (*me, *life.near) if n.person != person and (n.year, n.home // HOUSES) in lived]
        told = [(e, other.says(e)) for e in other.events if _touches(e, first, last, soul)]
        who = "a woman" if other.she == "she" else "a man"
        if life.others.is_kin(person & SOUL, last):
            who = life.others.whom(person & SOUL, last, life.word["her"])
        who += f", born in {when(near[0].born)}"
        out.append(Housemate(person, who, first, last, told))
    return sorted(out, key=lambda one: (one.first - one.last, one.person))


def _touches(e: Event, first: int, last: int, soul: int) -> bool:
    """Whether an event bears on those who share the household: it names the person, or it falls into the years
    together and the year after, in which the household still counts the loss."""
    if e.kind in PERSON_IN_OTHER and e.other == soul:
        return e.kind not in ROUTINE
    return e.kind not in ROUTINE and first <= e.year <= last + 1
