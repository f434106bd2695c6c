"""What each claim measures in one run: observers, a file a family. They change no bit of the run (law 7)."""

from __future__ import annotations

from collections.abc import Collection

from tumen.claims.measures.counted import Counted, Exits
from tumen.claims.measures.ends import Ends
from tumen.claims.measures.hardship import Hardship
from tumen.claims.measures.look import Look, Measure
from tumen.claims.measures.panel import Panel
from tumen.claims.measures.plates import Bought, MembersTable, TopAndBottom
from tumen.claims.measures.riches import Riches
from tumen.claims.measures.standing import Standing
from tumen.country import Country
from tumen.observer import Observer

FAMILIES: tuple[type[Measure], ...] = (
    Bought, TopAndBottom, MembersTable, Standing, Hardship, Panel, Counted, Exits, Ends, Riches,
)  # fmt: skip


def observers(country: Country, claims: Collection[str] = ()) -> list[Observer]:
    """One of each family for a country at its start, sharing one look at the people. Attach by `onlookers`, and call
    `add` with each moment. claims: only the families that serve one of these; all."""
    look = Look(country)
    return [family(country, look) for family in FAMILIES if not claims or family.claims & set(claims)]


def watch(country: Country, claims: Collection[str] = ()) -> list[Observer]:
    """The observers, attached; each has still to be given every moment by `add`."""
    watching = observers(country, claims)
    country.onlookers += watching
    return watching
