"""Several futures of one state: simulated once up to the month before a difference, kept, and gone on from again.

With the same luck a run under another scenario is, up to the first month in which a figure differs, the same to the
bit; so it is simulated once. What is done to a branch (held channels, a kilogram of grain) is done by an onlooker or
before its first month.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tumen import checkpoint
from tumen.country import Country, build
from tumen.lives import Lives
from tumen.months import month_label
from tumen.recorder import Recorder
from tumen.scenario import Scenario
from tumen.simulate import months

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Trunk:
    """The state at the end of the month before `first`, or the start of the calendar where `first` is its first month.

    folder: the checkpoint; None at the start, where a country is built anew.
    """

    scenario: Scenario
    seed: int
    rung: str
    first: int
    threads: int
    folder: Path | None

    def country(self, scenario: Scenario) -> Country:
        """The state, from here on under `scenario`; its figures before do not act backwards."""
        if self.folder is None:
            return build(scenario, self.seed, self.rung, threads=self.threads)
        c = checkpoint.restore(self.folder, threads=self.threads)
        c.turn(scenario, self.seed)
        return c


def grow(scenario: Scenario, seed: int, rung: str, first: int, threads: int, folder: Path) -> Trunk:
    """Simulate up to the month before `first` and keep the state in `folder`."""
    if first <= scenario.calendar.first:
        return Trunk(scenario, seed, rung, scenario.calendar.first, threads, None)
    c = build(scenario, seed, rung, threads=threads)
    for _ in months(c, until=month_label(first - 1), census="none"):
        pass
    checkpoint.save(c, folder)
    return Trunk(scenario, seed, rung, first, threads, folder)


@dataclass(frozen=True)
class Branch:
    """One future: its recorded outputs from the first month on, and the country at its end."""

    data: xr.Dataset
    country: Country
    lives: Path | None


def branch(
    trunk: Trunk, scenario: Scenario, until: str | None, *, onlookers: Sequence[Any] = (), lives: Path | None = None,
    begin: Callable[[Country], None] | None = None,
) -> Branch:  # fmt: skip
    """Go on from the trunk under `scenario`. lives: a folder in which they are kept. begin: done to the state first."""
    c = trunk.country(scenario)
    if begin is not None:
        begin(c)
    c.onlookers.extend(onlookers)
    kept = None if lives is None else Lives(c, lives)
    recorder = Recorder()
    for moment in recorder.watch(months(c, until=until)):
        if kept is not None:
            kept.add(moment)
    if kept is not None:
        kept.close()
    return Branch(recorder.dataset(), c, lives)
