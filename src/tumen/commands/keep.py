"""From a plan to a folder of results, the same for one run and for each member of an ensemble."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tumen.commands.plan import Plan
    from tumen.results import Result
    from tumen.scenario import Scenario

Rows = list[dict[str, Any]]


def simulate_and_save(
    plan: Plan, on_moment: Callable[[Any], None] | None = None, *, report: bool = True, checkpoint: bool = False,
    replayable: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Runs the plan and writes its folder, with the state at the end and the tape if asked; returns what run.json says.

    While the run goes on its tape lies beside the folder, as `.NAME.tape.part`; a run that was killed leaves it."""
    import os
    import shutil

    from tumen import rundir

    tape = plan.out.with_name(f".{plan.out.name}.tape.part") if replayable else None
    if tape is not None:
        shutil.rmtree(tape, ignore_errors=True)

    last: list[Any] = [None]

    def after(moment: Any) -> None:
        last[0] = moment.country
        if on_moment is not None:
            on_moment(moment)

    result = rundir.run(plan.scenario, plan.seed, plan.rung, on_moment=after, replayable=tape, **plan.settings())
    tell(result, plan.scenario)
    rundir.save(result, plan.out, report=report)
    if tape is not None:
        os.replace(tape, plan.out / "tape")
    facts = rundir.run_json(result)
    if checkpoint and facts["complete"]:  # a month that was broken off has touched the state
        _keep_state(last[0], plan.out)
    return facts


def _keep_state(country: Any, folder: Path) -> None:
    from tumen.checkpoint import save

    save(country, folder / "checkpoint")


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
