"""One person's month in plain Python, for the engines whose agents are objects (Mesa, AgentPy)."""
from __future__ import annotations

from collections.abc import Callable
from math import exp
from types import SimpleNamespace
from typing import Any

from .spec import CELLS, FIGURES, FREE, GONE, HELD, LEVELS, TABLES, Start, summary

K = SimpleNamespace(**FIGURES)
WAGE, REACH = (TABLES[name].ravel().tolist() for name in ("wage", "reach"))
PRICE, WATCH, BORDER, PROPAGANDA = (TABLES[name].tolist() for name in ("price", "watch", "border", "propaganda"))


def born(agent: Any, start: Start, fields: dict[str, list[Any]], i: int) -> None:
    """Give an agent the i-th person's first month."""
    for name, values in fields.items():
        setattr(agent, name, values[i])
    agent.status, agent.detected = FREE, 0


def fields(start: Start) -> dict[str, list[Any]]:
    person = dict(unit=start.unit, province=start.province, cell=start.cell, display=start.display)
    return {name: values.tolist() for name, values in (person | start.levels).items()}


def month(a: Any, share: float, linked: float, draw: Callable[[], float]) -> None:
    if a.status == GONE:
        a.detected = 0
        return
    if a.status == HELD:
        a.display = a.detected = 0
        if draw() < K.release:
            a.status, a.fear = FREE, min(1.0, a.fear + K.fear_released)
        return
    cell, province = a.cell, a.province
    exposed = draw() < REACH[cell] * (K.media_reach - linked)
    savings = K.savings_kept * a.savings + WAGE[cell] * (K.wage_base + draw()) - PRICE[province]
    a.savings = savings = min(max(savings, 0.0), K.savings_top)
    hungry = 1 / (1 + exp(K.hunger_slope * (savings - K.hunger_point)))
    a.hunger = hunger = a.hunger + K.hunger_speed * (hungry - a.hunger)
    a.media = media = K.media_kept * a.media + (K.media_gain if exposed else 0.0)
    belief = a.belief
    belief += (K.belief_unit * (share - belief) + K.belief_linked * (linked - belief) + PROPAGANDA[province]
               - K.belief_media * media - K.belief_hunger * hunger)
    a.belief = belief = min(max(belief, 0.0), 1.0)
    watch = WATCH[province]
    fear = a.fear + K.fear_speed * (watch * (K.fear_base + share) - a.fear) + K.fear_detected * a.detected
    a.fear = fear = min(max(fear, 0.0), 1.0)
    a.grievance = grievance = K.grievance_kept * a.grievance + K.grievance_gain * hunger * (1 - belief)
    a.resolve = resolve = a.resolve + K.resolve_speed * (K.resolve_base + grievance - a.resolve)
    a.health += K.health_speed * ((1 - hunger) - a.health)
    leaning = belief + K.display_fear * fear - resolve - K.display_offset
    a.display = 1 if draw() < 1 / (1 + exp(-K.display_slope * leaning)) else 0
    hazard = 0.0 if a.display else K.detect_rate * watch * (K.detect_base + media)
    luck = draw()
    a.detected = 1 if luck < hazard else 0
    if luck < K.arrest_share * hazard:
        a.status, a.display = HELD, 0
    elif draw() < K.escape_rate * BORDER[province] * (grievance + hunger) * (1 - belief):
        a.status, a.display = GONE, 0


def collect(agents: Any, units: int) -> tuple[list[float], dict[str, float]]:
    """Units' new shares and the month's national figures, in one pass over the agents."""
    counts = [[0] * 5 for _ in range(CELLS)]
    belief = [0.0] * CELLS
    living, showing = [0] * units, [0] * units
    for a in agents:
        row, status, display = counts[a.cell], a.status, a.display
        if status == FREE:
            row[0] += 1
            belief[a.cell] += a.belief
            living[a.unit] += 1
        else:
            row[2 if status == HELD else 3] += 1
        row[1] += display
        row[4] += a.detected
        showing[a.unit] += display
    return [s / n if n else 0.0 for s, n in zip(showing, living, strict=True)], summary(counts, belief)


def heard(share: list[float], link: list[list[int]]) -> list[float]:
    """The mean published share of each unit's four linked units."""
    return [(share[a] + share[b] + share[c] + share[d]) * 0.25 for a, b, c, d in link]


__all__ = ["LEVELS", "born", "collect", "fields", "heard", "month"]
