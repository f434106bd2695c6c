"""The reduced model: its equations, figures, tables and first month, from which every engine is written.

Persons live in units of 100 to 128 neighbours. A unit lies in a province; a person belongs to a stratum. A person is
free, held (in a camp) or gone (abroad). Everything is synchronous: what a person sees of others is what units
published at the end of last month, namely the share of their free members who displayed loyalty.

Each month, for each person, with `share` the person's own unit's published share, `linked` the mean of the published
shares of the unit's four linked units, and u1..u5 uniform draws:

    gone:  nothing
    held:  if u4 < release: free, fear = min(1, fear + fear_released).   Displays nothing this month.
    free:
      exposed    = u1 < reach[province, stratum] * (media_reach - linked)
      savings    = clip(savings_kept*savings + wage[province, stratum]*(wage_base + u2) - price[province],
                        0, savings_top)
      hunger    += hunger_speed * (sigmoid(-hunger_slope*(savings - hunger_point)) - hunger)
      media      = media_kept*media + media_gain*exposed
      belief     = clip(belief + belief_unit*(share - belief) + belief_linked*(linked - belief)
                        + propaganda[province] - belief_media*media - belief_hunger*hunger, 0, 1)
      fear       = clip(fear + fear_speed*(watch[province]*(fear_base + share) - fear) + fear_detected*detected, 0, 1)
      grievance  = grievance_kept*grievance + grievance_gain*hunger*(1 - belief)
      resolve   += resolve_speed * (resolve_base + grievance - resolve)
      health    += health_speed * ((1 - hunger) - health)
      display    = u3 < sigmoid(display_slope*(belief + display_fear*fear - resolve - display_offset))
      hazard     = 0 if display else detect_rate*watch[province]*(detect_base + media)
      detected   = u4 < hazard
      if   u4 < arrest_share*hazard: held, display = 0
      elif u5 < escape_rate*border[province]*(grievance + hunger)*(1 - belief): gone, display = 0

`detected` on the right-hand side is last month's. Recorded each month by province and stratum: persons free,
displaying, held, gone, detected this month, and the sum of belief of the free. Nothing here is an estimate of
anything: the figures only make all states occur.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PROVINCES, STRATA, LINKS = 11, 6, 4
CELLS = PROVINCES * STRATA
FREE, HELD, GONE = 0, 1, 2
LEVELS = ("belief", "fear", "hunger", "savings", "grievance", "media", "resolve", "health")
MEASURES = ("belief", "display", "held", "gone", "detected")

FIGURES: dict[str, float] = dict(
    media_reach=1.5, media_kept=0.95, media_gain=0.05,
    savings_kept=0.98, wage_base=0.5, savings_top=4.0,
    hunger_speed=0.2, hunger_slope=3.0, hunger_point=0.8,
    belief_unit=0.04, belief_linked=0.02, belief_media=0.03, belief_hunger=0.02,
    fear_speed=0.1, fear_base=0.5, fear_detected=0.3, fear_released=0.2,
    grievance_kept=0.97, grievance_gain=0.03,
    resolve_speed=0.01, resolve_base=0.5, health_speed=0.01,
    display_slope=8.0, display_fear=0.8, display_offset=0.4,
    detect_rate=0.004, detect_base=0.5, arrest_share=0.3, release=0.05, escape_rate=0.001,
)


def tables() -> dict[str, np.ndarray]:
    """What differs between provinces and strata, float32: by province (11,) or by province and stratum (11, 6)."""
    r = np.random.default_rng(7)
    ladder = np.arange(STRATA)[None, :] / (STRATA - 1)
    made = dict(
        wage=0.55 + 0.25 * ladder + 0.1 * r.random((PROVINCES, 1)),
        price=0.55 + 0.1 * r.random(PROVINCES),
        reach=0.05 + 0.25 * r.random((PROVINCES, 1)) + 0.1 * ladder,
        watch=0.5 + 0.5 * r.random(PROVINCES),
        border=0.2 + 0.8 * (np.arange(PROVINCES) % 3 == 0),
        propaganda=0.004 * r.random(PROVINCES),
    )
    return {name: np.ascontiguousarray(values, np.float32) for name, values in made.items()}


TABLES = tables()


@dataclass(frozen=True)
class Start:
    """The first month: flat arrays over persons, unit by unit; `offset[u]:offset[u + 1]` are the people of unit u."""

    persons: int
    offset: np.ndarray      # (units + 1,) i8
    unit_province: np.ndarray   # (units,) u1
    link: np.ndarray        # (units, 4) i4: the units whose published shares a unit's people see
    share: np.ndarray       # (units,) f4: published at the end of the month before the first
    stratum: np.ndarray     # (persons,) u1
    display: np.ndarray     # (persons,) u1
    levels: dict[str, np.ndarray]   # each (persons,) f4

    @property
    def units(self) -> int:
        return len(self.unit_province)

    @property
    def sizes(self) -> np.ndarray:
        return np.diff(self.offset)

    @property
    def unit(self) -> np.ndarray:
        return np.repeat(np.arange(self.units, dtype=np.int32), self.sizes)

    @property
    def province(self) -> np.ndarray:
        return np.repeat(self.unit_province, self.sizes)

    @property
    def cell(self) -> np.ndarray:
        return (self.province * np.uint8(STRATA) + self.stratum).astype(np.uint8)


def unit_sizes(persons: int, r: np.random.Generator) -> np.ndarray:
    """About 114 persons a unit, 100 to 128, adding up to `persons` exactly."""
    units = max(1, round(persons / 114))
    sizes = r.integers(104, 125, units)
    over, rest = divmod(int(persons - sizes.sum()), units)
    sizes += over
    sizes[:rest] += 1
    if sizes.min() < 100 or sizes.max() > 128:
        raise ValueError(f"{persons} persons cannot be put into units of 100 to 128; take more")
    return np.asarray(sizes, np.int64)


def start(persons: int, seed: int = 1) -> Start:
    """The same population in every engine and for every seed of the draws."""
    r = np.random.default_rng(seed)
    sizes = unit_sizes(persons, r)
    units = len(sizes)
    offset = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    weights = np.array([13, 16, 10, 9, 6, 10, 13, 7, 8, 4, 4], float)
    edges = np.cumsum(weights / weights.sum())
    unit_province = np.searchsorted(edges, (np.arange(units) + 0.5) / units).clip(0, PROVINCES - 1).astype(np.uint8)
    stratum = r.choice(STRATA, persons, p=[0.08, 0.17, 0.25, 0.25, 0.15, 0.10]).astype(np.uint8)
    ranges = dict(belief=(0.3, 0.6), fear=(0.2, 0.4), hunger=(0, 0.5), savings=(0, 2), grievance=(0, 0.3),
                  media=(0, 0.1), resolve=(0.3, 0.6), health=(0.5, 0.5))
    levels = {}
    for name in LEVELS:
        low, width = np.float32(ranges[name][0]), np.float32(ranges[name][1])
        levels[name] = low + width * r.random(persons, dtype=np.float32)
    display = (levels["belief"] > 0.5).astype(np.uint8)
    share = (np.add.reduceat(display.astype(np.int64), offset[:-1]) / sizes).astype(np.float32)
    link = r.integers(0, units, (units, LINKS), dtype=np.int32)
    return Start(persons, offset, unit_province, link, share, stratum, display, levels)


def summary(counts: np.ndarray, belief: np.ndarray) -> dict[str, float]:
    """National figures of one month from counts (cells, 5: free, displaying, held, gone, detected) and sums of
    belief."""
    free, displaying, held, gone, detected = (float(x) for x in np.asarray(counts).sum(0))
    return dict(belief=float(np.sum(belief)) / free, display=displaying / free, held=held, gone=gone, detected=detected)
