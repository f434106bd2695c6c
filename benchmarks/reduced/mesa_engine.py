"""The reduced model in Mesa 3: an agent is an object, a month a pass over the agent set."""
from __future__ import annotations

import mesa

from . import person
from .spec import Start


class Citizen(mesa.Agent):
    def step(self) -> None:
        model = self.model
        person.month(self, model.share[self.unit], model.linked[self.unit], model.random.random)


class Country(mesa.Model):
    def __init__(self, start: Start, seed: int) -> None:
        super().__init__(seed=seed)
        self.link, self.share = start.link.tolist(), start.share.tolist()
        self.history: list[dict[str, float]] = []
        fields = person.fields(start)
        for i in range(start.persons):
            person.born(Citizen(self), start, fields, i)

    def step(self) -> None:
        self.linked = person.heard(self.share, self.link)
        self.agents.do("step")
        self.share, month = person.collect(self.agents, len(self.share))
        self.history.append(month)


class Engine:
    def __init__(self, start: Start, seed: int, threads: int = 1) -> None:
        self.country = Country(start, seed)
        self.history = self.country.history

    def step(self) -> None:
        self.country.step()
