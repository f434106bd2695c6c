"""The conformance suite: asks of any mechanism, shipped or a user's own file, what the laws of the model ask.

    >>> from tumen.conformance import check_mechanism
    >>> check_mechanism(Memory)

First the file is read (docstring, declarations, figures, names), then the worked examples are reckoned, then the
country is run with the mechanism in, with it switched off, cut into other tiles on other threads, and its spans are run
again in plain Python. All that is found wrong is raised at once; each line names the law and how to mend it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numba.core.errors import NumbaError

from tumen.bind import arguments, declared_by
from tumen.columns import Column, Declaration, Household
from tumen.conformance_python import against_other_rows, against_python
from tumen.conformance_runs import Trial, differing, finished, off, readers
from tumen.conformance_text import LAWS, Finding, figures_in, read, rules
from tumen.country import SCHEDULE, TILE
from tumen.draws import name_hash
from tumen.mechanism import Mechanism, Schedule
from tumen.scenario import Scenario, load
from tumen.simulate import compile_spans, month_values

CUTS = ((2, 64), (1, 77))  # threads and tile, besides one thread with the usual tile
YEAR = 12
CLOSE = 1e-5  # of a worked example: figures are float32


class ConformanceError(AssertionError):
    """A mechanism breaks a law. `findings`: each with the law's number, what was found, and how to mend it."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self.findings = findings
        lines = [f"law {f.law} ({LAWS[f.law]})" if f.law else LAWS[0] for f in findings]
        told = [f"- {line}: {f.found}. To mend: {f.mend}." for line, f in zip(lines, findings, strict=True)]
        super().__init__("\n".join([f"the mechanism {name!r} does not keep the laws:", *told]))


@dataclass
class Report:
    """What was checked, and how far it reached; prints as a few lines."""

    name: str
    lines: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return "\n".join([f"{self.name} keeps the laws.", *(f"  {k:<16}{v}" for k, v in self.lines.items())])

    __repr__ = __str__


def check_mechanism(
    mechanism: type[Mechanism], *, scenario: str | Scenario = "history", seed: int = 1, rung: str = "25k",
    months: int = 18, schedule: Schedule | None = None,
) -> Report:  # fmt: skip
    """Raises ConformanceError, with all that was found, where the mechanism breaks a law; otherwise reports the reach.

    schedule: the month that the mechanism stands in, or is added to at the end; by default the shipped one.
    months: how long the country is run; a year at least, since some spans act in one month of the year.
    """
    if months < YEAR:
        raise ValueError(f"months is {months}: a year at least, since some spans act in one month of the year")
    base = schedule or SCHEDULE
    name, added = mechanism.name, mechanism not in base.mechanisms
    if added and name in [m.name for m in base.mechanisms]:
        raise ConformanceError(name, [Finding(0, "another mechanism has this name", "rename the class, or set `name`")])
    whole = base.plus(mechanism) if added else base
    asked = load(scenario) if isinstance(scenario, str) else scenario
    trial = Trial(asked, asked.hash, seed, rung, months, whole)
    report = Report(name)

    def stage(found: Iterator[Finding]) -> None:
        broken = list(found)
        if broken:
            raise ConformanceError(name, broken)

    stage(_names(mechanism, whole))
    stage(read(mechanism, _declared(whole, name)))
    stage(_examples(mechanism, report))
    stage(_bound(mechanism, trial))
    stage(_runs(mechanism, trial, report))
    _tell(mechanism, report)
    return report


def _declared(whole: Schedule, name: str) -> dict[str, Declaration]:
    try:
        return declared_by(whole)
    except TypeError as why:
        raise ConformanceError(
            name, [Finding(3, str(why), "give the column another name, or read the other's")]
        ) from None


def _names(mechanism: type[Mechanism], whole: Schedule) -> Iterator[Finding]:
    """Decisions are named, and no two names give the same luck."""
    for d in mechanism.decisions:
        if not d.startswith(f"{mechanism.name}."):
            yield Finding(1, f"the decision {d!r} does not bear the mechanism's name", f"call it {mechanism.name}.{d}")
        for other in whole.mechanisms:
            same = [e for e in other.decisions if name_hash(e) == name_hash(d) and (other is not mechanism or e != d)]
            if same:
                yield Finding(1, f"the decision {d!r} has the same luck as {same[0]!r} of {other.name}", "rename it")
    scheduled = {s.span for s in whole.steps}
    for s in mechanism.spans():
        if s not in scheduled:
            yield Finding(0, f"the span {s.name} stands in the file and not in the month", "schedule it, or remove it")


def _examples(mechanism: type[Mechanism], report: Report) -> Iterator[Finding]:
    told = set()
    for example in mechanism.examples:
        rule, given, expected = example["rule"], example["args"], float(example["result"])
        told.add(rule.__name__)
        got = float(rule(*given))
        if not abs(got - expected) <= CLOSE * max(1.0, abs(expected)):
            yield Finding(0, f"the worked example {rule.__name__}{given} gives {got:g}, not {expected:g}",
                          "one of the two is wrong: reckon it by hand")  # fmt: skip
    without = sorted(set(rules(mechanism)) - told)
    report.lines["examples"] = f"{len(mechanism.examples)} reckoned" + (
        f"; none for {', '.join(without)}" if without else ""
    )


