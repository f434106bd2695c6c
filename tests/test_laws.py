"""The laws of the engine, asked of whole runs: the same bits however they are cut, recorded, compiled or added to."""

import ast
import io
import json
import os
import subprocess
import sys
import tokenize
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import tumen
from tumen import load
from tumen.columns import WIDTH, Array, Place
from tumen.country import SCHEDULE, Country, build
from tumen.mechanism import Column as Own
from tumen.mechanism import Exit, Mechanism, Param, Schedule
from tumen.mechanism import Place as Published
from tumen.mechanism import Tally as Counted
from tumen.simulate import months

UNTIL = {"25k": "1997-12", "250k": "1991-12"}  # 96 months with the worst of the hunger, and 24 of ten times the people
RUNGS = sorted(UNTIL)
ENGINE = Path(tumen.__file__).parent


def country(rung: str, schedule: Schedule | None = None, **cut: int) -> Country:
    return build(load("history"), 1, rung, schedule=schedule, **cut)


def ended(rung: str, schedule: Schedule | None = None, census: str = "none", **cut: int) -> Country:
    c = country(rung, schedule, **cut)
    for _ in months(c, until=UNTIL[rung], census=census):
        pass
    return c


@cache
def expected(rung: str) -> str:
    """The state at the end on one thread with the usual tile, nothing recorded."""
    return ended(rung).hash()


def living(c: Country) -> Array:
    return np.arange(WIDTH) < c.tables.arrays["n"][:, None]


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize(("threads", "tile"), [(2, 512), (1, 77), (2, 64), (2, 77)])
def test_any_threads_and_tiles_give_the_same_bits(rung, threads, tile):
    assert ended(rung, threads=threads, tile=tile).hash() == expected(rung)


@pytest.mark.parametrize("rung", RUNGS)
def test_the_hash_hears_a_single_bit(rung):
    """What the other tests rest on: the hash differs when one living person's body reserve does, by its last bit."""
    c = ended(rung)
    assert c.hash() == expected(rung)
    c.tables.arrays["reserve"].view(np.uint32)[np.flatnonzero(c.tables.arrays["n"])[-1], 0] ^= 1
    assert c.hash() != expected(rung)


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("census", ["yearly", "monthly"])
def test_recording_changes_nothing(rung, census):
    assert ended(rung, census=census).hash() == expected(rung)


@pytest.mark.parametrize("rung", RUNGS)
def test_what_an_observer_does_to_a_moment_touches_nobody(rung):
    c = country(rung)
    for moment in months(c, until=UNTIL[rung], census="monthly"):
        for held in (moment.tallies, moment.places, moment.census):
            for values in held.values():
                values[...] = 0
    assert c.hash() == expected(rung)


CODE_FOR = """
import json
from test_laws import RUNGS, ended
print(json.dumps({rung: ended(rung, threads=2).hash() for rung in RUNGS}))
"""


