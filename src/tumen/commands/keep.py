"""From a plan to a folder of results, the same for one run and for each member of an ensemble."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tumen.commands.plan import Plan
    from tumen.results import Result
    from tumen.scenario import Scenario

Rows = list[dict[str, Any]]


def simulate_and_save(
    plan: Plan, on_moment: Callable[[Any], None] | None = None, *, report: bool = True
) -> dict[str, Any]:
    """Runs the plan and writes its folder; returns what run.json says."""
    from tumen import rundir

    result = rundir.run(plan.scenario, plan.seed, plan.rung, on_moment=on_moment, **plan.settings())
    tell(result, plan.scenario)
    rundir.save(result, plan.out, report=report)
    return rundir.run_json(result)


def tell(result: Result, scenario: Scenario) -> None:
    """Adds what the scenario itself brings in to the drivers that a result lists: its figures and its acts."""
    result.inputs["drivers"] = [*_settings(scenario), *result.inputs.get("drivers", []), *_acts(scenario)]


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
