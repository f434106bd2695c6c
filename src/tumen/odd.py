"""The model's description by the ODD protocol (Grimm et al. 2020), written from the declarations.

What stands in the code is never told a second time by hand: tables of state, figures, decisions and the order of the
month are made here, and `tumen odd --check` fails when the file in `docs/` says something else than the code does.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence

from tumen import bind
from tumen.columns import Column, Declaration, Household, Place, Scratch, Tally, Unit, bytes_per_slot
from tumen.country import SCHEDULE
from tumen.labels import AGES, BANDS, PROVINCES, SEXES, STRATA
from tumen.mechanism import Mechanism, Param

KINDS: dict[type, tuple[str, str]] = {
    Column: ("Persons", "one value a person, in a table of units by 128 rows; a unit's living rows come first"),
    Household: ("Households", "one value a household, 48 to a unit"),
    Unit: ("Neighbourhood units", "one value a unit of 20 to 28 households; with a step it is published at month end"),
    Place: ("Places and provinces", "small arrays that the state or the market writes and people read as published"),
    Tally: ("Monthly counts", "whole numbers that people's acts add to; zeroed each month"),
    Scratch: ("Within the month", "passed from step to step of one month, never stored"),
}

TOP = """# The model, described by the ODD protocol

This page is written by `tumen odd` from the declarations in the code; do not edit it. The order of headings is that of
Grimm et al. (2020), *The ODD protocol for describing agent-based and other simulation models: a second update*.

## 1. Purpose and patterns

Tumen asks what the system of loyalty and privilege in North Korea rests on, by simulating its people one by one, month
by month, from January 1990. The patterns it is judged by are those of the record: rations that fall from about 450
grams to below 200 in the mid-1990s, a market that then carries most of the food, deaths above the ordinary that are
worst in the northeast, population by age in the censuses of 1993 and 2008, and prices. No rule writes any of them;
the censuses enter the founding, and some of the others are what free figures are fitted to. It is no forecast, and one
run is one possible history.

## 2. Entities, state variables and scales

Persons live in households, households in neighbourhood units, units in places (a county, urban or rural, ordinary or a
compound of the supply tiers), places in {provinces} provinces: {province_list}. One step is one month. Below full scale
a row stands for a whole number of persons, fixed for its unit. The state takes {bytes:.1f} bytes a person slot.
"""

CONCEPTS = """## 4. Design concepts

- *Emergence.* Rations paid, market shares, prices, births and deaths come out of stocks, promises, needs and bodies.
- *Interaction.* Through what is published: fills, prices, shares of linked units, as they stood at the end of last
  month; and through packets, when somebody moves.
- *Sensing.* People see their own household, and the published figures of their unit, up to eight linked units and their
  place. The state sees counts and published figures, never persons.
- *Stochasticity.* Every draw is keyed by seed, month, named decision and person: the same person meets the same luck
  whatever else is switched on, on any number of threads.
- *Conservation.* Persons, grain and won balance to the unit every month; no stock is ever below zero.
- *Observation.* Recording is by month and province, and by sex ({sexes}), age band ({bands}) and stratum ({strata});
  vital counts by {ages} age groups. Observers change nothing.

## 5. Initialisation

The population of January 1990 is synthesised unit by unit from the tables of the evidence, each unit from the seed and
its own number alone. Start values of all other arrays stand in the tables above.

## 6. Input data

Figures that change at dates are the only input during a run; scenarios and their acts override figures, never results.
"""


def write() -> str:
    """The whole page."""
    declared = bind.declared_by(SCHEDULE)
    size = sum(bytes_per_slot(declared).values())
    parts = [TOP.format(provinces=len(PROVINCES), province_list=", ".join(PROVINCES), bytes=size)]
    parts += _state(declared)
    parts.append("## 3. Process overview and scheduling\n")
    parts.append(
        "Each month the figures of the month are set, then every mechanism governs, then people live, unit by unit, "
        "through these steps, then the books close in the order of the mechanisms; last, those who leave are moved.\n"
    )
    parts.append(_table(("step", "what it does"), ((s.label, _first(s.span.python)) for s in SCHEDULE.steps)))
    parts.append(
        CONCEPTS.format(sexes=", ".join(SEXES), bands=", ".join(BANDS), strata=", ".join(STRATA), ages=len(AGES))
    )
    parts.append(_inputs())
    parts.append("## 7. Submodels\n")
    for mechanism in SCHEDULE.mechanisms:
        parts += _mechanism(mechanism)
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _state(declared: dict[str, Declaration]) -> Iterator[str]:
    owners = {name: m.name for m in SCHEDULE.mechanisms for name in m.owns}
    for kind, (title, what) in KINDS.items():
        mine = [(name, d) for name, d in declared.items() if type(d) is kind]
        if not mine:
            continue
        yield f"### {title}\n\n{what[0].upper()}{what[1:]}.\n"
        rows = ((f"`{name}`", owners.get(name, "engine"), getattr(d, "dtype", "i8"), d.unit, _bounds(d), d.meaning)
                for name, d in mine)  # fmt: skip
        yield _table(("name", "owner", "type", "unit", "bounds or dimensions", "meaning"), rows)


def _bounds(d: Declaration) -> str:
    over = getattr(d, "over", None)
    if over is not None:
        return " × ".join(str(k) for k in over) or "the nation"
    bounds = getattr(d, "bounds", None)
    return f"{bounds[0]:g} to {bounds[1]:g}" if bounds else ""


def _inputs() -> str:
    rows = []
    for mechanism in SCHEDULE.mechanisms:
        for name, param in mechanism.params.items():
            if not isinstance(param.value, float | int):
                dates = sorted(param.value)
                rows.append((f"`{mechanism.name}.{name}`", f"{dates[0]} to {dates[-1]}", param.unit, param.source,
                             param.grade, param.meaning))  # fmt: skip
    return _table(("figure", "dates", "unit", "source", "grade", "meaning"), rows) if rows else "None.\n"


def _mechanism(m: type[Mechanism]) -> Iterator[str]:
    yield f"### {m.name}\n\n{inspect.cleandoc(m.__doc__ or 'Not described.')}\n"
    if m.reads:
        yield f"Reads: {', '.join(f'`{name}`' for name in m.reads.split())}.\n"
    if m.writes:
        yield "Writes what others own: " + "; ".join(f"`{name}` ({why})" for name, why in m.writes.items()) + ".\n"
    if m.decisions:
        yield "Decided by chance: " + ", ".join(f"`{name}`" for name in m.decisions) + ".\n"
    if m.exits:
        yield "Leaving the row: " + "; ".join(f"`{name}` ({e.meaning})" for name, e in m.exits.items()) + ".\n"
    if m.params:
        rows = ((f"`{name}`", _value(q), q.unit, f"{q.range[0]:g} to {q.range[1]:g}", q.grade, q.source,
                 q.meaning + (f" *{q.reason}*" if q.reason else "")) for name, q in m.params.items())  # fmt: skip
        yield _table(("figure", "value", "unit", "range", "grade", "source", "meaning and reason"), rows)


def _value(param: Param) -> str:
    return f"{param.value:g}" if isinstance(param.value, float | int) else "dated"


def _first(function: object) -> str:
    """The first sentence of a docstring."""
    text = " ".join((inspect.getdoc(function) or "").split())
    return text.split(". ")[0].rstrip(".")


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(headers), "|" + " --- |" * len(headers), *(line(row) for row in rows)]) + "\n"
