"""One run of the claims: a draw goes in, what the claims that ask for it measure comes out."""

from __future__ import annotations

from pathlib import Path

from tumen.claims.measures import watch
from tumen.claims.plan import asked
from tumen.experiments.drawn import drawn, watched
from tumen.experiments.members import Member


def work(member: Member, folder: Path) -> dict[str, float]:
    """One run under one draw, on one thread; its figures."""
    country, _ = drawn(member)
    watching = watch(country, asked(member.name))
    watched(country, member.until, watching)
    return {name: value for observer in watching for name, value in observer.figures().items()}
