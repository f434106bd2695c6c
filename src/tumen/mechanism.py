"""The contract: all that a mechanism may import, and all that it has to declare.

A mechanism is one file that says which arrays it reads and writes and what one month does to them. Reading order is
causal order: a docstring (who decides, on what, why so, what is left out, citations), what it owns, its parameters,
`govern` (the state decides), scalar rules, spans (people live), `account` (the books close).

Spans are plain functions whose argument names are the binding: an array's name, `p` (parameters of the month as a
NamedTuple), `month` (months since January 1990), `key_<decision>`, `exit_<reason>`. A span loops over units outside and
persons inside. Four habits, each worth a factor of two when measured:
1. Bound first: draw under the highest hazard possible in the unit into a mask; then the few candidates in full, with
   the same draw.
2. No 64-bit integers and no integer division in a loop over people; wrap integer results (`i4(a + b)`).
3. A table look-up per person gets a loop of its own into scratch, so that the arithmetic loop becomes vectors.
4. Division and money only where a household buys.
"""

import sys
from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numba import njit

from tumen.columns import HOUSES as HOUSES
from tumen.columns import PROVINCES as PROVINCES
from tumen.columns import WIDTH as WIDTH
from tumen.columns import Array, Column, Declaration, Household, Place, Scratch, Tally, Unit
from tumen.draws import SMALL, child, draw, exp_, f4, f8, i2, i4, i8, log_, mix64, normal, sigmoid_, u1, u2, u4, u8
from tumen.events import put, put_home
from tumen.evidence import series, table
from tumen.loops import by_house, in_vectors, of_class
from tumen.parameters import Param

__all__ = [
    "HOUSES", "PROVINCES", "WIDTH", "Array", "Column", "Exit", "Household", "Mechanism", "Param", "Place", "Routes",
    "Scratch", "Span", "Tally", "Unit", "by_house", "child", "draw", "exp_", "f4", "f8", "i2", "i4", "i8", "in_vectors",
    "log_", "mix64", "normal", "of_class", "put", "put_home", "rule", "series", "sigmoid_", "span", "table", "u1", "u2",
    "u4", "u8",
]  # fmt: skip


@dataclass(frozen=True)
class Exit:
    """A reason for leaving a row at month end. `moves`: the person goes elsewhere and the mechanism's `route` says
    where; otherwise the person is gone from the country's table."""

    meaning: str
    moves: bool = False


@dataclass
class Routes:
    """Where lifted persons go. All arrays have one entry a packet.

    place: destination (i4), -1 for back home. group: packets with equal labels are seated together as one household.
    prefer_unit, prefer_house: a unit and household tried first (-1 none). adopt: join an existing household of the seat
    unit. edits: person columns to overwrite, by name.
    """

    place: Array
    group: Array
    prefer_unit: Array | None = None
    prefer_house: Array | None = None
    adopt: Array | None = None
    edits: dict[str, Array] = field(default_factory=dict)


class Span:
    """One vectorised step of the people phase: the function, its compiled form and the names that it binds."""

    def __init__(self, python: Callable[..., None], of: str | None) -> None:
        self.python = python
        self.module = python.__module__
        self.of = of
        self.name = python.__name__
        code = python.__code__
        self.args = code.co_varnames[: code.co_argcount]
        # a file outside the package may use helpers that the cache folder's hash does not cover: never cached on disk
        self.compiled = njit(error_model="numpy", nogil=True, cache=self.module.startswith("tumen."))(python)

    def __repr__(self) -> str:
        return f"<span {self.module}.{self.name}({', '.join(self.args)})>"


def span(function: Callable[..., None] | None = None, *, of: str | None = None) -> Any:
    """Declare a span. `of` names the mechanism where a file holds more than one."""
    if function is None:
        return lambda f: Span(f, of)
    return Span(function, of)


def rule(function: Callable[..., Any]) -> Any:
    """Declare a scalar rule: numbers in, a number out; no arrays, no globals, no literals."""
    options = dict(SMALL, cache=function.__module__.startswith("tumen."))
    return njit(**options)(function)


