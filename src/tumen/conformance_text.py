"""What a mechanism's file says of itself, read without running a month: docstring, declarations, figures, names.

A literal in a rule is a figure without a source. Three kinds are none and stay allowed: a typed nothing and a typed one
(`i4(0)`, `f4(1)`: no measurement can stand behind them), the right side of a shift (the binary point of a whole-number
share), and codes and units of measure that the file names at its head (`HEAVY = u1(4)`, `YEAR = i4(12)`), where a
reader sees them. A bare literal is refused everywhere: the compiler makes a 64-bit number of it.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numba.core.registry import CPUDispatcher

from tumen.bind import GEOGRAPHY
from tumen.columns import Column, Declaration, Household, Scratch, Unit
from tumen.mechanism import Mechanism, Param

LAWS = {
    0: "the contract", 1: "same bits", 3: "one owner", 4: "no figure without a source", 6: "off means off",
    9: "the state sees reports",
}  # fmt: skip
TYPES = {"i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8"}
NUMPY = {"empty", "zeros", "ones", "full", "sqrt", "float32", "float64", "bool_", "int8", "int16", "int32", "int64",
         "uint8", "uint16", "uint32", "uint64"}  # fmt: skip
# what every mechanism sees of the land
PLAIN = {"rung", "tally", "luck", "estate", "place_name", "place_persons", *GEOGRAPHY}


class Finding(NamedTuple):
    """A broken law: its number (0 for the contract itself), what was found, and how to mend it."""

    law: int
    found: str
    mend: str


def rules(mechanism: type[Mechanism]) -> dict[str, Callable[..., Any]]:
    """The compiled scalar functions of the mechanism's file, by name: what the file wrote, not what it imported."""
    own = vars(sys.modules[mechanism.__module__])
    return {
        name: f
        for name, f in own.items()
        if isinstance(f, CPUDispatcher) and f.py_func.__module__ == mechanism.__module__
    }


def read(mechanism: type[Mechanism], declared: dict[str, Declaration]) -> Iterator[Finding]:
    """Everything in which declarations and text break the contract."""
    doc = (sys.modules[mechanism.__module__].__doc__ or "").strip()
    if not doc:
        yield Finding(
            0, "the file has no docstring", "say at its head who decides, on what, why so, and what is left out"
        )
    yield from _owned(mechanism)
    yield from _named(mechanism, declared)
    yield from _figures(mechanism)
    yield from _examples(mechanism)
    for name, f in rules(mechanism).items():
        yield from literals(f"the rule {name}", f.py_func, strict=True)  # type: ignore[attr-defined]
    for s in mechanism.spans():
        yield from literals(f"the span {s.name}", s.python, strict=False)
        yield from _written(mechanism, s.name, s.python)
    yield from _seen(mechanism, declared)


def _owned(mechanism: type[Mechanism]) -> Iterator[Finding]:
    for name, d in mechanism.owns.items():
        if not d.unit.strip() or not d.meaning.strip():
            yield Finding(3, f"{name!r} has no unit or no meaning", "write both: the reader has nothing else to go by")
        try:
            size = np.dtype(getattr(d, "dtype", "i8"))
        except TypeError:
            yield Finding(3, f"{name!r} has the dtype {d.dtype!r}, which is none", "use i1 to i8, u1 to u8, f4, f8")  # type: ignore[union-attr]
            continue
        if isinstance(d, Column) and size.itemsize > 4:
            yield Finding(
                3, f"{name!r} takes {size.itemsize} bytes a person", "4 at most: nobody is measured more finely"
            )
        bounds = getattr(d, "bounds", None)
        if bounds is not None and not bounds[0] <= getattr(d, "start", 0) <= bounds[1]:
            yield Finding(3, f"{name!r} starts outside its bounds {bounds}", "widen the bounds, or set `start`")
    for name, reason in mechanism.writes.items():
        if not str(reason).strip():
            yield Finding(3, f"it writes {name!r} of another mechanism without a reason", "give the reason in `writes`")
    for name, e in mechanism.exits.items():
        if not e.meaning.strip():
            yield Finding(3, f"the exit {name!r} has no meaning", "say in Exit(...) why people leave")


