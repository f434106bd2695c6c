"""What each finding measures, in columns, so that a reader can see whether a mechanism writes it (law 8).

A span that reads the column by which a finding groups people, and writes the column that it measures, may have written
the finding; so may the state, where a mechanism governs or closes its books. `hits` lists both from declarations and
source; `docs/findings.md` explains each, and a test fails where one is not explained. Some findings compare two runs or
provinces by a figure of the state, such as the openness of the border or the share for gifts: there `readers` lists
whatever reads that figure at all, which is the way by which it can act, and the page names each of them too.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tumen.bind import declared_by, slot
from tumen.claims.tables import table
from tumen.columns import Place, Tally
from tumen.country import SCHEDULE
from tumen.mechanism import Mechanism, Schedule

STATE = ("govern", "account")


@dataclass(frozen=True)
class Finding:
    """One finding: what is measured, by which columns people are grouped (or by which figures of the state runs or
    provinces differ, a parameter as `mechanism.name`), the test, and where it must fail."""

    row: str
    measure: tuple[str, ...]
    groups: tuple[str, ...]
    test: str
    must_fail_in: str


@dataclass(frozen=True)
class Part:
    """A part of the month: a span, or what the state does in a mechanism; the names that it reads and writes."""

    label: str
    reads: frozenset[str]
    writes: frozenset[str]


def findings() -> list[Finding]:
    return [
        Finding(row, tuple(r["measure"].split()), tuple(r["groups"].split()), r["test"], r["must_fail_in"])
        for row, r in table("findings").items()
    ]


def hits(finding: Finding, schedule: Schedule = SCHEDULE) -> list[str]:
    """Parts of the month that read a grouping name and write a measured one, or write both as one."""
    return [part.label for part in parts(schedule)
            if part.writes & set(finding.measure) and part.reads & set(finding.groups)]  # fmt: skip


def readers(finding: Finding, schedule: Schedule = SCHEDULE) -> list[str]:
    """Parts of the month that read a parameter by which runs differ; or, where all that a finding groups by is the
    state's, any of it."""
    declared = declared_by(schedule)
    of_state = all("." in name or isinstance(declared[name], Place | Tally) for name in finding.groups)
    asked = {name for name in finding.groups if of_state or "." in name}
    return [part.label for part in parts(schedule) if part.reads & asked]


@cache
def parts(schedule: Schedule) -> tuple[Part, ...]:
    """All parts of the month, spans first."""
    return (*spans(schedule), *(part for m in schedule.mechanisms for part in state(m)))


def spans(schedule: Schedule) -> Iterator[Part]:
    """Spans by their arguments, and by the figures that they take of `p`."""
    declared = declared_by(schedule)
    for step in schedule.steps:
        slots = {name: slot(step, name, declared) for name in step.span.args}
        figures = {f"{step.mechanism.name}.{name}" for root, name in used(step.span.python) if root == "p"}
        yield Part(step.label, frozenset({n.removesuffix("_all").removesuffix("_next") for n in slots} | figures),
                   frozenset(n.removesuffix("_next") for n, s in slots.items() if s.writable))  # fmt: skip


def state(mechanism: type[Mechanism]) -> Iterator[Part]:
    """What the state does in a mechanism, by source. Of what it names, only what the mechanism owns or declares under
    `writes` can be written: the rest is read-only to it."""
    for name in STATE:
        if name not in vars(mechanism):
            continue
        named = set(reached(mechanism, name))
        land = {n for root, n in named if root in ("land", "tally", "t")}
        figures = {f"{mechanism.name}.{n}" for root, n in named if root == "p"}
        may_write = set(mechanism.owns) | set(mechanism.writes)
        yield Part(f"{mechanism.name}.{name}", frozenset(land | figures), frozenset(land & may_write))


def reached(mechanism: type[Mechanism], name: str) -> Iterator[tuple[str, str]]:
    """What a method names, and what the helpers name that it calls: methods of its own and functions of its file."""
    module, todo, seen = vars(sys.modules[mechanism.__module__]), [name], set[str]()
    while todo:
        helper = todo.pop()
        if helper in seen:
            continue
        seen.add(helper)
        function = inspect.unwrap(getattr(mechanism, helper, None) or module[helper])
        for root, attribute in used(function):
            yield root, attribute
            if root in ("self", mechanism.__name__) and inspect.isfunction(getattr(mechanism, attribute, None)):
                todo.append(attribute)
            if root == "" and inspect.isfunction(module.get(attribute)):
                todo.append(attribute)


def used(function: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """Names in a function's source: `land.till` as ("land", "till"), `land.tally.sold` as ("tally", "sold"), what is
    called by its bare name as ("", name)."""
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Attribute):
            value = node.value
            root = value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else "?"
            yield root, node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id
