"""The reduced model in mesa-frames: agents are rows of a Polars frame, a month a chain of lazy expressions."""
from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from .spec import FIGURES, FREE, GONE, HELD, LEVELS, TABLES, Start, summary

c = pl.col
K = {name: pl.lit(np.float32(value), dtype=pl.Float32) for name, value in FIGURES.items()}
ZERO, ONE = (pl.lit(np.float32(x), dtype=pl.Float32) for x in (0, 1))
DRAWS = ("u1", "u2", "u3", "u4", "u5")


def sigmoid(x: pl.Expr) -> pl.Expr:
    return ONE / (ONE + (-x).exp())


def stages() -> list[dict[str, pl.Expr]]:
    """The month's equations; a stage uses columns that earlier stages made (new levels are marked by a trailing
    underscore)."""
    free = c("status") == FREE
    leaning = c("belief_") + K["display_fear"] * c("fear_") - c("resolve_") - K["display_offset"]
    hungry = sigmoid(-K["hunger_slope"] * (c("savings_") - K["hunger_point"]))
    return [
        dict(exposed=c("u1") < c("reach") * (K["media_reach"] - c("linked")),
             savings_=(K["savings_kept"] * c("savings") + c("wage") * (K["wage_base"] + c("u2")) - c("price"))
             .clip(0, FIGURES["savings_top"]),
             fear_=(c("fear") + K["fear_speed"] * (c("watch") * (K["fear_base"] + c("share")) - c("fear"))
                    + K["fear_detected"] * c("detected").cast(pl.Float32)).clip(0, 1)),
        dict(hunger_=c("hunger") + K["hunger_speed"] * (hungry - c("hunger")),
             media_=K["media_kept"] * c("media") + pl.when(c("exposed")).then(K["media_gain"]).otherwise(ZERO)),
        dict(belief_=(c("belief") + K["belief_unit"] * (c("share") - c("belief"))
                      + K["belief_linked"] * (c("linked") - c("belief")) + c("propaganda")
                      - K["belief_media"] * c("media_") - K["belief_hunger"] * c("hunger_")).clip(0, 1),
             health_=c("health") + K["health_speed"] * ((ONE - c("hunger_")) - c("health"))),
        dict(grievance_=K["grievance_kept"] * c("grievance")
             + K["grievance_gain"] * c("hunger_") * (ONE - c("belief_"))),
        dict(resolve_=c("resolve") + K["resolve_speed"] * (K["resolve_base"] + c("grievance_") - c("resolve"))),
        dict(shown=free & (c("u3") < sigmoid(K["display_slope"] * leaning))),
        dict(hazard=pl.when(c("shown")).then(ZERO)
             .otherwise(K["detect_rate"] * c("watch") * (K["detect_base"] + c("media_")))),
        dict(caught=free & (c("u4") < c("hazard")), arrested=free & (c("u4") < K["arrest_share"] * c("hazard")),
             released=(c("status") == HELD) & (c("u4") < K["release"])),
        dict(escaped=free & ~c("arrested") & (
            c("u5") < K["escape_rate"] * c("border") * (c("grievance_") + c("hunger_")) * (ONE - c("belief_")))),
        {name: pl.when(free).then(c(name + "_")).otherwise(c(name)) for name in LEVELS if name != "fear"} | dict(
            fear=pl.when(free).then(c("fear_")).when(c("released")).then((c("fear") + K["fear_released"]).clip(0, 1))
            .otherwise(c("fear")),
            display=(c("shown") & ~c("arrested") & ~c("escaped")).cast(pl.UInt8), detected=c("caught").cast(pl.UInt8),
            status=pl.when(c("arrested")).then(pl.lit(HELD, pl.UInt8)).when(c("escaped")).then(pl.lit(GONE, pl.UInt8))
            .when(c("released")).then(pl.lit(FREE, pl.UInt8)).otherwise(c("status"))),
    ]


class Citizens(AgentSetPolars):
    def __init__(self, model: Any, start: Start, seed: int) -> None:
        super().__init__(model)
        province, cell = start.province, start.cell
        frame: dict[str, Any] = dict(
            unique_id=np.arange(start.persons, dtype=np.int64), unit=start.unit, cell=cell, display=start.display,
            status=np.zeros(start.persons, np.uint8), detected=np.zeros(start.persons, np.uint8), **start.levels)
        frame |= {name: TABLES[name].ravel()[cell] for name in ("wage", "reach")}
        frame |= {name: TABLES[name][province] for name in ("price", "watch", "border", "propaganda")}
        self += pl.DataFrame(frame)
        self.kept = list(frame)
        self.stages = stages()
        self.units, self.link, self.published = pl.Series(start.unit.astype(np.uint32)), start.link, start.share
        # another stream than the NumPy engine's, with which this one is compared
        self.random_numbers = np.random.Generator(np.random.SFC64([seed, 1]))
        self.history: list[dict[str, float]] = []

    def step(self) -> None:
        seen = [pl.Series(name, values).gather(self.units)
                for name, values in (("share", self.published), ("linked", self.published[self.link].mean(1)))]
        draws = [pl.Series(name, self.random_numbers.random(len(self.units), dtype=np.float32)) for name in DRAWS]
        month = self.agents.lazy().with_columns(draws + seen)
        for stage in self.stages:
            month = month.with_columns(**stage)
        self.agents = month.select(self.kept).collect()
        self.publish()

    def publish(self) -> None:
        free = c("status") == FREE
        shares = self.agents.lazy().group_by("unit").agg(free.sum().alias("living"), c("display").cast(pl.Int32).sum())
        shares = shares.sort("unit").collect()
        self.published = (shares["display"].to_numpy() / np.maximum(shares["living"].to_numpy(), 1)).astype(np.float32)
        cells = self.agents.lazy().group_by("cell").agg(
            free.sum().alias("free"), c("display").cast(pl.Int64).sum().alias("displaying"),
            (c("status") == HELD).sum().alias("held"), (c("status") == GONE).sum().alias("gone"),
            c("detected").cast(pl.Int64).sum().alias("detected_"), c("belief").filter(free).sum()).collect()
        counts = cells.select("free", "displaying", "held", "gone", "detected_").to_numpy()
        self.history.append(summary(counts, cells["belief"].to_numpy()))


class Country(ModelDF):
    def __init__(self, start: Start, seed: int) -> None:
        super().__init__()
        self.agents += Citizens(self, start, seed)

    def step(self) -> None:
        self.agents.step()


class Engine:
    def __init__(self, start: Start, seed: int, threads: int = 1) -> None:
        self.country = Country(start, seed)

    @property
    def history(self) -> list[dict[str, float]]:
        return self.country.agents._agentsets[0].history     # the set is copied when it is added: ask the model's own

    def step(self) -> None:
        self.country.step()