def _named(mechanism: type[Mechanism], declared: dict[str, Declaration]) -> Iterator[Finding]:
    """`reads` and `writes` name what exists."""
    for word in [*mechanism.reads.split(), *mechanism.writes]:
        if word not in declared and word not in PLAIN and word != "link":
            yield Finding(
                3, f"it declares to use {word!r}, which nobody owns", "correct the name in `reads` or `writes`"
            )
    for word in sorted(set(mechanism.reads.split()) & set(mechanism.owns)):
        yield Finding(
            3, f"{word!r} stands under `owns` and under `reads`", "leave it under `owns`: an owner reads its own"
        )


def _figures(mechanism: type[Mechanism]) -> Iterator[Finding]:
    for name, q in mechanism.params.items():
        try:
            Param(
                q.value, q.unit, q.meaning, q.range, q.source, q.grade, q.reason, q.dtype
            )  # declared anew: checked anew
        except ValueError as why:
            yield Finding(4, f"the parameter {name!r}: {why}", "complete its declaration")


def _examples(mechanism: type[Mechanism]) -> Iterator[Finding]:
    if rules(mechanism) and not mechanism.examples:
        yield Finding(
            0, "it has rules and no worked example", "give one in `examples`: numbers in, and what comes out by hand"
        )
    for k, example in enumerate(mechanism.examples):
        if set(example) != {"rule", "args", "result"}:
            yield Finding(0, f"example {k} has the fields {sorted(example)}", "an example has rule, args and result")


def tree(function: Callable[..., Any]) -> tuple[ast.AST, dict[ast.AST, ast.AST]]:
    """The syntax of a function, and each node's parent."""
    root = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return root, {child: node for node in ast.walk(root) for child in ast.iter_child_nodes(node)}


def _called(node: ast.AST | None) -> str:
    """What a call calls: `i4` of `i4(...)`, `float32` of `np.float32(...)`."""
    f = node.func if isinstance(node, ast.Call) else None
    return f.id if isinstance(f, ast.Name) else f.attr if isinstance(f, ast.Attribute) else ""


class Number(NamedTuple):
    """A number written in code, and what stands around it."""

    value: Any
    node: ast.Constant
    parent: ast.AST
    above: ast.AST | None


def _numbers(function: Callable[..., Any]) -> Iterator[Number]:
    root, parents = tree(function)
    body = root.body[0].body if isinstance(root, ast.Module) else []  # type: ignore[attr-defined]
    for node in (n for statement in body for n in ast.walk(statement)):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, complex):
            yield Number(node.value, node, parents[node], parents.get(parents[node]))


def _typed(parent: ast.AST) -> bool:
    return _called(parent) in TYPES | NUMPY


def _harmless(x: Number) -> bool:
    """A typed nothing or one, or the right side of a shift."""
    shifted, side = (x.above, x.parent) if _typed(x.parent) else (x.parent, x.node)
    shift = isinstance(shifted, ast.BinOp) and isinstance(shifted.op, ast.LShift | ast.RShift) and shifted.right is side
    return shift or (_typed(x.parent) and x.value in (0, 1))


