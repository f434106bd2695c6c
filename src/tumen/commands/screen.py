"""What the commands print: tables for people or for pipes, and progress with the time that is left."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import typer


def table(headers: Sequence[str], rows: Sequence[Sequence[object]], right: Sequence[str] = ()) -> None:
    """A table on standard output: ruled in a terminal, separated by tabs in a pipe."""
    if not sys.stdout.isatty():
        for row in (headers, *rows):
            typer.echo("\t".join(str(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    ruled = Table(box=None, header_style="bold", pad_edge=False)
    for header in headers:
        ruled.add_column(header, justify="right" if header in right else "left", overflow="fold")
    for row in rows:
        ruled.add_row(*(Text(str(cell)) for cell in row))
    Console().print(ruled)


def say(text: str) -> None:
    """A remark: on standard error, where it disturbs no pipe."""
    typer.echo(text, err=True)


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


class Progress:
    """Months done and the time left, on standard error: a bar in a terminal, a line a decade elsewhere.

    What is left is reckoned from the months of this run alone, once compiling is over, and by people times months: a
    month of 2020 has a quarter more of them than one of 1990.
    """

    def __init__(self, title: str, months: int, quiet: bool = False) -> None:
        self.title, self.months, self.done = title, months, 0
        self.began: float | None = None
        self.quiet = quiet
        self.bar: Any = None

    def __enter__(self) -> Progress:
        if not self.quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[left]}"))
            self.bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self.task = self.bar.add_task(f"{self.title}: building", total=self.months, left="")
            self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, moment: Any) -> None:
        """A month is over."""
        now, label = time.perf_counter(), moment.month.label
        self.done += 1
        if self.began is None:
            self.began = now  # the first month ends with compilation, which tells nothing of the others
            left = ""
        else:
            growth = 1 + 0.0003 * (self.months - self.done) / 2
            left = duration((now - self.began) / (self.done - 1) * (self.months - self.done) * growth) + " left"
        if self.done == self.months:
            left = "writing"
        if self.bar is not None:
            self.bar.update(self.task, completed=self.done, description=f"{self.title}: {label}", left=left)
        elif not self.quiet and label.endswith("9-12") and self.done < self.months:
            say(f"{self.title}: {label}, {left}")


def tenth(done: int, all_: int, member: Any) -> None:
    """Every tenth member of many waves, and the last: a line each."""
    if done % 10 == 0 or done == all_:
        say(f"{done} of {all_}: {member.name}")


class Members:
    """Runs done of an ensemble and the time left, on standard error: a bar in a terminal, a line a run elsewhere."""

    def __init__(self, title: str, all_: int) -> None:
        self.title, self.all = title, all_
        self.began, self.first, self.bar = time.perf_counter(), 0, None  # type: float, int, Any

    def __enter__(self) -> Members:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
            from rich.progress import Progress as Bar

            columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
                       TextColumn("{task.fields[left]}"))  # fmt: skip
            self.bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self.task = self.bar.add_task(self.title, total=self.all, left="")
            self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, done: int, what: str) -> None:
        """One more is over. Those that were there before took no time, and tell nothing of the others."""
        if self.bar is None:
            say(f"{done} of {self.all}: {what}")
            return
        self.first = self.first or done
        each = (time.perf_counter() - self.began) / (done - self.first + 1)
        self.bar.update(self.task, completed=done, left=duration(each * (self.all - done)) + " left")
