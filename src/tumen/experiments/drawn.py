"""A draw: what of it is settings and what is a way of answering, what a scenario leaves of it, a country under it, and
a run of that which somebody watches: what every member of an ensemble begins with."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import fields
from typing import Any, Protocol

from tumen.country import Country, build
from tumen.experiments.members import Member
from tumen.scenario import Scenario, load
from tumen.scenario_errors import UserError, listed, nearest
from tumen.simulate import Moment, months
from tumen.survey import Reporting

Draw = Mapping[str, float]
REPORTING = "reporting."


class Watches(Protocol):
    """Whoever is given every month."""

    def add(self, moment: Moment) -> None: ...


def split(draw: Draw) -> tuple[list[str], Reporting]:
    """A draw as settings of a scenario, and as the way in which people answer."""
    known = {f.name: f.type for f in fields(Reporting)}
    said = {k.removeprefix(REPORTING): v for k, v in draw.items() if k.startswith(REPORTING)}
    for name in said:
        if name not in known:
            raise UserError(f"{REPORTING}{name}: there is no such way of answering\n  legal:   {listed(known, 20)}\n"
                            f"  nearest: {nearest(name, known)}")  # fmt: skip
    whole: dict[str, Any] = {k: round(v) if known[k] == "int" else v for k, v in said.items()}
    sets = [f"{k}={v!r}" for k, v in draw.items() if not k.startswith(REPORTING)]
    return sets, Reporting(**whole)


def asked_of(scenario: Scenario, by_hand: Iterable[str] = ()) -> set[str]:
    """Names of the figures that a scenario sets otherwise than the record, `history`, and of those set by hand: they
    are what is asked."""
    record = load("history")
    parameters = {name for name, setting in scenario.parameters.items() if record.parameters.get(name) != setting}
    acts = {name for act in scenario.acts if act not in record.acts for name in act.set}
    return parameters | acts | {name.partition("@")[0] for name in by_hand}


def beside(draw: Draw, asked: Container[str]) -> dict[str, float]:
    """What of a draw is left beside what is asked (`asked_of`), which goes before it."""
    return {name: value for name, value in draw.items() if name.partition("@")[0] not in asked}


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
