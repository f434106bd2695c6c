"""A paper of questions answered by an ensemble: one run for each draw of the parameters.

Draws are dictionaries from parameter to value. Names that begin with `reporting.` say how leavers answer
(`survey.Reporting`) and need no run of their own kind; all others are set in every month.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from hashlib import sha256
from pathlib import Path

from tumen.country import build
from tumen.experiments.drawn import Draw, asked_of, beside, split
from tumen.experiments.members import Member, run_members
from tumen.recorder import Recorder
from tumen.scenario import Scenario, load
from tumen.simulate import months
from tumen.survey import Reporting, reasked, watch
from tumen.survey.paper import ARRIVALS, Asked, Paper, pair, read_questions
from tumen.survey.predict import Seen, answered
from tumen.survey.questions import QUESTIONS
from tumen.whole import whole_file

Answers = dict[str, tuple[float, float]]
NO_POSTERIOR = ("No posterior is shipped yet: the figures as declared, one run, which is one possible history and no"
                " prediction.")  # fmt: skip


def needs_data(q: Asked) -> bool:
    """Whether a question asks for an output of the run, not for people who left."""
    return q.quantity != ARRIVALS and q.quantity not in QUESTIONS


def last_year(paper: Paper) -> int:
    """The year after which no question needs a month: answers of a cohort wait for those who arrive, three years."""
    years = [pair(q.years)[1] for q in paper.questions if q.years is not None]
    return max(years + [pair(q.left)[1] + 3 for q in paper.questions if q.left is not None])


def answers_of(paper: Paper, scenario: Scenario, draw: Draw, seed: int, rung: str) -> Answers:
    """One run under one draw, and its answer to every question."""
    sets, reporting = split(draw)
    country = build(scenario.with_overrides(sets), seed, rung)
    leavers, counts = watch(country)
    recorder = Recorder() if any(needs_data(q) for q in paper.questions) else None
    end = min(last_year(paper), int(scenario.calendar.end[:4]))
    until = min(f"{end}-12", scenario.calendar.end)
    for moment in months(country, until=until, census="yearly" if recorder else "none"):
        leavers.add(moment)
        counts.add(moment)
        if recorder is not None:
            recorder.add(moment)
    table = leavers.table()
    data = None if recorder is None else recorder.dataset()
    seen = Seen(reasked(counts.figures(), table, reporting), table, data, reporting, seed)
    return {q.id: answered(q, seen) for q in paper.questions}


ERROR = " (error)"
LOOK = ("25k", "1990-12")  # the shortest run that has every output


def refuse_unknown(paper: Paper) -> None:
    """Raises ScenarioError for a question about an output that has no such axis or label, or is not told without one:
    after one year at the smallest rung, before many runs."""
    asked = [q for q in paper.questions if needs_data(q)]
    if asked:
        country = build(load(paper.scenario), 1, LOOK[0])
        leavers, _ = watch(country)
        recorder = Recorder()
        for moment in months(country, until=LOOK[1], census="yearly"):
            recorder.add(moment)
        seen = Seen({}, leavers.table(), recorder.dataset(), Reporting())
        for q in asked:
            answered(q, seen)


def paper_of(folder: Path, ending: str) -> Path:
    """Where workers read the questions: other questions, another file, so that two calls do not read each other's."""
    return folder / f"questions-{ending}.yaml"


def work(member: Member, folder: Path) -> dict[str, float]:
    """One run under one draw: every answer, and the sampling error that goes with it."""
    paper = read_questions(paper_of(folder, member.name.rsplit("-", 1)[1]))
    answers = answers_of(paper, load(paper.scenario), member.sets, member.seed, member.rung)
    return {name: x for q, (told, error) in answers.items() for name, x in ((q, told), (q + ERROR, error))}


def ensemble(
    paper: Path, draws: Sequence[Draw], rung: str, folder: Path, executor: Callable[[], Executor], *, seed: int = 1,
    on_done: Callable[[int, int, Member], object] = lambda done, all_, member: None,
) -> tuple[list[Answers], dict[str, str]]:  # fmt: skip
    """Every draw's answers, and why others have none; draw k runs under seed + k, so that luck is in the interval."""
    folder.mkdir(parents=True, exist_ok=True)
    text = paper.read_bytes()
    ending = sha256(text).hexdigest()[:8]  # other questions are other members
    with whole_file(paper_of(folder, ending)) as part:
        part.write_bytes(text)
    scenario = read_questions(paper).scenario
    asked = asked_of(load(scenario))
    members = [Member(f"draw-{k:04d}-{ending}", scenario, beside(draw, asked), seed + k, rung)
               for k, draw in enumerate(draws)]  # fmt: skip
    report = run_members(members, folder, work, executor, on_done=on_done)
    told = [report.figures[m.name] for m in members if m.name in report.figures]
    return [{q: (f[q], f[q + ERROR]) for q in f if not q.endswith(ERROR)} for f in told], report.failed
