"""A span run twice on copies of the state, bits compared: compiled and in plain Python; and with people shuffled.

In plain Python rules and draws are their own source, `f4(...)` and its like NumPy scalars of that size, and a bare
fraction is the 64-bit number that the compiler makes of it. Whole numbers stay alike only where results are wrapped as
the contract asks (`i4(a + b)`): a difference is an unwrapped result, or else a fault of the compiler.
Shuffled, the people of each unit stand in other rows: who stands where must not matter, not even in the last bit.
"""

import builtins
from collections.abc import Callable, Iterator
from types import CellType, CodeType, FunctionType, SimpleNamespace
from typing import Any

import numba as nb
import numpy as np
from numba.core.registry import CPUDispatcher

from tumen import draws
from tumen.bind import Bound, Views, Worker, arguments, readonly
from tumen.columns import WIDTH, Array, Column, Household, Place, Unit
from tumen.country import Country
from tumen.mechanism import Mechanism, Step
from tumen.simulate import month_values

UNITS = 6  # of some 70 persons each


def caster(dtype: Any) -> Callable[[Any], Any]:
    """The plain-Python twin of `f4(...)`, `u1(...)`: the same bits for every number that fits or wraps."""
    kind = np.dtype(dtype)
    return lambda x: np.asarray(x).astype(kind)[()]


def _number(x: Any) -> Any:
    if isinstance(x, tuple):
        return tuple(_number(y) for y in x)
    return np.float64(x) if type(x) is float else x


def _widest(choose: Callable[..., Any]) -> Callable[..., Any]:
    """`min` or `max` as compiled: the result has the common type of all arguments, whichever is chosen."""

    def chosen(*values: Any) -> Any:
        return np.result_type(*values).type(choose(*values))

    return chosen


BUILTINS = vars(builtins) | {
    "min": _widest(min), "max": _widest(max), "int": caster(np.int64), "float": caster(np.float64),
    "range": lambda *ends: (np.int64(k) for k in range(*map(int, ends))),
}  # fmt: skip


def _unset(shape: Any, dtype: Any = np.float64) -> Array:
    """`np.empty` at its worst: no numbers and far too large ones, so that whatever is read before it is set shows."""
    out = np.empty(shape, dtype)
    out.reshape(-1).view(np.uint8)[:] = 255
    return out


NUMPY = SimpleNamespace(**vars(np) | {"empty": _unset})
BITS: dict[int, Callable[..., Any]] = {  # the two intrinsics that have no Python source
    id(draws._as_float): lambda x: np.int32(x).view(np.float32),
    id(draws._as_bits): lambda x: np.float32(x).view(np.int32),
}


def plain(function: Callable[..., Any], known: dict[int, Any] | None = None) -> Callable[..., Any]:
    """The function as plain Python, with all compiled functions that it calls made plain as well."""
    known = {} if known is None else known
    code = function.__code__

    def translate(x: Any) -> Any:
        if x is np:
            return NUMPY
        if id(x) in BITS:
            return BITS[id(x)]
        if isinstance(x, CPUDispatcher):
            if id(x) not in known:
                known[id(x)] = plain(x.py_func, known)
            return known[id(x)]
        if isinstance(x, nb.types.Number):
            return caster(x.name)
        return _number(x)

    def recode(c: CodeType) -> CodeType:
        return c.replace(co_consts=tuple(recode(k) if isinstance(k, CodeType) else _number(k) for k in c.co_consts))

    world = {name: translate(x) for name, x in function.__globals__.items() if name in _names(code)}
    world["__builtins__"] = BUILTINS
    cells = tuple(CellType(translate(c.cell_contents)) for c in function.__closure__ or ())
    return FunctionType(recode(code), world, function.__name__, function.__defaults__, cells)


def _names(code: CodeType) -> set[str]:
    inner = (_names(k) for k in code.co_consts if isinstance(k, CodeType))
    return set(code.co_names).union(*inner)


def twin_of(x: Any) -> Any:
    """A copy that the compiler takes for the same kind of array: what is read-only stays so."""
    if not isinstance(x, np.ndarray):
        return x
    return x.copy() if x.flags.writeable else readonly(x.copy())


class Side:
    """Copies of some units: spans run on them as in the people phase, and the country is untouched."""

    def __init__(self, c: Country, units: Array, month: int) -> None:
        self.c, self.units = c, units
        self.arrays = {k: a[units] for k, a in c.tables.arrays.items() if not isinstance(c.declared.get(k), Place)}
        self.views = Views(self.arrays, c.geo.link[units], slice(0, len(units)))
        self.worker, self.now = Worker(c.declared, len(units), c.places), month_values(c, month)

    def steps(self, mechanism: type[Mechanism]) -> Iterator[tuple[Step, Bound, list[Any]]]:
        """The month's spans in order with their arguments; those of others are run, the caller runs the mechanism's."""
        for step, bound in zip(self.c.schedule.steps, self.c.steps, strict=True):
            given = list(arguments(bound, self.views, self.worker, self.c.whole, self.now))
            if step.mechanism is mechanism:
                yield step, bound, given
            else:
                bound.call(*given)


