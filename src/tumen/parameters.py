"""Parameters: every figure with its unit, range, source and grade; a figure may change at named dates.

Grades: A measured, B official or estimated, C testimony, D assumed. A parameter without a source has to say why it has
the value that it has (`reason`); the declaration is refused otherwise, so a figure without a source cannot exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Grade = Literal["A", "B", "C", "D"]
Dated = Mapping[str, float]


@dataclass(frozen=True)
class Param:
    """One figure of one mechanism.

    value: a number, or a mapping from dates ("1995" or "1995-08") to numbers, each holding until the next date.
    unit: e.g. "g/day", "1" for a share, "Mt/year". range: what a scenario or a prior may choose.
    source: key of a source or table; "assumed" needs a reason. grade: A to D.
    Raises ValueError where the declaration is incomplete or a value lies outside its range.
    """

    value: float | Dated
    unit: str
    meaning: str
    range: tuple[float, float]
    source: str
    grade: Grade
    reason: str = ""
    dtype: Literal["f4", "i4"] = "f4"

    def __post_init__(self) -> None:
        if not (self.unit and self.meaning and self.source):
            raise ValueError(f"a parameter needs a unit, a meaning and a source: {self!r}")
        if (self.source == "assumed" or self.grade == "D") and not self.reason:
            raise ValueError(f"an assumed figure needs a reason: {self.meaning!r}")
        low, high = self.range
        values = self.value.values() if isinstance(self.value, Mapping) else [self.value]
        for v in values:
            if not low <= v <= high:
                raise ValueError(f"{self.meaning!r}: {v} lies outside {low} to {high} {self.unit}")
