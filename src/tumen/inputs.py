"""What went into a run: the dated series that drive it and the figures that are assumed, read off the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tumen.evidence import sources
from tumen.scenario import Scenario

Rows = list[dict[str, Any]]


def inputs_of(country: Any) -> dict[str, list[dict[str, Any]]]:
    """Drivers (figures that change with the date) and assumed figures of every mechanism of a country's schedule."""
    drivers: list[dict[str, Any]] = []
    assumed: list[dict[str, Any]] = []
    schedule: Any = getattr(country, "schedule", None)
    if schedule is None:
        return {"drivers": drivers, "assumed": assumed}
    known = sources()
    for mechanism in schedule.mechanisms:
        if mechanism.name in schedule.off:
            continue
        for name, param in mechanism.params.items():
            full = f"{mechanism.name}.{name}"
            title = known.get(param.source, {}).get("title", "")
            said = f"{title} ({param.source})" if title else param.source
            if isinstance(param.value, Mapping):
                dates = list(param.value)
                drivers.append(
                    {
                        "series": full,
                        "meaning": param.meaning,
                        "unit": param.unit,
                        "dates": f"{dates[0]} to {dates[-1]}",
                        "source": said,
                        "grade": param.grade,
                    }
                )
            elif param.source == "assumed" or param.grade == "D":
                low, high = param.range
                assumed.append({"figure": full, "meaning": param.meaning, "value": param.value, "unit": param.unit,
                                "range": f"{low:g} to {high:g}", "reason": param.reason})  # fmt: skip
    return {"drivers": drivers, "assumed": assumed}


def with_scenario(inputs: dict[str, Any], scenario: Scenario) -> dict[str, Any]:
    """Inputs with what the scenario itself brings in among the drivers: its figures and its acts."""
    return {**inputs, "drivers": [*_settings(scenario), *inputs.get("drivers", []), *_acts(scenario)]}


def _acts(scenario: Scenario) -> Rows:
    rows = []
    for act in scenario.acts:
        sets = ", ".join(f"sets {name} to {value:g}" for name, value in act.set.items())
        when = act.date if act.months is None else f"{act.date}, {act.months} months"
        rows.append({"series": act.name, "meaning": "; ".join(part for part in (sets, act.note) if part), "unit": "",
                     "dates": when, "source": act.source, "grade": ""})  # fmt: skip
    return rows


def _settings(scenario: Scenario) -> Rows:
    rows = []
    for name, setting in scenario.parameters.items():
        value = setting.value
        said = f"set to {value:g}" if value is not None else "other dated values"
        rows.append({"series": name, "meaning": f"{said}: {setting.reason}", "unit": setting.unit,
                     "dates": "all months" if value is not None else f"from {min(setting.values or {'': 0})}",
                     "source": f"the scenario {scenario.name}", "grade": ""})  # fmt: skip
    return rows
