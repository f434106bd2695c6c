"""From a plan to a folder of results, the same for one run and for each member of an ensemble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tumen.commands.plan import Plan
    from tumen.scenario import Scenario

Rows = list[dict[str, str]]


def simulate_and_save(
    plan: Plan, on_moment: Callable[[Any], None] | None = None, *, report: bool = True
) -> dict[str, Any]:
    """Runs the plan and writes its folder; returns what run.json says."""
    from tumen import rundir

    result = rundir.run(plan.scenario, plan.seed, plan.rung, on_moment=on_moment, **plan.settings())
    result.inputs = inputs(plan.scenario)
    rundir.save(result, plan.out, report=report)
    return rundir.run_json(result)


def inputs(scenario: Scenario) -> dict[str, Rows]:
    """What entered from outside and what was assumed, as they were in this run: the result carries both."""
    from tumen.commands.plan import known

    params = known()
    return {"drivers": [*_series(params), *_acts(scenario), *_settings(scenario)], "assumed": _assumed(params)}


def _series(params: Mapping[str, Any]) -> Rows:
    """Every figure that changes at dates: the recorded drivers."""
    return [
        {"name": name, "when": f"{min(param.value)} to {max(param.value)}", "sets": f"{len(param.value)} dated values",
         "unit": param.unit, "source": f"{param.source} ({param.grade})", "what": param.meaning}
        for name, param in params.items() if isinstance(param.value, Mapping)
    ]  # fmt: skip


def _acts(scenario: Scenario) -> Rows:
    rows = []
    for act in scenario.acts:
        sets = ", ".join(f"{name} = {value:g}" for name, value in act.set.items())
        when = act.date if act.months is None else f"{act.date}, {act.months} months"
        rows.append({"name": act.name, "when": when, "sets": sets or "nothing: in the recorded series", "unit": "",
                     "source": act.source, "what": act.note or ""})  # fmt: skip
    return rows


def _settings(scenario: Scenario) -> Rows:
    rows = []
    for name, setting in scenario.parameters.items():
        always = setting.value is not None
        rows.append({"name": name, "when": "all months" if always else "from the dates given",
                     "sets": f"{setting.value:g}" if setting.value is not None else "dated values",
                     "unit": setting.unit, "source": "this scenario", "what": setting.reason})  # fmt: skip
    return rows


def _assumed(params: Mapping[str, Any]) -> Rows:
    """Every figure without a source, with its range and the reason for its value."""
    from tumen.commands.declared import said

    return [
        {"name": name, "value": said(param.value), "unit": param.unit,
         "range": f"{param.range[0]:g} to {param.range[1]:g}", "what": param.meaning, "reason": param.reason}
        for name, param in params.items() if param.grade == "D" or param.source == "assumed"
    ]  # fmt: skip
