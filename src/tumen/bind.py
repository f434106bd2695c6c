"""Binding by name: which array each argument of a span means, and whether the span may write it.

Everything is checked when a country is built: an unknown name is refused with the nearest known one, and what a
mechanism does not own or declare under `writes` is passed as a read-only view, so that the compiler refuses a write.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np

from tumen.columns import ENGINE, Array, Column, Declaration, Household, Scratch, Tally, Unit, shape_of
from tumen.draws import name_hash
from tumen.events import empty_log
from tumen.mechanism import Schedule, Step

GEOGRAPHY = ("place_province", "place_urban", "place_weight", "place_tier", "place_county", "place_border")


def declared_by(schedule: Schedule) -> dict[str, Declaration]:
    """All declarations by name. Raises TypeError where two mechanisms own one name, or two decisions have one luck."""
    found: dict[str, Declaration] = dict(ENGINE)
    for m in schedule.mechanisms:
        for name, declared in m.owns.items():
            if name in found:
                raise TypeError(f"{m.name} declares {name!r}, which has an owner already: every column has one owner")
            found[name] = declared
    lucks: dict[int, str] = {}
    for d in (d for m in schedule.mechanisms for d in m.decisions):
        if name_hash(d) in lucks:
            raise TypeError(f"the decisions {d!r} and {lucks[name_hash(d)]!r} would draw the same luck: rename one")
        lucks[name_hash(d)] = d
    return found


@dataclass(frozen=True)
class Slot:
    """One argument: where its value comes from at a call."""

    kind: str  # tile, whole, thread, month, log
    name: str
    writable: bool = False


SOURCES = {"tile": 0, "thread": 2, "whole": 4, "month": 5, "log": 6}
"""Where a slot's values lie, as `arguments` lists them: a tile's and a thread's to read; one further on, to write."""


class Bound:
    """A step of the schedule with its arguments resolved to slots."""

    def __init__(self, step: Step, declared: dict[str, Declaration]) -> None:
        self.label, self.mechanism, self.call = step.label, step.mechanism, step.span.compiled
        self.slots = [slot(step, name, declared) for name in step.span.args]
        self.plan = [(SOURCES[s.kind] + (s.kind in ("tile", "thread") and s.writable), s.name) for s in self.slots]


def slot(step: Step, name: str, declared: dict[str, Declaration]) -> Slot:
    """What the argument `name` of this span means. Raises TypeError with the nearest name where it means nothing."""
    m = step.mechanism
    own, may_read = set(m.owns) | set(m.writes), set(m.reads.split()) | set(ENGINE)
    keys = {"key_" + d.rsplit(".", 1)[-1]: d for d in m.decisions}
    if name in ("p", "month"):
        return Slot("month", f"{m.name}.{name}")
    if name in keys:
        return Slot("month", f"key {keys[name]}")
    if (name.startswith("exit_") and name[5:] in m.exits) or (name.startswith("event_") and name[6:] in m.events):
        return Slot("month", f"{m.name}.{name}")
    if name == "log":
        return Slot("log", name, True)
    if name == "link" or name in GEOGRAPHY:
        return Slot("tile" if name == "link" else "whole", name)
    base = name.removesuffix("_next").removesuffix("_all")
    d = declared.get(name) or declared.get(base)
    if d is None or not (base in own or base in may_read or name in own):
        named = {"exit_" + e for e in m.exits} | {"event_" + e for e in m.events} | {"p", "month", "link", "log"}
        legal = sorted(own | may_read | set(keys) | named)
        near = get_close_matches(name, legal, 1)
        raise TypeError(
            f"{step.label}: argument {name!r} is neither owned nor listed under reads or writes"
            + (f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(legal)}")
        )
    if isinstance(d, Scratch):
        return Slot("thread", name, base in own)
    if isinstance(d, Tally):
        if base not in own:
            raise TypeError(f"{step.label}: {name!r} is another mechanism's tally: only its owner adds to it")
        return Slot("thread", name, True)
    if isinstance(d, Unit) and d.step is not None:
        if name.endswith("_all"):
            return Slot("whole", base)
        return Slot("tile", name, name.endswith("_next") and base in own)
    if isinstance(d, Column | Household | Unit):
        return Slot("tile", name, base in own)
    return Slot("whole", name)


def readonly(array: Array) -> Array:
    view = array.view()
    view.flags.writeable = False
    return view


class Views:
    """The arrays of one tile, writable and read-only, sliced once: they are never moved, so the views stay good."""

    def __init__(self, arrays: dict[str, Array], link: Array, rows: slice) -> None:
        self.rows = rows
        self.write = {name: a[rows] for name, a in arrays.items()}
        self.read = {name: readonly(a) for name, a in self.write.items()}
        self.read["link"] = readonly(link[rows])


class Worker:
    """What one thread has to itself: scratch of one tile, and tallies that are summed when the people phase is over."""

    def __init__(self, declared: dict[str, Declaration], tile: int, places: int) -> None:
        self.scratch = {k: np.zeros((tile, d.width), d.dtype) for k, d in declared.items() if isinstance(d, Scratch)}
        self.log = empty_log(0)
        self._cut: dict[int, tuple[dict[str, Array], dict[str, Array]]] = {}
        self.tallies: dict[str, Array] = {
            k: np.zeros(shape_of(d.over, places), np.int64) for k, d in declared.items() if isinstance(d, Tally)
        }

    def cut(self, size: int) -> tuple[dict[str, Array], dict[str, Array]]:
        """Scratch for a tile of this many units and the tallies, to write and to read; kept, since nearly all tiles
        are of one size."""
        if size not in self._cut:
            write = {k: a[:size] for k, a in self.scratch.items()}
            read = {k: readonly(a) for k, a in write.items()}
            self._cut[size] = write | self.tallies, read | self.tallies
        return self._cut[size]


def arguments(
    bound: Bound, views: Views, worker: Worker, whole: dict[str, Array], now: dict[str, Any]
) -> list[Any]:
    """The values of a span's arguments for one tile on one thread in one month."""
    write, read = worker.cut(views.rows.stop - views.rows.start)
    sources = (views.read, views.write, read, write, whole, now, {"log": worker.log})
    return [sources[k][name] for k, name in bound.plan]