def literals(where: str, function: Callable[..., Any], strict: bool) -> Iterator[Finding]:
    """Figures written into compiled code, and arithmetic that a machine may do its own way. In a span (not strict)
    whole bare numbers may count or index, and typed numbers are listed by `figures_in`, not refused."""
    for x in _numbers(function):
        bare = not _typed(x.parent)
        if _harmless(x) or not (strict or (bare and isinstance(x.value, float))):
            continue
        kind = " (bare: the compiler makes a 64-bit number of it)" if bare else ""
        yield Finding(
            4, f"{where} has the figure {x.value} in it{kind}",
            "make it a Param with unit, range and source; a code or a unit of measure is named at the head of the file",
        )  # fmt: skip
    for node in ast.walk(tree(function)[0]):
        found = ""
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow):
            found = "a power"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            foreign = node.value.id in ("np", "numpy") and node.attr not in NUMPY
            found = f"{node.value.id}.{node.attr}" if foreign or node.value.id in ("math", "random") else ""
        if found:
            yield Finding(1, f"{where} uses {found}, whose last bits differ between machines or orders of adding",
                          "use + - * / min max sqrt, and exp_, log_, sigmoid_ of tumen.mechanism")  # fmt: skip


def figures_in(mechanism: type[Mechanism]) -> list[str]:
    """Numbers written in spans, fractions where the state decides, and fractions named at the head of the file that
    compiled code uses: allowed, and to be read with suspicion."""
    out = []
    for s in mechanism.spans():
        for x in _numbers(s.python):
            counting = not _typed(x.parent) and x.value in (0, 1)
            if not (_harmless(x) or counting or isinstance(x.parent, ast.Subscript)):
                out.append(f"{x.value} in {s.name}")
    for name, f in _methods(mechanism):
        out += [f"{x.value} in {name}" for x in _numbers(f) if isinstance(x.value, float) and x.value % 1]
    head = vars(sys.modules[mechanism.__module__])
    compiled = [*(f.py_func for f in rules(mechanism).values()), *(s.python for s in mechanism.spans())]  # type: ignore[attr-defined]
    for name in sorted({k for f in compiled for k in f.__code__.co_names}):
        if isinstance(head.get(name), float | np.floating) and head[name] % 1:
            out.append(f"{name} = {head[name]:.4g}")
    return out


def _written(mechanism: type[Mechanism], name: str, function: Callable[..., Any]) -> Iterator[Finding]:
    """Assignments to arrays of others, by name; what hides behind another name the compiler refuses."""
    may = {*mechanism.owns, *mechanism.writes}
    published = {n for n, d in mechanism.owns.items() if isinstance(d, Unit) and d.step is not None}
    args = set(function.__code__.co_varnames[: function.__code__.co_argcount])
    for node in ast.walk(tree(function)[0]):
        if (
            not isinstance(node, ast.Subscript)
            or not isinstance(node.ctx, ast.Store)
            or not isinstance(node.value, ast.Name)
        ):
            continue
        target = node.value.id
        base = target.removesuffix("_next")
        if target not in args or (base in may and target not in published):
            continue
        mend = (
            f"write {target}_next"
            if target in published
            else "leave it to its owner, or declare it in `writes` with the reason"
        )
        yield Finding(3, f"the span {name} writes {target!r}, which it may only read", mend)


def _methods(mechanism: type[Mechanism]) -> list[tuple[str, Callable[..., Any]]]:
    return [(k, f) for k, f in vars(mechanism).items() if inspect.isfunction(f) and "land" in f.__code__.co_varnames]


def _seen(mechanism: type[Mechanism], declared: dict[str, Declaration]) -> Iterator[Finding]:
    """What the state reads of the land is published, and is declared."""
    may = set(mechanism.owns) | set(mechanism.writes) | set(mechanism.reads.split()) | PLAIN
    for method, f in _methods(mechanism):
        names = {
            n.attr for n in ast.walk(tree(f)[0])
            if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "land"
        }  # fmt: skip
        for name in sorted(names):
            if isinstance(declared.get(name), Column | Household | Unit | Scratch):
                yield Finding(9, f"{method} looks at {name!r}, which belongs to people",
                              "count it in a span as a Tally and decide on the count")  # fmt: skip
            elif name not in may:
                yield Finding(3, f"{method} uses {name!r} of the land undeclared", "list it under `reads` or `writes`")
