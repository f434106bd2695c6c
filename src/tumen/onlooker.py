"""Whoever is told of a month while it runs, in `Country.onlookers`: tapes, lives, channels that are held.

An onlooker has no access to the draws. All but one only look: `experiments.channels.Held` puts another run's published
arrays in, which is what it is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tumen.columns import Array
    from tumen.country import Country
    from tumen.door import Packets
    from tumen.months import Month


class Onlooker:
    """Overrides what it wants to be told; the rest passes it by."""

    def published(self, c: Country, month: Month) -> None:
        """The state has governed: what stands in the published arrays is what people will see this month."""

    def lived(self, c: Country, month: Month) -> None:
        """People have lived the month; the books are not closed yet."""

    def seated(self, unit: Array, row: Array, packets: Packets, which: Array) -> None:
        """The door has seated packets `which` in these units and rows."""
