"""A scenario: the question, the months, and which declared figures differ from their values, when and why.

A scenario sets parameters, nothing else: it cannot write a ration, a price or a death. `parameters` replaces a declared
value (for good, or from named dates on); an act (an event that befalls the country, a decree of its government) sets
values in a window of months. A later act goes before an earlier one, acts before `parameters`, those before
the declared value.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Protocol

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    field_validator,
    model_validator,
)

from tumen.months import FIRST, LAST, Calendar, Steps, month_index, spread, steps
from tumen.scenario_errors import ScenarioError

RUNGS = ("25k", "250k", "2.5m", "25m")
DECLARED = "declared"
"""The unit that stands for whatever unit the parameter is declared in; `--set` uses it."""

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Figure = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=80)]
Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=2000)]
DATES = f"start: {FIRST}, the month of the founding population, and end: a month from there to {LAST}"
ACTS = "a list of acts: name, date, months, set, source, note"
Where = tuple[str | int, ...]
Origin = tuple[str, int | None]


class ParamLike(Protocol):
    """What a scenario needs to know of a declared parameter."""

    @property
    def value(self) -> float | Mapping[str, float]: ...
    @property
    def unit(self) -> str: ...
    @property
    def range(self) -> tuple[float, float]: ...


def _month(label: str) -> str:
    month_index(label)
    return label


Date = Annotated[str, Field(strict=True), AfterValidator(_month)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


class Setting(_Strict):
    """Another value for one parameter: a number for all months, or dated numbers, each from its month to the next."""

    unit: Annotated[str, Field(strict=True, min_length=1, max_length=60, description="the unit the parameter has")]
    value: Annotated[Number | None, Field(description="a number")] = None
    values: Annotated[dict[Date, Number] | None, Field(description='dates to numbers: {"1995-08": 0.5}')] = None
    reason: Annotated[Text, Field(description="a line of text: why this value")]

    @field_validator("values")
    @classmethod
    def _dates(cls, values: dict[str, float] | None) -> dict[str, float] | None:
        if values is not None:
            steps(values)
        return values

    @model_validator(mode="after")
    def _one(self) -> Setting:
        if (self.value is None) == (self.values is None):
            raise ValueError("either value or values")
        return self


class Act(_Strict):
    """What happens in a month: it sets parameters for some months or for good, or only records what series contain."""

    name: Annotated[Name, Field(description="a short name in small letters, digits and hyphens")]
    date: Annotated[Date, Field(description='a month such as "1995-08"')]
    months: Annotated[int | None, Field(strict=True, ge=1, le=720, description="how many months, 1 or more; "
                                        "left out: for good")] = None  # fmt: skip
    set: Annotated[dict[Figure, Number], Field(description='parameters to numbers: {"grain.aid": 0}')] = {}
    source: Annotated[Text, Field(description="where this is known from, or: assumed")]
    note: Annotated[Text | None, Field(description="a line of text")] = None

    @property
    def window(self) -> tuple[int, int]:
        """First month and the month after the last."""
        first = month_index(self.date)
        return first, month_index(LAST) + 1 if self.months is None else first + self.months


class Scenario(_Strict):
    """One question put to the model. Make one with `load`; change one with `with_overrides`."""

    name: Annotated[Name, Field(description="a short name in small letters, digits and hyphens")]
    question: Annotated[Text, Field(description="the question this scenario puts, one or two lines")]
    base: Annotated[str | None, Field(strict=True, description="a shipped scenario, or the path of a file")] = None
    calendar: Annotated[Calendar, Field(description=DATES)] = Calendar()
    rung: Annotated[Literal["25k", "250k", "2.5m", "25m"], Field(description="one of " + ", ".join(RUNGS))] = "250k"
    seeds: Annotated[
        tuple[Annotated[int, Field(strict=True, ge=0, lt=2**32)], ...],
        Field(min_length=1, max_length=10_000, description="a list of different whole numbers"),
    ] = (1,)
    parameters: Annotated[dict[Figure, Setting], Field(description="parameters to settings (unit, value, reason)")] = {}
    events: Annotated[tuple[Act, ...], Field(max_length=1000, description=ACTS)] = ()
    decrees: Annotated[tuple[Act, ...], Field(max_length=1000, description=ACTS)] = ()
    drop: Annotated[tuple[Text, ...], Field(description="names of the base's acts and parameters")] = ()

    _origins: dict[Where, Origin] = PrivateAttr(default_factory=dict)

    @field_validator("calendar")
    @classmethod
    def _calendar(cls, calendar: Calendar) -> Calendar:
        for label in (calendar.start, calendar.end):
            month_index(label)
        if calendar.start != FIRST:
            raise ValueError(f"start is {FIRST}, the month of the founding population")
        if not calendar.first <= calendar.last <= month_index(LAST):
            raise ValueError(f"end lies between start and {LAST}")
        return calendar

    @field_validator("seeds")
    @classmethod
    def _seeds(cls, seeds: tuple[int, ...]) -> tuple[int, ...]:
        if len(set(seeds)) < len(seeds):
            raise ValueError("a seed is given twice")
        return seeds

    @property
    def acts(self) -> tuple[Act, ...]:
        """Everything dated, in the order in which it takes effect: the last word is the later act's."""
        both = [*self.events, *self.decrees]
        return tuple(sorted(both, key=lambda act: month_index(act.date)))

    @property
    def hash(self) -> str:
        """Sixteen hex digits over all that the scenario says, after overlays and overrides, however it was written."""
        content = json.dumps(self.content(), sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()

    def content(self) -> dict[str, Any]:
        """All fields as plain data, the base resolved into them, as far as the calendar goes."""
        from tumen.overlays import ended

        return ended(self).model_dump(mode="json", exclude={"base", "drop"}, exclude_none=True)

    def to_yaml(self) -> str:
        """The scenario as a file that reads back to the same hash, without its base."""
        from io import StringIO

        from ruamel.yaml import YAML

        writer: Any = YAML(typ="safe", pure=True)
        writer.default_flow_style, writer.width, writer.sort_base_mapping_type_on_output = False, 110, False
        stream = StringIO()
        writer.dump(self.content(), stream)
        return stream.getvalue()

    def origin(self, *where: str | int) -> Origin:
        """The file and line a field was read from."""
        while where and where not in self._origins:
            where = where[:-1]
        return self._origins.get(where, (self.name, None))

    def with_overrides(self, texts: Iterable[str]) -> Scenario:
        """This scenario with figures set by hand, as `--set grain.aid=0`: in every month, whatever the acts say."""
        from tumen.overlays import override

        return override(self, texts)

    def validate_parameters(self, known: Mapping[str, ParamLike]) -> None:
        """Refuses names, units, values and dates that the declared parameters do not allow."""
        from tumen.figures import check

        check(self, known)

    def values(self, known: Mapping[str, ParamLike]) -> dict[str, list[float]]:
        """Every parameter's value in every month of the calendar, compiled once: `values["grain.aid"][month]`."""
        return {name: self.spread(name, steps(param.value)) for name, param in known.items()}

    def spread(self, name: str, declared: Steps) -> list[float]:
        """One parameter over the calendar: declared, then as set, then as the acts set it in their windows."""
        first, last = self.calendar.first, self.calendar.last
        row = spread(declared, first, last)
        setting = self.parameters.get(name)
        if setting is not None and setting.value is not None:
            row = [setting.value] * len(row)
        elif setting is not None and setting.values is not None:
            dated = steps(setting.values)
            since = max(0, dated[0][0] - first)
            row[since:] = spread(dated, first, last)[since:]
        for act in self.acts:
            if name in act.set:
                since, until = (min(max(month - first, 0), len(row)) for month in act.window)
                row[since:until] = [act.set[name]] * (until - since)
        return row


def load(what: str) -> Scenario:
    """A scenario by name (shipped with Tumen: `history`) or by path (ending in .yaml or .yml). Raises ScenarioError."""
    from tumen.overlays import load

    return load(str(what))


def to_yaml(scenario: Scenario) -> str:
    """The scenario as the text of a file, its base and overrides resolved."""
    return scenario.to_yaml()


__all__ = ["Act", "ParamLike", "Scenario", "ScenarioError", "Setting", "load", "to_yaml"]
