"""Small words: months, counts, clauses put together, and which events a short account keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tumen.lives_read import Event
from tumen.telling_state import number

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
SMALL = ("confidants.gave_up", "confidants.distressed", "market.stops", "door.crowded", "door.moved", "work.assigned",
         "work.school", "work.called_up", "work.discharged", "work.retired", "demography.born")  # fmt: skip
GRAVE = ("court.", "penal.camp", "penal.taken", "penal.held", "penal.exec", "penal.perish", "south.arr", "posts.fled",
         "posts.appointed", "crossing.crossed", "crossing.shot", "china.sent", "china.married", "hunger.", "distress.",
         "demography.died", "party.joined", "penal.expelled", "door.married", "door.banished")  # fmt: skip


MOST = ("penal.camp", "penal.taken", "penal.executed", "penal.perished", "hunger.starved", "crossing.shot",
        "south.arrived", "distress.gave_child", "posts.fled")  # fmt: skip


def weight(kind: str) -> int:
    """How much an event matters in a short account."""
    if kind in MOST:
        return 3
    return 0 if kind in SMALL else 2 if kind.startswith(GRAVE) else 1


def pick(events: Sequence[Event], most: int) -> list[Event]:
    """The events that a short account keeps: the first of each kind, the grave before the small, in order."""
    first: dict[str, Event] = {}
    for e in events:
        first.setdefault(e.kind, e)
    kept = sorted(first.values(), key=lambda e: (-weight(e.kind), e.month))[:most]
    return sorted(kept, key=lambda e: e.month)


def when(month: int) -> str:
    """A month as it is written: "February 1971"."""
    return f"{MONTHS[month % 12]} {1990 + month // 12}"


def times(n: int) -> str:
    return ("never", "once", "twice")[n] if n < 3 else f"{number(n)} times"


def nth(n: int) -> str:
    names = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    return names[n] if 0 < n < len(names) else f"{n}th"


def joined(clauses: Iterable[str]) -> str:
    """Clauses as one sentence."""
    parts = list(clauses)
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f", and {parts[-1]}"


def sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def plain_words(text: str) -> str:
    """Without figures, so that a tenth more or less is no news."""
    return "".join(c for c in text if c.isalpha() or c == " ")
