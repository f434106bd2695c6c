"""Engines taking turns, each in a process of its own: whatever else the machine does then meets all of them alike."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks import environments

TURN = 0.3          # seconds an engine's turn should last
LONGEST = 20        # months a turn at most: all engines are to be measured on much the same population
OBJECT_ROUNDS = 5   # Mesa and AgentPy need seconds a month; their medians settle soon


class Engine:
    """A worker process and what it answers."""

    def __init__(self, name: str, persons: int, seed: int = 1, threads: int = 1, **options: Any) -> None:
        command = [str(environments.python(name)), "-m", "benchmarks.worker", name, str(persons), str(seed),
                   str(threads), json.dumps(options)]  # fmt: skip
        self.name, self.persons, self.threads = name, persons, threads
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        cwd=environments.ROOT, env=environments.variables(threads))  # fmt: skip
        self.began = self.listen()

    def listen(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended without an answer (exit code {self.process.wait()})")
        return dict(json.loads(line))

    def ask(self, request: str | int) -> dict[str, Any]:
        assert self.process.stdin is not None
        print(request, file=self.process.stdin, flush=True)
        return self.listen()

    def end(self) -> None:
        assert self.process.stdin is not None
        print("end", file=self.process.stdin, flush=True)
        self.process.wait()


@dataclass
class Measured:
    name: str
    threads: int
    began: dict[str, Any]
    turns: list[float] = field(default_factory=list)    # ns per agent and month, one a turn
    cpu: list[float] = field(default_factory=list)      # the same in processor time, of all threads
    months: int = 1
    peak: int = 0
    last: dict[str, float] = field(default_factory=dict)
    spans: dict[str, float] = field(default_factory=dict)

    @property
    def cost(self) -> float:
        return median(self.turns)


def measure(kinds: list[tuple[str, int]], persons: int, rounds: int) -> list[Measured]:
    """Each (engine, threads) in its own process; `rounds` turns each, in turn."""
    engines: list[tuple[Engine, Measured, int]] = []
    for name, threads in kinds:
        engine = Engine(name, persons, threads=threads)
        once = engine.ask(1)["wall"]
        engines.append((engine, Measured(name, threads, engine.began), min(LONGEST, max(1, round(TURN / once)))))
        print(f"  {name}, {threads} threads: ready, {once / persons * 1e9:.1f} ns", file=sys.stderr)
    for turn in range(rounds):
        for engine, measured, months in engines:
            if turn >= OBJECT_ROUNDS and measured.name in ("mesa", "agentpy"):
                continue
            spent = engine.ask(months)
            measured.turns.append(spent["wall"] / months / persons * 1e9)
            measured.cpu.append(spent["cpu"] / months / persons * 1e9)
            measured.months += months
    for engine, measured, _ in engines:
        told = engine.ask("history")
        measured.peak, measured.last = told["peak"], told["history"][-1]
        months = len(told["history"])
        measured.spans = {span: s / months / persons * 1e9 for span, s in told["spans"].items()}
        engine.end()
    return [measured for _, measured, _ in engines]
