"""A life that was made again, in the form in which recorded lives are read: for those whom the record does not keep."""

from __future__ import annotations

from typing import Any

from tumen.facts import HOUSES
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
    states: list[State] = []
    for k, month in enumerate(m["month"]):
        if month % 12 != 11:
            continue
        unit = int(m["unit"][k])
        state: State = {
            "person": made.identity, "year": 1990 + int(month) // 12, "place": int(place[unit]),
            "home": unit * HOUSES + int(m["house"][k]),
        }  # fmt: skip
        for name, about in book.about["states"].items():
            state[name] = as_kept(m[name][k].item(), about["dtype"], about["scale"])
        states.append(state)
    return events, states


def as_kept(value: float, dtype: str, scale: float) -> float:
    """A figure as the record holds it: in its steps, within its bounds, in its own unit (grain in kg)."""
    import numpy as np

    span = np.iinfo(dtype)
    stored = int(np.clip(np.rint(value * scale), span.min, span.max))
    return stored / scale if scale > 1 else stored
