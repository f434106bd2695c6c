"""The reduced model in NumPy: the reference, whole-country arrays, one temporary after another."""
from __future__ import annotations

import numpy as np

from .spec import CELLS, FIGURES, FREE, GONE, HELD, TABLES, Start, summary

f4 = np.float32


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


class Engine:
    def __init__(self, start: Start, seed: int, threads: int = 1) -> None:
        self.start = start
        self.random = np.random.Generator(np.random.SFC64(seed))
        self.unit, self.province, self.cell = start.unit, start.province, start.cell.astype(np.int64)
        self.levels = {name: values.copy() for name, values in start.levels.items()}
        self.status = np.zeros(start.persons, np.uint8)
        self.detected = np.zeros(start.persons, bool)
        self.share = start.share.copy()
        self.wage = TABLES["wage"].ravel()[self.cell]
        self.reach = TABLES["reach"].ravel()[self.cell]
        self.price, self.watch, self.border, self.propaganda = (
            TABLES[name][self.province] for name in ("price", "watch", "border", "propaganda"))
        self.figures = {name: f4(value) for name, value in FIGURES.items()}
        self.history: list[dict[str, float]] = []

    def step(self) -> None:
        k, old, n = self.figures, self.levels, self.start.persons
        one = f4(1)
        u1, u2, u3, u4, u5 = (self.random.random(n, dtype=f4) for _ in range(5))
        free, held = self.status == FREE, self.status == HELD
        share = self.share[self.unit]
        linked = self.share[self.start.link].mean(1)[self.unit]

        exposed = u1 < self.reach * (k["media_reach"] - linked)
        savings = np.clip(k["savings_kept"] * old["savings"] + self.wage * (k["wage_base"] + u2) - self.price,
                          0, k["savings_top"])
        hungry = sigmoid(-k["hunger_slope"] * (savings - k["hunger_point"]))
        hunger = old["hunger"] + k["hunger_speed"] * (hungry - old["hunger"])
        media = k["media_kept"] * old["media"] + k["media_gain"] * exposed
        belief = np.clip(old["belief"] + k["belief_unit"] * (share - old["belief"])
                         + k["belief_linked"] * (linked - old["belief"]) + self.propaganda
                         - k["belief_media"] * media - k["belief_hunger"] * hunger, 0, 1)
        fear = np.clip(old["fear"] + k["fear_speed"] * (self.watch * (k["fear_base"] + share) - old["fear"])
                       + k["fear_detected"] * self.detected, 0, 1)
        grievance = k["grievance_kept"] * old["grievance"] + k["grievance_gain"] * hunger * (one - belief)
        resolve = old["resolve"] + k["resolve_speed"] * (k["resolve_base"] + grievance - old["resolve"])
        health = old["health"] + k["health_speed"] * ((one - hunger) - old["health"])

        leaning = belief + k["display_fear"] * fear - resolve - k["display_offset"]
        display = free & (u3 < sigmoid(k["display_slope"] * leaning))
        hazard = k["detect_rate"] * self.watch * ~display * (k["detect_base"] + media)
        detected = free & (u4 < hazard)
        arrested = free & (u4 < k["arrest_share"] * hazard)
        escaped = free & ~arrested & (u5 < k["escape_rate"] * self.border * (grievance + hunger) * (one - belief))
        released = held & (u4 < k["release"])

        new = dict(belief=belief, fear=fear, hunger=hunger, savings=savings, grievance=grievance, media=media,
                   resolve=resolve, health=health)
        for name, values in new.items():
            np.copyto(old[name], values, where=free, casting="same_kind")
        old["fear"][released] = np.minimum(1, old["fear"][released] + k["fear_released"])
        self.status[arrested], self.status[escaped], self.status[released] = HELD, GONE, FREE
        self.detected = detected
        self.publish(display & ~arrested & ~escaped)

    def publish(self, display: np.ndarray) -> None:
        """Units publish their shares; the month is recorded."""
        free = self.status == FREE
        first = self.start.offset[:-1]
        living, showing = (np.add.reduceat(x.astype(np.int32), first) for x in (free, display))
        self.share = (showing / np.maximum(living, 1)).astype(f4)
        columns = free, display, self.status == HELD, self.status == GONE, self.detected
        counts = np.stack([np.bincount(self.cell, weights=x, minlength=CELLS) for x in columns], 1)
        belief = np.bincount(self.cell, weights=self.levels["belief"] * free, minlength=CELLS)
        self.history.append(summary(counts, belief))
