"""In what two scenarios differ, as figures over the months: what a reader has to know before two runs are compared.

Compared is what takes effect, not how it is written: a figure differs when its value differs in some month of both
calendars, whichever act or setting brings it there. Acts are listed beside, by name, since they carry the reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tumen.months import month_index, month_label, steps
from tumen.scenario import Act, ParamLike, Scenario

Kind = Literal["figure", "event", "decree", "calendar"]


@dataclass(frozen=True)
class Difference:
    """One difference of scenario B against A.

    kind: "figure" (a parameter over the months), "event", "decree" (an act that only one has, or that says another
    thing), "calendar". before, after: the figure's values in the first month that differs; an act's fields, None where
    it is not there; the calendar's ends. first, last: the months between which timelines differ; an act that sets
    nothing, or nothing that differs, has none.
    """

    kind: Kind
    name: str
    before: Any
    after: Any
    first: str | None = None
    last: str | None = None
    unit: str = ""

    def __str__(self) -> str:
        if self.kind == "calendar":
            return f"the calendar ends in {self.after}, not in {self.before}"
        if self.kind != "figure":
            done = "added" if self.before is None else "dropped" if self.after is None else "changed"
            return f"{self.kind} {self.name} {done}" + (f", from {self.first}" if self.first else "")
        unit = "" if self.unit == "1" else f" {self.unit}"
        return f"{self.name} {self.before:g} to {self.after:g}{unit}, from {self.first} to {self.last}"


def declared() -> dict[str, ParamLike]:
    """Every declared parameter of the shipped schedule, by mechanism and name."""
    from tumen.country import SCHEDULE

    return {f"{m.name}.{name}": param for m in SCHEDULE.mechanisms for name, param in m.params.items()}


def scenario_differences(
    a: Scenario, b: Scenario, known: Mapping[str, ParamLike] | None = None, after: str | None = None
) -> list[Difference]:
    """What scenario `b` says otherwise than `a`: figures in the order of the first month that differs, then acts.

    known: declared parameters, all by default. after: only what differs later than this month, as for a fork there.
    """
    begin = a.calendar.first if after is None else month_index(after) + 1
    end = min(a.calendar.last, b.calendar.last)
    figures = _figures(a, b, declared() if known is None else known, begin, end)
    differing = {d.name: d for d in figures}
    acts = [d for kind in ("event", "decree") for d in _acts(a, b, kind, differing, begin)]
    ends = [] if a.calendar.end == b.calendar.end else [Difference("calendar", "end", a.calendar.end, b.calendar.end)]
    return [*figures, *acts, *ends]


def _figures(a: Scenario, b: Scenario, known: Mapping[str, ParamLike], begin: int, end: int) -> list[Difference]:
    found = []
    for name in sorted(_touched(a) | _touched(b)):
        if name in known:
            rows = (s.spread(name, steps(known[name].value)) for s in (a, b))
            one, two = (row[begin - a.calendar.first : end - a.calendar.first + 1] for row in rows)
            at = [k for k, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]
            if at:
                found.append(Difference("figure", name, one[at[0]], two[at[0]], month_label(begin + at[0]),
                                        month_label(begin + at[-1]), known[name].unit))  # fmt: skip
    return sorted(found, key=lambda d: (str(d.first), d.name))


def _touched(scenario: Scenario) -> set[str]:
    return set(scenario.parameters) | {name for act in scenario.acts for name in act.set}


def _acts(
    a: Scenario, b: Scenario, kind: Literal["event", "decree"], figures: Mapping[str, Difference], begin: int
) -> list[Difference]:  # fmt: skip
    before, after = ({act.name: act for act in getattr(s, f"{kind}s")} for s in (a, b))
    found = []
    for name in dict.fromkeys([*before, *after]):
        one, two = before.get(name), after.get(name)
        both = [act for act in (one, two) if act is not None]
        if _said(one) == _said(two) or all(act.window[1] <= begin for act in both):
            continue
        first = min((d.first for act in both for d in _set(act, figures) if d.first), default=None)
        last = max((d.last for act in both for d in _set(act, figures) if d.last), default=None)
        found.append(Difference(kind, name, _said(one), _said(two), first, last))
    return found


def _set(act: Act, figures: Mapping[str, Difference]) -> Sequence[Difference]:
    return [figures[name] for name in act.set if name in figures]


def _said(act: Act | None) -> dict[str, Any] | None:
    """What an act does, whatever the words in which it gives its source."""
    return None if act is None else act.model_dump(mode="json", include={"date", "months", "set"}, exclude_none=True)
