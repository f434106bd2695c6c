"""What is wrong with a scenario, said so that it can be put right: the file, the line, the field, what was given, what
is legal and the name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from tumen.months import month_index

SHOWN = 10
"""Problems printed at once: more than ten are usually one mistake made ten times."""


class UserError(Exception):
    """Something the user can put right: told in plain text, exit code 2, never a traceback."""


class ScenarioError(UserError):
    """One problem of a scenario, and any others found in the same reading."""

    def __init__(
        self,
        problem: str,
        *,
        path: object = None,
        line: int | None = None,
        field: str = "",
        given: Any = None,
        legal: str = "",
        nearest: str = "",
        others: Sequence[ScenarioError] = (),
    ) -> None:
        self.problem, self.path, self.line, self.field = problem, str(path or "scenario"), line, field
        self.given, self.legal, self.nearest, self.others = given, legal, nearest, tuple(others)
        super().__init__(problem)

    def __str__(self) -> str:
        all_problems = [self, *self.others]
        text = "\n\n".join(problem.one() for problem in all_problems[:SHOWN])
        left = len(all_problems) - SHOWN
        return text if left <= 0 else f"{text}\n\nand {left} more"

    def one(self) -> str:
        """This problem alone, as plain text."""
        where = self.path if self.line is None else f"{self.path}, line {self.line}"
        lines = [f"{where}: {self.problem}"]
        if self.field:
            lines.append(f"  field:   {self.field}")
        if self.given is not None:
            lines.append(f"  given:   {shorten(self.given)}")
        if self.legal:
            lines.append(f"  legal:   {self.legal}")
        if self.nearest:
            lines.append(f"  nearest: {self.nearest}")
        return "\n".join(lines)


def together(problems: Sequence[ScenarioError]) -> ScenarioError:
    """Several problems as one error: the first in the file leads."""
    first, *others = sorted(problems, key=lambda problem: (problem.path, problem.line or 0))
    first.others = tuple(others)
    return first


def shorten(value: Any, width: int = 120) -> str:
    """What was given, on one line: control characters are shown, never sent to the terminal."""
    text = value if isinstance(value, str) else repr(value)
    text = text if text.isprintable() and text.strip() else repr(text)
    return text if len(text) <= width else text[: width - 3] + "..."


def month_between(field: str, label: str, first: str, last: str) -> None:
    """Refuses what is no month between these, both included."""
    try:
        index: int | None = month_index(label)
    except ValueError:
        index = None
    if index is None or len(label) != len(first) or not month_index(first) <= index <= month_index(last):
        near = "" if index is None else first if index < month_index(first) else last
        raise ScenarioError("not legal", path="command line", field=field, given=label,
                            legal=f"a month from {first} to {last}", nearest=near)  # fmt: skip


def nearest(name: object, names: Iterable[str]) -> str:
    """The legal name most like the one given, or nothing when none is like it."""
    text, pool = str(name)[:200], list(names)
    found = get_close_matches(text, pool, n=1, cutoff=0.5)
    if not found:  # the last part alone may have been written, or the mechanism confounded: "aid", "ration.aid"
        tails = {one.rsplit(".", 1)[-1]: one for one in reversed(pool)}
        close = get_close_matches(text.rsplit(".", 1)[-1], list(tails), n=1, cutoff=0.6)
        found = [tails[one] for one in close]
    return found[0] if found else ""


def listed(names: Iterable[str], most: int = 12) -> str:
    """A few names in a row, and how many were left out."""
    pool = list(names)
    more = f" and {len(pool) - most} more" if len(pool) > most else ""
    return ", ".join(pool[:most]) + more
