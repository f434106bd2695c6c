"""One run of the claims: a draw goes in, what every claim measures comes out."""

from __future__ import annotations

from pathlib import Path

from tumen.claims.measures import watch
from tumen.experiments.drawn import drawn, watched
from tumen.experiments.members import Member


def work(member: Member, folder: Path) -> dict[str, float]:
    """One run under one draw, on one thread; its figures."""
    country, _ = drawn(member)
    watching = watch(country)
    watched(country, member.until, watching)
    return {name: value for observer in watching for name, value in observer.figures().items()}
