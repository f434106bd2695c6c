"""The reduced model in Starsim: one module on the people's arrays, five random streams keyed by agent."""
from __future__ import annotations

import numpy as np
import starsim

from .spec import CELLS, FIGURES, FREE, GONE, HELD, LEVELS, TABLES, Start, summary

MONTHS = 10_000     # more than any benchmark asks for: the end of a Starsim run is fixed when it is set up


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


class Loyalty(starsim.Module):
    def __init__(self, start: Start) -> None:
        super().__init__()
        self.begin = start
        self.define_states(*[starsim.FloatArr(name) for name in LEVELS], starsim.FloatArr("status", default=FREE),
                           starsim.BoolState("detected"))
        self.draws = [starsim.random(name=f"u{i + 1}") for i in range(5)]
        self.u1, self.u2, self.u3, self.u4, self.u5 = self.draws
        self.history: list[dict[str, float]] = []

    def init_post(self) -> None:
        super().init_post()
        start, everyone = self.begin, self.sim.people.auids
        for name in LEVELS:
            getattr(self, name)[everyone] = start.levels[name]
        number = self.belief.values.dtype
        self.k = {name: number.type(value) for name, value in FIGURES.items()}
        self.unit, self.cell = start.unit, start.cell.astype(np.int64)
        self.wage = TABLES["wage"].ravel()[self.cell].astype(number)
        self.reach = TABLES["reach"].ravel()[self.cell].astype(number)
        self.price, self.watch, self.border, self.propaganda = (
            TABLES[name][start.province].astype(number) for name in ("price", "watch", "border", "propaganda"))
        self.share = start.share.astype(number)

    def step(self) -> None:
        k, everyone = self.k, self.sim.people.auids
        u1, u2, u3, u4, u5 = (draw.rvs(everyone) for draw in self.draws)
        old = {name: getattr(self, name).values for name in LEVELS}
        status = self.status.values
        free, held = status == FREE, status == HELD
        share = self.share[self.unit]
        linked = self.share[self.begin.link].mean(1)[self.unit]

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
                       + k["fear_detected"] * self.detected.values, 0, 1)
        grievance = k["grievance_kept"] * old["grievance"] + k["grievance_gain"] * hunger * (1 - belief)
        resolve = old["resolve"] + k["resolve_speed"] * (k["resolve_base"] + grievance - old["resolve"])
        health = old["health"] + k["health_speed"] * ((1 - hunger) - old["health"])

        leaning = belief + k["display_fear"] * fear - resolve - k["display_offset"]
        display = free & (u3 < sigmoid(k["display_slope"] * leaning))
        hazard = k["detect_rate"] * self.watch * ~display * (k["detect_base"] + media)
        detected = free & (u4 < hazard)
        arrested = free & (u4 < k["arrest_share"] * hazard)
        escaped = free & ~arrested & (u5 < k["escape_rate"] * self.border * (grievance + hunger) * (1 - belief))
        released = held & (u4 < k["release"])

        fear = np.where(released, np.minimum(1, old["fear"] + k["fear_released"]), np.where(free, fear, old["fear"]))
        belief = np.where(free, belief, old["belief"])
        for name, values in dict(hunger=hunger, savings=savings, grievance=grievance, media=media, resolve=resolve,
                                 health=health).items():
            getattr(self, name)[everyone] = np.where(free, values, old[name])
        self.belief[everyone], self.fear[everyone] = belief, fear
        status = np.where(arrested, HELD, np.where(escaped, GONE, np.where(released, FREE, status)))
        self.status[everyone], self.detected[everyone] = status, detected
        self.publish(status, display & ~arrested & ~escaped, detected, belief)

    def publish(self, status: np.ndarray, display: np.ndarray, detected: np.ndarray, belief: np.ndarray) -> None:
        free, first = status == FREE, self.begin.offset[:-1]
        living, showing = (np.add.reduceat(x.astype(np.int32), first) for x in (free, display))
        self.share = (showing / np.maximum(living, 1)).astype(self.share.dtype)
        columns = free, display, status == HELD, status == GONE, detected
        counts = np.stack([np.bincount(self.cell, weights=x, minlength=CELLS) for x in columns], 1)
        self.history.append(summary(counts, np.bincount(self.cell, weights=belief * free, minlength=CELLS)))


class Engine:
    def __init__(self, start: Start, seed: int, threads: int = 1) -> None:
        self.sim = starsim.Sim(n_agents=start.persons, modules=Loyalty(start), start=0, dur=MONTHS, dt=1,
                               rand_seed=seed, verbose=0)  # fmt: skip
        self.sim.init()
        (loyalty,) = (m for m in self.sim.modules if isinstance(m, Loyalty))
        self.history = loyalty.history

    def step(self) -> None:
        self.sim.run_one_step()