def _bound(mechanism: type[Mechanism], trial: Trial) -> Iterator[Finding]:
    """The mechanism binds and compiles, writes only what it declared, and its state sees no person."""
    try:
        c = trial.build()
        compile_spans(c)
    except TypeError as why:
        yield Finding(3, str(why), "correct the argument's name, or declare it under `owns`, `reads` or `writes`")
        return
    except NumbaError as why:
        text = " ".join(str(why).split())
        written = "Cannot modify readonly array" in text or "readonly array" in text
        mend = (
            "it may only be read: leave it to its owner, or declare it in `writes`" if written else "see Numba's words"
        )
        yield Finding(3 if written else 0, f"a span does not compile: {text[:600]}", mend)
        return
    may = {*mechanism.owns, *mechanism.writes}
    now = month_values(c, 0)
    for step, bound in zip(c.schedule.steps, c.steps, strict=True):
        if step.mechanism is mechanism:
            values = list(arguments(bound, c.views[0], c.workers[0], c.whole, now))
            for slot, argument, value in zip(bound.slots, step.span.args, values, strict=True):
                writable = isinstance(value, np.ndarray) and value.flags.writeable
                if writable and argument != "log" and argument.removesuffix("_next") not in may:
                    yield Finding(3, f"{step.label} gets {argument!r} to write, which it did not declare",
                                  "declare it in `writes`, or report this: the engine let it through")  # fmt: skip
                assert writable == slot.writable, f"{step.label}: {argument} is bound against its declaration"
    people = {k: a for k, a in c.tables.arrays.items() if isinstance(c.declared.get(k), Column | Household)}
    for seen, array in vars(c.lands[mechanism.name]).items():
        hit = [k for k, a in people.items() if isinstance(array, np.ndarray) and np.may_share_memory(array, a)]
        if hit:
            yield Finding(9, f"its state sees {seen!r}, which holds the column {hit[0]!r}", "publish a count instead")


def _runs(mechanism: type[Mechanism], trial: Trial, report: Report) -> Iterator[Finding]:
    name, end = mechanism.name, finished(trial)
    for k, words in end.outside.items():
        if k in mechanism.owns:
            yield Finding(3, f"{k!r} left its bounds: {words}", "mend the rule, or widen the declared bounds")
    if name in end.hung:
        yield Finding(1, f"it keeps {end.hung[name]} on itself or on the land, where no checkpoint finds it",
                      "own a Place or a Column instead")  # fmt: skip
    for threads, tile in CUTS:
        other = finished(trial.but(threads=threads, tile=tile))
        if other.hash != end.hash:
            found = f"with {threads} threads and tiles of {tile} units the state differs in {differing(end, other)}"
            yield Finding(1, found, "sum whole numbers; read rows of the own unit and published values only")
    changed: dict[str, int] = {}
    wrong: dict[str, tuple[str, str]] = {}
    c = trial.build()
    for now in trial.run(c):
        if now.index >= trial.months - YEAR - 1:
            wrong.setdefault("plain", (against_python(c, mechanism, now.index + 1, changed), _PLAIN))
            wrong.setdefault("rows", (against_other_rows(c, mechanism, now.index + 1), _ROWS))
            wrong = {k: v for k, v in wrong.items() if v[0]}
    for words, mend in wrong.values():
        yield Finding(1, words, mend)
    for s in mechanism.spans():
        kinds = s.compiled.signatures
        if len(kinds) != 1:
            yield Finding(0, f"the span {s.name} was compiled {len(kinds)} times: {kinds}",
                          "call spans through the engine alone")  # fmt: skip
    idle = [k for k, v in changed.items() if not v]
    told = ", ".join(f"{k} {v:,}" for k, v in changed.items() if v) or "no span"
    report.lines["plain Python"] = f"values changed, all equal to the bit: {told}"
    if idle:
        report.lines["not reached"] = f"{', '.join(idle)}: changed nothing for the people looked at"
    report.lines["same bits"] = (
        f"state {end.hash} after {trial.months} months, for threads and tiles (1, {TILE}), " + ", ".join(map(str, CUTS))
    )
    yield from off(mechanism, trial)
    used = readers(mechanism, trial.schedule)
    report.lines["off"] = (
        f"as if a bystander owned its arrays, which {', '.join(used)} use" if used else "as if it had never been"
    )


def _tell(mechanism: type[Mechanism], report: Report) -> None:
    assumed = sum(q.source == "assumed" for q in mechanism.params.values())
    report.lines["figures"] = f"{len(mechanism.params)} declared, {assumed} of them assumed"
    written = figures_in(mechanism)
    if written:
        report.lines["read these"] = f"figures written in the code: {', '.join(dict.fromkeys(written))}"


_PLAIN = "wrap results in their type, as in i4(a + b) or f4(2)"
_ROWS = "sum whole numbers over people, and choose nobody by the row"
