"""Scenarios from files: found by name or path, read, checked, laid over their base, changed by hand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tumen.explain import explain
from tumen.months import Calendar, month_index
from tumen.scenario import DECLARED, Act, Scenario, Setting, Where
from tumen.scenario_errors import ScenarioError, listed, nearest, together
from tumen.scenario_yaml import Document, dotted, read

SHIPPED = Path(__file__).parent / "scenarios"
TALLEST = 8
"""How many scenarios may stand on one another."""


def shipped() -> dict[str, Path]:
    """The scenarios that come with Tumen, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.yaml"))}


def load(what: str) -> Scenario:
    """A scenario by name or path, its bases resolved."""
    return _load(_find(what, Path.cwd(), None), ())


@dataclass(frozen=True)
class _Asked:
    """Where a base was named, so that an error points there."""

    document: Document

    def error(self, problem: str, given: str, legal: str, near: str = "") -> ScenarioError:
        return ScenarioError(problem, path=self.document.path, line=self.document.line(("base",)), field="base",
                             given=given, legal=legal, nearest=near)  # fmt: skip


def _find(what: str, beside: Path, asked: _Asked | None) -> Path:
    if what.endswith((".yaml", ".yml")) or "/" in what:
        path = beside / what if asked else Path(what)
        if asked and not path.is_file():
            legal = f"the path of a scenario file, from this file's folder, or a shipped scenario: {listed(shipped())}"
            raise asked.error("there is no such base", what, legal, nearest(path.stem, shipped()))
        return path
    names = shipped()
    if what in names:
        return names[what]
    legal = f"a shipped scenario ({listed(names)}) or the path of a file ending in .yaml"
    if asked:
        raise asked.error("there is no such base", what, legal, nearest(what, names))
    raise ScenarioError("there is no such scenario", path=what or "(empty)", line=None, field="SCENARIO", given=what,
                        legal=legal, nearest=nearest(what, names))  # fmt: skip


def _load(path: Path, above: tuple[Path, ...]) -> Scenario:
    document = read(path)
    own = _own(document)
    if own.base is None:
        if own.drop:
            raise _error(document, ("drop",), "nothing to drop from", list(own.drop), "no drop without a base")
        return own
    asked, chain = _Asked(document), (*above, path.resolve())
    below = _find(own.base, path.parent, asked)
    if below.resolve() in chain:
        turn = " -> ".join(step.name for step in (*chain, below))
        raise asked.error("a scenario stands on itself", own.base, f"bases without a cycle (here: {turn})")
    if len(chain) >= TALLEST:
        raise asked.error("too many bases", own.base, f"at most {TALLEST} scenarios on one another")
    return _over(_load(below, chain), own, document)


def _own(document: Document) -> Scenario:
    """One file by itself, checked."""
    try:
        own = Scenario.model_validate(document.data)
    except ValidationError as problem:
        raise explain(document, problem) from None
    acts: dict[str, Where] = {}
    problems: list[ScenarioError] = []
    for kind in ("events", "decrees"):
        for number, act in enumerate(getattr(own, kind)):
            where: Where = (kind, number)
            if act.name in acts:
                problems.append(_error(document, (*where, "name"), "two acts have one name", act.name,
                                       f"each name once (first: {dotted(acts[act.name])})"))  # fmt: skip
            acts.setdefault(act.name, where)
    if problems:
        raise together(problems)
    for where, line in document.lines.items():
        own._origins[_named(own, where)] = (document.path, line)
    if own.base is None:
        _within(own, own.calendar, document)
    return own


def _named(own: Scenario, where: Where) -> Where:
    """A field's path with acts by name instead of number: an overlay moves numbers, never names."""
    if len(where) > 1 and where[0] in ("events", "decrees") and isinstance(where[1], int):
        return (where[0], getattr(own, str(where[0]))[where[1]].name, *where[2:])
    return where


def _within(own: Scenario, calendar: Calendar, document: Document) -> None:
    """A file's own dates lie in the calendar. What a base dates after an overlay's earlier end merely never comes."""
    dated: list[tuple[Where, str]] = []
    for kind in ("events", "decrees"):
        dated += [((kind, number, "date"), act.date) for number, act in enumerate(getattr(own, kind))]
    for name, setting in own.parameters.items():
        dated += [(("parameters", name, "values", date), date) for date in setting.values or {}]
    wrong = [_error(document, where, "the date lies outside the calendar", date, f"{calendar.start} to {calendar.end}")
             for where, date in dated if month_index(date) not in calendar]  # fmt: skip
    if wrong:
        raise together(wrong)


