"""A life that was made again, in the form in which recorded lives are read: for those whom the record does not keep."""

from __future__ import annotations

from typing import Any

import numpy as np

from tumen.columns import HOUSES
from tumen.lives_gather import held
from tumen.lives_read import Book, Event, State


def as_read(book: Book, made: Any) -> tuple[list[Event], list[State]]:
    """Events, and the Decembers among the months. made: has `identity`, `kinds` (names by code), `events` (arrays of
    month, kind, amount, other) and `months` (arrays of month, unit and every column at the end of the month)."""
    from tumen.population import geography

    place, e, m = geography(book.rung).unit_place, made.events, made.months
    events = [
        Event(int(month), made.kinds[int(kind)], int(amount), int(other))
        for month, kind, amount, other in zip(e["month"], e["kind"], e["amount"], e["other"], strict=True)
    ]
    decembers = np.flatnonzero(m["month"] % 12 == 11)
    told = book.about["states"].items()
    kept = {name: held(m[name][decembers], about["dtype"], about["scale"]) for name, about in told}
    states: list[State] = []
    for k, at in enumerate(decembers):
        unit = int(m["unit"][at])
        state: State = {
            "person": made.identity, "year": 1990 + int(m["month"][at]) // 12, "place": int(place[unit]),
            "home": unit * HOUSES + int(m["house"][at]),
        }  # fmt: skip
        states.append(state | {name: book.natural(name, values[k].item()) for name, values in kept.items()})
    return events, states
