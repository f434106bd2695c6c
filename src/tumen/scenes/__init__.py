"""Scenes: a worked example for each rule of the register, played by a few persons in a small country.

A scene tells one thing that a reader of the testimonies would recognise, and asserts it. It has to fail when the
mechanism that it names is taken out of the month: the tests play every scene twice.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tumen.mechanism import Schedule


@dataclass(frozen=True)
class Scene:
    """row: of the register. tells: what happens, in a sentence. without: the mechanism that makes it so.
    play: gets a schedule, raises AssertionError where it is not so. scenario: the shipped one that shows it at large.
    """

    row: str
    tells: str
    without: str
    play: Callable[[Schedule], None]
    scenario: str = "history"
