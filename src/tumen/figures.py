"""A scenario's figures against the declarations of the mechanisms: names, units, ranges, whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tumen.scenario import DECLARED, ParamLike, Scenario, Where
from tumen.scenario_errors import ScenarioError, listed, nearest, together
from tumen.scenario_yaml import dotted


def check(scenario: Scenario, known: Mapping[str, ParamLike]) -> None:
    """Raises one ScenarioError for all figures that the declared parameters do not allow."""
    problems = list(_problems(scenario, known))
    if problems:
        raise together(problems)


def _problems(scenario: Scenario, known: Mapping[str, ParamLike]) -> Iterator[ScenarioError]:
    for name, setting in scenario.parameters.items():
        where: Where = ("parameters", name)
        if name not in known:
            yield _unknown(scenario, where, name, known)
            continue
        if setting.unit not in (DECLARED, known[name].unit):
            yield _error(scenario, (*where, "unit"), "another unit than the parameter's", setting.unit,
                         f"{known[name].unit}", known[name].unit)  # fmt: skip
        if setting.value is not None:
            yield from _value(scenario, (*where, "value"), setting.value, known[name])
        for date, value in (setting.values or {}).items():
            yield from _value(scenario, (*where, "values", date), value, known[name])
    for kind in ("events", "decrees"):
        for act in getattr(scenario, kind):
            for name, value in act.set.items():
                where = (kind, act.name, "set", name)
                if name in known:
                    yield from _value(scenario, where, value, known[name])
                else:
                    yield _unknown(scenario, where, name, known)


def _value(scenario: Scenario, where: Where, value: float, param: ParamLike) -> Iterator[ScenarioError]:
    low, high = param.range
    legal = f"{low:g} to {high:g}" + ("" if param.unit == "1" else f" {param.unit}")
    if not low <= value <= high:
        end = min(max(value, low), high)
        yield _error(scenario, where, "outside the parameter's range", f"{value:g}", legal, f"{end:g}")
    elif getattr(param, "dtype", "f4") == "i4" and value != int(value):
        yield _error(scenario, where, "not a whole number", f"{value:g}", f"a whole number, {legal}", f"{round(value)}")


def _unknown(scenario: Scenario, where: Where, name: str, known: Mapping[str, ParamLike]) -> ScenarioError:
    mechanism = name.partition(".")[0]
    inside = [one for one in known if one.startswith(mechanism + ".")]
    names = sorted({one.partition(".")[0] for one in known})
    legal = (f"a parameter of {mechanism}: {listed(one.partition('.')[2] for one in inside)}" if inside
             else f"a parameter of one of the mechanisms {listed(names, 20)}")  # fmt: skip
    return _error(scenario, where, "there is no such parameter", name, f"{legal} (`tumen params` lists all)",
                  nearest(name, known))  # fmt: skip


def _error(scenario: Scenario, where: Where, problem: str, given: str, legal: str, near: str) -> ScenarioError:
    path, line = scenario.origin(*where)
    return ScenarioError(problem, path=path, line=line, field=dotted(where), given=given, legal=legal, nearest=near)