def _over(base: Scenario, own: Scenario, document: Document) -> Scenario:
    """An overlay on its base: scalars and parameters replace, an act of the same name takes the other's place."""
    has = {act.name for act in (*base.events, *base.decrees)} | set(base.parameters)
    for number, name in enumerate(own.drop):
        if name not in has:
            raise _error(document, ("drop", number), "the base has nothing of this name", name, listed(sorted(has)) or
                         "no drop: the base has no acts and no parameters", nearest(name, has))  # fmt: skip
    gone = set(own.drop)
    calendar = own.calendar if "calendar" in own.model_fields_set else base.calendar
    _within(own, calendar, document)
    plain = {name: getattr(own if name in own.model_fields_set else base, name) for name in ("rung", "seeds")}
    kept = {name: setting for name, setting in base.parameters.items() if name not in gone}
    mine = {act.name: kind for kind in ("events", "decrees") for act in getattr(own, kind)}
    lists = {kind: _acts(getattr(base, kind), getattr(own, kind), kind, mine, gone) for kind in ("events", "decrees")}
    result = own.model_copy(update={"calendar": calendar, "parameters": {**kept, **own.parameters}, "drop": (),
                                    **plain, **lists})  # fmt: skip
    replaced = {("parameters", name) for name in own.parameters} | {(kind, name) for name, kind in mine.items()}
    below = {where: origin for where, origin in base._origins.items() if where[:2] not in replaced}
    result._origins = {**below, **own._origins}
    return result


def ended(scenario: Scenario) -> Scenario:
    """Without what is dated after its end, as an overlay inherits it: it never comes, and a file that says it is not
    legal by itself."""
    last = scenario.calendar.last
    update: dict[str, Any] = {"parameters": {}}
    for kind in ("events", "decrees"):
        update[kind] = tuple(act for act in getattr(scenario, kind) if month_index(act.date) <= last)
    for name, setting in scenario.parameters.items():
        values = {date: value for date, value in (setting.values or {}).items() if month_index(date) <= last}
        if setting.values is None or values:
            update["parameters"][name] = setting.model_copy(update={"values": values} if values else {})
    return scenario.model_copy(update=update)


def _acts(base: Iterable[Act], own: Iterable[Act], kind: str, mine: dict[str, str], gone: set[str]) -> tuple[Act, ...]:
    new = {act.name: act for act in own}
    kept = [new.pop(act.name, act) for act in base if act.name not in gone and mine.get(act.name, kind) == kind]
    return (*kept, *new.values())


BY_HAND = "set by hand"
OF_RUN = "a figure of this run of an ensemble: drawn, or set for all"


def override(scenario: Scenario, texts: Iterable[str], reason: str = BY_HAND) -> Scenario:
    """A scenario with `a.b=c` set in every month: the parameter leaves the acts, or they would take it back. With
    `a.b@1995..1998=c` it is set in those months alone, by a last act. reason: what is said of each figure."""
    parameters, origins, changed = dict(scenario.parameters), dict(scenario._origins), set()
    windows: list[Act] = []
    for text in texts:
        name, equals, number = (part.strip() for part in text.partition("="))
        legal = "mechanism.parameter=number, such as --set grain.aid=0, or for some years grain.aid@1995..1998=0"
        name, at, window = name.partition("@")
        if not equals or "." not in name:
            raise ScenarioError("not a setting", path="command line", field="--set", given=text, legal=legal)
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or "_" in number:
            raise ScenarioError("not a number", path="command line", field=f"--set {name}", given=number, legal=legal)
        if at:
            windows.append(_windowed(text, name, window, value, len(windows)))
            continue
        if name in changed:
            raise ScenarioError("set twice", path="command line", field=f"--set {name}", given=text, legal="once")
        changed.add(name)
        parameters[name] = Setting(unit=DECLARED, value=value, reason=reason)
        origins = {where: origin for where, origin in origins.items() if where[:2] != ("parameters", name)}
        origins["parameters", name] = (f"command line, --set {text}", None)
    lists: dict[str, Any] = {}
    for kind in ("events", "decrees"):
        lists[kind] = tuple(
            act.model_copy(update={"set": {name: value for name, value in act.set.items() if name not in changed}})
            for act in getattr(scenario, kind)
        )
    lists["decrees"] += tuple(windows)
    result = scenario.model_copy(update={"parameters": parameters, **lists})
    result._origins = origins
    return result


def _windowed(text: str, name: str, window: str, value: float, number: int) -> Act:
    """An act that sets one figure from a month to a month, both included; a year stands for all its months."""
    first, dots, last = window.partition("..")
    legal = "a.b@FROM..TO=number, with years or months: grain.aid@1995..1998=0, grain.aid@1995-08..1996-07=0"
    try:
        since, until = month_index(first), month_index(last if "-" in last else f"{last}-12") + 1
    except ValueError:
        dots = ""
    if not dots or since >= until:
        raise ScenarioError("not a stretch of months", path="command line", field="--set", given=text, legal=legal)
    return Act(name=f"by-hand-{number}", date=first if "-" in first else f"{first}-01", months=until - since,
               set={name: value}, source=BY_HAND)  # fmt: skip


def _error(document: Document, where: Where, problem: str, given: Any, legal: str, near: str = "") -> ScenarioError:
    return ScenarioError(problem, path=document.path, line=document.line(where), field=dotted(where), given=given,
                         legal=legal, nearest=near)  # fmt: skip
