"""One run of the claims: a draw goes in, what every claim measures comes out."""

from __future__ import annotations

from pathlib import Path

from tumen.claims.measures import watch
from tumen.country import build
from tumen.experiments.members import Member
from tumen.experiments.predicting import split
from tumen.scenario import load
from tumen.simulate import months


def work(member: Member, folder: Path) -> dict[str, float]:
    """One run under one draw, on one thread; its figures."""
    sets, _ = split(member.sets)
    country = build(load(member.scenario).with_overrides(sets), member.seed, member.rung)
    watching = watch(country)
    for moment in months(country, until=member.until, census="none"):
        for observer in watching:
            observer.add(moment)
    return {name: value for observer in watching for name, value in observer.figures().items()}
