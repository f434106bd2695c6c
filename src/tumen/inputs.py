"""What went into a run: the dated series that drive it and the figures that are assumed, read off the declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tumen.evidence import sources


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