class Mechanism:
    """Base of all mechanisms; subclasses declare, and hold no state of their own."""

    name: ClassVar[str] = ""
    owns: ClassVar[dict[str, Declaration]] = {}
    reads: ClassVar[str] = ""
    writes: ClassVar[dict[str, str]] = {}
    params: ClassVar[dict[str, Param]] = {}
    decisions: ClassVar[tuple[str, ...]] = ()
    exits: ClassVar[dict[str, Exit]] = {}
    events: ClassVar[dict[str, str]] = {}  # kinds of things that befall a person, each with its meaning
    examples: ClassVar[list[dict[str, Any]]] = []
    serves: ClassVar[dict[str, Callable[..., Any]]] = {}  # rows of the register, each with the rule in which it lives
    Params: ClassVar[type]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = cls.__dict__.get("name") or cls.__name__.lower()
        short = [d.rsplit(".", 1)[-1] for d in cls.decisions]
        if len(set(short)) != len(short):
            raise TypeError(f"{cls.name}: two decisions end in the same word: {cls.decisions}")
        for name, param in cls.params.items():
            if not isinstance(param, Param):
                raise TypeError(f"{cls.name}.{name}: a figure needs a unit and a source: declare it as Param(...)")
        # installed in the mechanism's own module: a class made at run time would never hit the compilation cache
        title = f"{cls.__name__}Params"
        made = namedtuple(title, list(cls.params), module=cls.__module__)  # type: ignore[misc]
        setattr(sys.modules[cls.__module__], title, made)
        cls.Params = made

    @classmethod
    def spans(cls) -> list[Span]:
        """The spans of this mechanism's file, in the order in which they stand there."""
        found = [s for s in vars(sys.modules[cls.__module__]).values() if isinstance(s, Span)]
        return [s for s in found if s.module == cls.__module__ and s.of in (None, cls.name)]

    def start(self, land: Any, p: Any) -> None:
        """Set the published arrays once, before the first month."""

    def govern(self, land: Any, p: Any, month: Any) -> None:
        """The state decides: published arrays and last month's tallies in, published arrays out."""

    def account(self, land: Any, p: Any, month: Any) -> None:
        """The books close: this month's tallies in, stocks and published arrays out."""

    def route(self, reason: str, packets: dict[str, Array], land: Any, p: Any, month: Any) -> Routes:
        """Where those go who left their row for `reason` (only for exits that move)."""
        raise NotImplementedError(f"{self.name} declares a move and does not say where it leads")


class Step(NamedTuple):
    """One span in the month, with the mechanism whose parameters and declarations it uses."""

    mechanism: type[Mechanism]
    span: Span

    @property
    def label(self) -> str:
        return f"{self.mechanism.name}.{self.span.name}"


@dataclass(frozen=True)
class Schedule:
    """The month in order. `off` names mechanisms whose arrays exist and keep their start values."""

    mechanisms: tuple[type[Mechanism], ...]
    steps: tuple[Step, ...]
    off: frozenset[str] = frozenset()

    def plus(self, mechanism: type[Mechanism], after: str | None = None) -> "Schedule":
        """The same month with one more mechanism, its spans after the named step (at the end by default)."""
        labels = [s.label for s in self.steps]
        if after is not None and after not in labels:
            raise ValueError(f"no step {after!r} in the schedule; there are: {', '.join(labels)}")
        at = labels.index(after) + 1 if after else len(labels)
        new = tuple(Step(mechanism, s) for s in mechanism.spans())
        return Schedule((*self.mechanisms, mechanism), (*self.steps[:at], *new, *self.steps[at:]), self.off)

    def minus(self, name: str) -> "Schedule":
        """The same month with one mechanism switched off."""
        if name not in [m.name for m in self.mechanisms]:
            raise ValueError(f"no mechanism {name!r}; there are: {', '.join(m.name for m in self.mechanisms)}")
        return Schedule(
            self.mechanisms, tuple(s for s in self.steps if s.mechanism.name != name), self.off | {name}
        )


def timetable(mechanisms: tuple[type[Mechanism], ...], spans: tuple[Span, ...]) -> Schedule:
    """The month of these mechanisms, with these spans of theirs in this order."""
    return Schedule(mechanisms, tuple(Step(next(m for m in mechanisms if s in m.spans()), s) for s in spans))


def numbers(mechanism: type[Mechanism], values: dict[str, float]) -> Any:
    """The month's parameters as the NamedTuple that rules and spans see: float32, or int32 where declared."""
    kinds: dict[str, Any] = {"f4": np.float32, "i4": np.int32}
    return mechanism.Params(*(kinds[q.dtype](values[k]) for k, q in mechanism.params.items()))
