"""What each finding measures, in columns, so that a reader can see whether a mechanism writes it (law 8).

A span that reads the column by which a finding groups people, and writes the column that it measures, may have written
the finding. `hits` lists them from the declarations; `docs/findings.md` explains each, and a test fails where one is
not explained.
"""

from __future__ import annotations

from dataclasses import dataclass

from tumen.bind import declared_by, slot
from tumen.claims.tables import table
from tumen.country import SCHEDULE
from tumen.mechanism import Schedule


@dataclass(frozen=True)
class Finding:
    """One finding: what is measured, by which columns people are grouped, the test, and where it must fail."""

    row: str
    measure: tuple[str, ...]
    groups: tuple[str, ...]
    test: str
    must_fail_in: str


def findings() -> list[Finding]:
    return [
        Finding(row, tuple(r["measure"].split()), tuple(r["groups"].split()), r["test"], r["must_fail_in"])
        for row, r in table("findings").items()
    ]


def hits(finding: Finding, schedule: Schedule = SCHEDULE) -> list[str]:
    """Spans of the month that read a grouping column and write a measured one, or write both as one."""
    declared = declared_by(schedule)
    found = []
    for step in schedule.steps:
        slots = {name: slot(step, name, declared) for name in step.span.args}
        written = {n.removesuffix("_next") for n, s in slots.items() if s.writable}
        read = {n.removesuffix("_all").removesuffix("_next") for n in slots}
        if written & set(finding.measure) and read & set(finding.groups):
            found.append(step.label)
    return found
