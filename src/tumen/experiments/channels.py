"""Through which channels a decree reached people: shares of the difference between two runs that add up to it.

Nobody in the model sees anything of the state but published arrays. They are sorted into channels by who publishes
them; a figure that a decree sets directly is a channel of its own. The child run is made again with the first channel
held at the parent's values month by month, then the first two, and so on, until all are held and it is the parent to
the bit. How far the outcome comes back at each step is that channel's share. The order matters, since what is held
first takes with it what it shares with others: so it is done from both ends, and both are given.

What a share means: had people met the parent's prices (say) in the child's world, so much of the difference would not
have been. What it does not mean: that prices alone would have made so much. Held runs do not balance their books: a
held ration has no stock behind it. What works from person to person (talk, lending, what neighbours show) is published
by units, follows from the rest, and counts to whatever set it off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tumen.columns import Array, Place
from tumen.country import Country
from tumen.onlooker import Onlooker

if TYPE_CHECKING:
    from tumen.months import Month

CHANNELS: Mapping[str, tuple[str, ...]] = {
    "food": ("grain", "rations", "hunger"),
    "prices and pay": ("market", "goods", "money"),
    "propaganda": ("propaganda", "succession"),
    "terror": ("surveillance", "penal", "criticism"),
    "media": ("media",),
    "border": ("leaving", "confidants", "crossing", "china", "south"),
    "the state and the world": (
        "world", "posts", "bargain", "weapons", "court", "demography", "work", "party", "hours", "families",
    ),
}  # fmt: skip
"""Channels, and the mechanisms whose published arrays they are."""
DECREE = "the decree itself"
"""The figures that differ, where a person's own rule reads them."""


def channel_of(mechanism: str) -> str:
    """The channel to which a mechanism publishes; one that is not sorted belongs to the state and the world."""
    return next((name for name, owners in CHANNELS.items() if mechanism in owners), "the state and the world")


@dataclass
class Parent(Onlooker):
    """An onlooker of the parent run: what it published each month, the estates, and the figures that it lived by."""

    places: dict[int, dict[str, Array]] = field(default_factory=dict)
    estate: dict[int, dict[str, Array]] = field(default_factory=dict)
    numbers: dict[int, dict[str, Any]] = field(default_factory=dict)

    def published(self, c: Country, month: Month) -> None:
        a = c.tables.arrays
        self.places[month.index] = {k: a[k].copy() for k, d in c.declared.items() if isinstance(d, Place)}
        self.estate[month.index] = {k: v.copy() for k, v in c.estate.items()}
        self.numbers[month.index] = c.numbers


@dataclass
class Held(Onlooker):
    """No onlooker but a hand: each month, when the state has governed, it puts the parent's values into a child run.

    The decree itself is held where people read its figures; where the books of a mechanism do, with its channel.
    """

    parent: Parent
    channels: frozenset[str]
    own: dict[str, Any] = field(default_factory=dict)

    def published(self, c: Country, month: Month) -> None:
        there = self.parent.places[month.index]
        for m in c.schedule.mechanisms:
            if channel_of(m.name) in self.channels:
                for name, d in m.owns.items():
                    if isinstance(d, Place):
                        c.tables.arrays[name][...] = there[name]
                if "estate" in m.writes:
                    for name, amounts in self.parent.estate[month.index].items():
                        c.estate[name][...] = amounts
        self.own = c.numbers
        if DECREE in self.channels:
            c.numbers = self.parent.numbers[month.index]

    def lived(self, c: Country, month: Month) -> None:
        there = self.parent.numbers[month.index]
        c.numbers = {k: there[k] if channel_of(k) in self.channels else own for k, own in self.own.items()}


Outcomes = Mapping[str, float]
Run = Callable[[frozenset[str]], Outcomes]


@dataclass(frozen=True)
class Share:
    """What one channel takes of the difference in one outcome: from the front, and from the back."""

    channel: str
    outcome: str
    forward: float
    backward: float


def shares(parent: Outcomes, child: Outcomes, run: Run, order: Sequence[str]) -> list[Share]:
    """Hold the channels one after another, from both ends. `run` makes the child run with these channels held.

    With all of them held the run is the parent, which is taken for granted here and tested apart. The shares of each
    order add up to child less parent exactly, but for the rounding of floats.
    """
    found: dict[frozenset[str], Outcomes] = {frozenset(): child, frozenset(order): parent}

    def made(held: frozenset[str]) -> Outcomes:
        if held not in found:
            found[held] = run(held)
        return found[held]

    def drops(names: Sequence[str]) -> dict[tuple[str, str], float]:
        out: dict[tuple[str, str], float] = {}
        held = frozenset[str]()
        for name in names:
            less = held | {name}
            before, after = made(held), made(less)
            out |= {(name, key): before[key] - after[key] for key in child}
            held = less
        return out

    ahead, back = drops(order), drops(list(reversed(order)))
    return [Share(name, key, ahead[name, key], back[name, key]) for key in child for name in order]


def order(country: Country) -> list[str]:
    """The channels of a country's schedule, the decree itself last."""
    publish = [m.name for m in country.schedule.mechanisms if any(isinstance(d, Place) for d in m.owns.values())]
    there = {channel_of(name) for name in publish}
    return [*(name for name in CHANNELS if name in there), DECREE]
