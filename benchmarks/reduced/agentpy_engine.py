"""The reduced model in AgentPy: an agent is an object, a month a call on the agent list."""
from __future__ import annotations

import agentpy

from . import person
from .spec import Start


class Citizen(agentpy.Agent):
    def act(self) -> None:
        model = self.model
        person.month(self, model.share[self.unit], model.linked[self.unit], model.random.random)


class Country(agentpy.Model):
    def setup(self) -> None:
        start: Start = self.p.start
        self.link, self.share = start.link.tolist(), start.share.tolist()
        self.months: list[dict[str, float]] = []
        self.citizens = agentpy.AgentList(self, start.persons, Citizen)
        fields = person.fields(start)
        for i, citizen in enumerate(self.citizens):
            person.born(citizen, start, fields, i)

    def step(self) -> None:
        self.linked = person.heard(self.share, self.link)
        self.citizens.act()
        self.share, month = person.collect(self.citizens, len(self.share))
        self.months.append(month)


class Engine:
    def __init__(self, start: Start, seed: int, threads: int = 1) -> None:
        self.country = Country({"start": start, "seed": seed})
        self.country.sim_setup()
        self.history = self.country.months

    def step(self) -> None:
        self.country.sim_step()
