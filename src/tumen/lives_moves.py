"""What a life tells of a move: the kind of event that each reason for going through the door is, with whom, or where.

The door knows rows and reasons; it is the same for those who write lives down, for a tape and for who replays one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.columns import Array
from tumen.facts import MARRIED

if TYPE_CHECKING:
    from tumen.country import Country
    from tumen.door import Packets

WED = "wed"
SPOUSE = "marries (amount: the place where the couple lives, other: the spouse)"
PLACES = "(amount: the place left, other: the new one)"


def _door(reason: str) -> str:
    return f"door.{'married' if reason == WED else reason}"


def kinds_of(c: Country) -> dict[int, str]:
    """Names of the kinds of event by code: those that mechanisms declare, and a move for each reason for one."""
    moves = {len(c.kinds) + code: _door(why) for code, (why, m) in c.reasons.items() if m.exits[why].moves}
    return dict(c.kinds) | moves


def moved(c: Country, unit: Array, packets: Packets, which: Array) -> tuple[Array, Array, Array, Array]:
    """Of packets `which`, just seated in these units, those of whom a life tells: their positions, and the event's
    kind, amount and other."""
    place: Any = c.tables.arrays["place"]
    v, reason = packets.values, packets.reason[which]
    wed = next((code for code, (why, _) in c.reasons.items() if why == WED), 0)
    old, new = place[packets.unit[which]], place[unit]
    seeks = reason == wed
    tells = np.flatnonzero(np.where(seeks, v["traits"][which] & MARRIED != 0, packets.unit[which] != unit))
    pair = seeks[tells]
    other = new[tells].astype(np.uint32)
    couples = np.flatnonzero(pair)  # seated one after the other; if there was no room for two, each is at home alone
    two = unit[tells][couples]
    together = len(couples) % 2 == 0 and (two[::2] == two[1::2]).all()
    other[couples] = v["soul"][which[tells][couples]].reshape(-1, 2)[:, ::-1].ravel() if together else 0
    return tells, len(c.kinds) + reason[tells].astype(np.int64), np.where(pair, new[tells], old[tells]), other


def meanings(c: Country) -> dict[str, str]:
    """What each kind of event says, by its name."""
    says = {f"{m.name}.{k}": text for m in c.mechanisms.values() for k, text in m.events.items()}
    for reason, m in c.reasons.values():
        says[_door(reason)] = SPOUSE if reason == WED else f"{m.exits[reason].meaning} {PLACES}"
    return says