def test_code_for_another_processor_gives_the_same_bits(tmp_path):
    env = os.environ | {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "NUMBA_CACHE_DIR": str(tmp_path)}
    here = Path(__file__).parent
    code = [sys.executable, "-c", CODE_FOR]
    done = subprocess.run(code, env=env, cwd=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {rung: expected(rung) for rung in RUNGS}


class Empty(Mechanism):
    """Does nothing, and yet has one of everything that could shift another's numbers, codes or luck."""

    owns = dict(
        nothing=Own("u1", "1", "stays as it is", start=7, record=1),
        silence=Published("f4", "1", "stays as it is"),
        nobody=Counted("persons", "nobody"),
    )
    params = dict(idle=Param(1, "1", "of no account", (0, 2), "assumed", "D", "a test"))
    decisions = ("empty.choice",)
    exits = dict(vanished=Exit("nobody does", moves=True))


LABELS = [s.label for s in SCHEDULE.steps]


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("order", ["first", "middle", "last"])
def test_an_empty_mechanism_changes_nobody(rung, order):
    """First, in the middle or last of those who decide; its start values stay, and all else is the same to the bit."""
    at = {"first": 0, "middle": len(SCHEDULE.mechanisms) // 2, "last": len(SCHEDULE.mechanisms)}[order]
    deciding = (*SCHEDULE.mechanisms[:at], Empty, *SCHEDULE.mechanisms[at:])
    c = ended(rung, Schedule(deciding, SCHEDULE.steps, SCHEDULE.off))
    a = c.tables.arrays
    assert (a["nothing"][living(c)] == 7).all() and not a["silence"].any()
    for name in Empty.owns:
        a.pop(name, None)
    assert c.hash() == expected(rung)


SPANNED = '''"""A mechanism of a file outside the package, with a span that looks at everybody and changes nobody."""

from tumen.mechanism import Column, Mechanism, draw, span, u1


class Onlooker(Mechanism):
    owns = dict(seen=Column("u1", "1", "drew under a half"))
    reads = "soul n"
    decisions = ("onlooker.look",)


@span
def look(seen, soul, n, key_look):
    for u in range(n.shape[0]):
        for i in range(n[u]):
            seen[u, i] = u1(draw(key_look, soul[u, i]) < 0.5)
'''


@pytest.mark.parametrize("after", [LABELS[0], LABELS[len(LABELS) // 2], "hunger.perish", None])
def test_a_span_that_changes_nobody_may_stand_anywhere(after, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / f"onlooker_{tmp_path.name}.py").write_text(SPANNED)
    onlooker = __import__(f"onlooker_{tmp_path.name}").Onlooker
    c = ended("25k", SCHEDULE.plus(onlooker, after=after))
    share = c.tables.arrays.pop("seen")[living(c)].mean()
    assert 0.4 < share < 0.6, "it did look"
    assert c.hash() == expected("25k")


def test_two_decisions_never_share_their_luck():
    same = type("Same", (Empty,), dict(owns={}, decisions=("hunger.death",), __module__=__name__))
    with pytest.raises(TypeError, match=r"hunger\.death.*same luck"):
        country("25k", Schedule((*SCHEDULE.mechanisms, same), SCHEDULE.steps))


@pytest.fixture(scope="module")
def ran():
    return ended("25k")


SIGNATURES = """
from tumen.country import SCHEDULE, build
from tumen.scenario import load
from tumen.simulate import months
for moment in months(build(load("history"), 1, "25k", threads=2), until="1990-03"):
    pass
print([(s.label, len(s.span.compiled.signatures)) for s in SCHEDULE.steps])
"""


def test_every_span_has_one_signature():
    """Two would double the time of compilation, and mean that somebody is called with other arrays than declared. In a
    process of its own: here other tests have called spans in schedules where others may write."""
    done = subprocess.run([sys.executable, "-c", SIGNATURES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = dict(ast.literal_eval(done.stdout))
    assert set(found) == {s.label for s in SCHEDULE.steps} and set(found.values()) == {1}


def test_the_state_sees_no_person(ran):
    """Law 9: what `govern` and `account` are given shares no memory with persons, households, units or scratch."""
    kept = {k: v for k, v in ran.tables.arrays.items() if not isinstance(ran.declared.get(k), Place)}
    kept |= {k: v for worker in ran.workers for k, v in worker.scratch.items()}
    for name, land in ran.lands.items():
        given = vars(land) | vars(land.tally) | land.estate
        for seen, values in given.items():
            if isinstance(values, np.ndarray):
                near = [k for k, column in kept.items() if np.may_share_memory(values, column)]
                assert not near, f"{name} sees {seen}, which shares memory with {near}"


def test_the_state_writes_only_its_own(ran):
    for name, land in ran.lands.items():
        m = ran.mechanisms[name]
        for seen, values in vars(land).items():
            if isinstance(values, np.ndarray) and values.flags.writeable:
                assert seen in m.owns or seen in m.writes, f"{name} may write {seen}"
        assert not [k for k, v in vars(land.tally).items() if v.flags.writeable], "tallies are the spans' to add to"
        assert "estate" in m.writes or not [k for k, v in land.estate.items() if v.flags.writeable]


CORE = """draws loops columns events parameters evidence mechanism months scenario country bind door seats state
simulate"""
MOST = 1500


def lines_of_code(path: Path) -> int:
    """Lines that hold code: not blank, not comment, not docstring."""
    text = path.read_text()
    held: set[int] = set()
    for t in tokenize.generate_tokens(io.StringIO(text).readline):
        if t.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            held |= set(range(t.start[0], t.end[0] + 1)) if t.string else set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            held -= set(range(node.lineno, node.end_lineno + 1))
    return len(held)


def test_the_core_can_be_read_in_an_evening():
    """From draws to the loop, with what binds, seats and hashes; the reading of scenario files is a part of its own."""
    files = [ENGINE / f"{name}.py" for name in CORE.split()]
    total = {path.stem: lines_of_code(path) for path in files if path.exists()}
    assert len(total) >= 13
    assert sum(total.values()) <= MOST, total


def test_the_name_of_the_loop_can_be_called_again():
    """The package and the module share the name: it has to stay a thing to call after the module is imported."""
    for _ in range(2):
        assert next(iter(tumen.simulate("history", 1, "25k", until="1990-01"))).month.label == "1990-01"
