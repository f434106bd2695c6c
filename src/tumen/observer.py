"""Somebody who watches one run and says what it measured, as named numbers: interviews, findings, target figures.

Observers have no access to the draws and change no bit of the run (law 7). What one says is a plain dictionary of
numbers, so that a run of a thousand leaves a file of a few kilobytes and not a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tumen.onlooker import Onlooker

if TYPE_CHECKING:
    from tumen.simulate import Moment


class Observer(Onlooker):
    """Made for a country before its first month: `Observer(country)`; told of every month as an onlooker is, and given
    each moment by `add`."""

    def add(self, moment: Moment) -> None:
        """Take up the month that is over."""

    def figures(self) -> dict[str, float]:
        """What was measured, by name ("arrivals.women.2003"). A figure that nobody could answer is not there."""
        return {}
