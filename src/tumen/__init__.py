"""Tumen: an agent-based model of North Korea's system of loyalty and privilege, person for person.

    >>> import tumen
    >>> result = tumen.run("history", seed=1, rung="25k", until="1990-12")

The names below are all of the public surface; they are imported when first used, so that `tumen --help` stays quick.
"""

from typing import TYPE_CHECKING, Any

from tumen._cache import VERSION as __version__
from tumen._cache import place_cache

if TYPE_CHECKING:
    from tumen.mechanism import Mechanism
    from tumen.results import Result, run
    from tumen.scenario import Scenario, ScenarioError, load
    from tumen.simulate import Moment, simulate

place_cache()

_WHERE = {
    "Mechanism": "mechanism", "Moment": "simulate", "Result": "results", "Scenario": "scenario",
    "ScenarioError": "scenario", "load": "scenario", "run": "results", "simulate": "simulate",
}  # fmt: skip
__all__ = [*_WHERE, "__version__", "schedule"]


def schedule() -> Any:
    """The month in order; `.plus(mechanism, after="hunger.grow")` and `.minus("market")` make another."""
    from tumen.country import SCHEDULE

    return SCHEDULE


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'tumen' has no attribute {name!r}; there are: {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(f"tumen.{_WHERE[name]}"), name)
