"""A country under a draw, and a run of it that somebody watches: what every member of an ensemble begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tumen.country import Country, build
from tumen.experiments.members import Member
from tumen.experiments.predicting import split
from tumen.scenario import load
from tumen.simulate import Moment, months
from tumen.survey import Reporting


class Watches(Protocol):
    """Whoever is given every month."""

    def add(self, moment: Moment) -> None: ...


def drawn(member: Member) -> tuple[Country, Reporting]:
    """Its country before the first month, on one thread, and how its people answer."""
    sets, reporting = split(member.sets)
    return build(load(member.scenario).with_overrides(sets), member.seed, member.rung), reporting


def watched(country: Country, until: str | None, watching: Iterable[Watches]) -> None:
    """Takes the country to the month `until`; all who watch are given every month."""
    watching = tuple(watching)
    for moment in months(country, until=until, census="none"):
        for one in watching:
            one.add(moment)