def few_units(c: Country, mechanism: type[Mechanism], month: int) -> Array:
    """Some units where people live, others every month; and for each span two in which it changes somebody, so that
    what happens to few is looked at as well."""
    lived = np.flatnonzero(c.tables.arrays["n"] > 0)
    lots = np.random.default_rng(month).permutation(len(lived))
    chosen = set(lots[:UNITS].tolist())
    kept = {k for k in (*mechanism.owns, *mechanism.writes) if isinstance(c.declared.get(k), Column | Household | Unit)}
    for step, bound, given in Side(c, lived, month).steps(mechanism):
        before = [twin_of(x) for x in given]
        bound.call(*given)
        for name, was, got in zip(step.span.args, before, given, strict=True):
            if name in kept:
                acted = (_bits(got) != _bits(was)).reshape(len(lived), -1).any(axis=1)
                chosen |= set(lots[acted[lots]][:2].tolist())
    units: Array = lived[np.sort(list(chosen))]
    return units


def against_python(c: Country, mechanism: type[Mechanism], month: int, changed: dict[str, int]) -> str:
    """Each span compiled and in plain Python, from the same values. Returns the first difference in words, or nothing;
    `changed` counts the values that each span has changed, for the report."""
    for step, bound, given in Side(c, few_units(c, mechanism, month), month).steps(mechanism):
        before, twin = [twin_of(x) for x in given], [twin_of(x) for x in given]
        bound.call(*given)
        try:
            with np.errstate(all="ignore"):
                plain(step.span.python)(*twin)
        except (ArithmeticError, IndexError, TypeError, ValueError) as why:
            return f"{bound.label} runs compiled and not in plain Python: {why}"
        changed.setdefault(step.span.name, 0)
        for name, was, got, expected in zip(step.span.args, before, given, twin, strict=True):
            if isinstance(got, np.ndarray):
                changed[step.span.name] += int((_bits(got) != _bits(was)).sum())
                if got.tobytes() != expected.tobytes():
                    return f"{bound.label}: {_difference(name, got, expected, 'compiled', 'in plain Python')}"
    return ""


def against_other_rows(c: Country, mechanism: type[Mechanism], month: int) -> str:
    """Each span with the people of every unit as they stand and shuffled: where somebody stands must not matter."""
    side = Side(c, np.flatnonzero(c.tables.arrays["n"] > 0), month)
    shape, row = (len(side.units), WIDTH), np.arange(WIDTH)
    for step, bound, given in side.steps(mechanism):
        n = side.arrays["n"].copy()
        lots = np.random.default_rng(month).random(shape)
        order = np.argsort(np.where(row < n[:, None], lots, 1 + row), axis=1)  # the living shuffled, free rows in place

        def shuffled(x: Any, order: Array = order) -> Any:
            by_person = isinstance(x, np.ndarray) and x.shape == shape
            if not by_person:
                return twin_of(x)
            return np.take_along_axis(x, order, 1) if x.flags.writeable else readonly(np.take_along_axis(x, order, 1))

        twin = [shuffled(x) for x in given]
        bound.call(*given)
        bound.call(*twin)
        for name, x, y in zip(step.span.args, given, twin, strict=True):
            if isinstance(x, np.ndarray):
                expected, got = shuffled(x), y
                if x.shape == shape:
                    expected, got = (_newborn_sorted(z, row >= n[:, None]) for z in (expected, got))
                if got.tobytes() != expected.tobytes():
                    return f"{bound.label}: {_difference(name, got, expected, 'with shuffled rows', 'as they stand')}"
    return ""


def _newborn_sorted(a: Array, free: Array) -> Array:
    """Newborns take free rows in the order of their mothers: these rows are compared sorted, behind the others."""
    nothing = a.dtype.type(0)
    return np.hstack([np.where(free, nothing, a), np.sort(np.where(free, a, nothing), axis=1)])


def _bits(a: Array) -> Array:
    return np.atleast_1d(a).view(f"u{a.dtype.itemsize}")


def _difference(name: str, got: Array, expected: Array, how: str, else_how: str) -> str:
    at = tuple(int(k[0]) for k in np.nonzero(_bits(got) != _bits(expected)))
    here = at if got.ndim else ()
    where = f" at {at}" if here else ""
    return f"{name}{where} is {got[here]!r} {how} and {expected[here]!r} {else_how}"
