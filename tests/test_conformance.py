"""The conformance suite passes what is shipped and the tutorial's own file, and refuses each law's breach by name."""

import importlib
import re
from pathlib import Path

import numpy as np
import pytest

from tumen import load
from tumen.conformance import ConformanceError, check_mechanism
from tumen.conformance_python import against_other_rows, against_python
from tumen.country import SCHEDULE, build
from tumen.mechanism import Schedule
from tumen.mechanisms.families import Families
from tumen.simulate import months

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial-1.md"
MEMORY = re.search(r"%%writefile memory\.py\n(.*?)^```", TUTORIAL.read_text(), re.S | re.M)[1]
UNTIL_HUNGER = 84  # months: nobody pleads for food before people go hungry
NOT_REACHED = {
    "families": "overflow: changed nothing for the people looked at",  # looked at below, in crowded units
    "confidants": "tell_late: changed nothing for the people looked at",  # events alone: tests/test_leaving.py
    "rations": "tell: changed nothing for the people looked at",  # it writes events alone: tests/test_lives.py
}


# in 1990 hardly anybody is banished, leaves, is in China or in the South: here many are
MANY_GO = (
    "residence.hostile=0.1", "residence.disabled=0.1", "residence.strength=1", "leaving.base=0.8", "leaving.w_self=0",
    "leaving.w_family=0", "leaving.knows=0.5", "leaving.way=0.3", "leaving.belief=0", "leaving.hopes=0",
    "confidants.patience=0", "crossing.fee_power=0.3", "crossing.ice_go=1", "crossing.water_go=1",
    "leaving.old_soldiers=1e-4", "leaving.old_office=1e-4", "leaving.old_danger=0.1", "south.line_open=1",
    "south.calls=0.5", "south.calls_china=0.5", "south.send=0.2", "south.after=1",
)  # fmt: skip
CONCERNED = {"residence", "leaving", "confidants", "crossing", "china", "south"}


@pytest.mark.parametrize("mechanism", SCHEDULE.mechanisms, ids=lambda m: m.name)
def test_shipped(mechanism):
    length = UNTIL_HUNGER if mechanism.name == "distress" else 18
    asked = load("history").with_overrides(MANY_GO if mechanism.name in CONCERNED else ())
    report = check_mechanism(mechanism, scenario=asked, months=length)
    assert str(report).startswith(f"{mechanism.name} keeps the laws.")
    assert report.lines.get("not reached") == NOT_REACHED.get(mechanism.name), "a span passed with nobody concerned"


def test_spans_of_families_in_crowded_units():
    c = build(load("history"), 1, "25k")
    list(months(c, until="1990-03", census="none"))
    c.numbers["families"] = c.numbers["families"]._replace(crowded=np.float32(75))
    changed: dict[str, int] = {}
    assert against_python(c, Families, 3, changed) == ""
    assert changed["overflow"] > 0
    assert against_other_rows(c, Families, 3) == ""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes the tutorial's file with some words replaced, outside the package, and imports its mechanism."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(*changes: tuple[str, str]):
        text = MEMORY
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} is no single place in the tutorial's file"
            text = text.replace(old, new)
        name = f"memory_{tmp_path.name}"
        (tmp_path / f"{name}.py").write_text(text)
        importlib.invalidate_caches()
        return importlib.import_module(name).Memory

    return write


def test_the_tutorials_own_file_keeps_the_laws(written):
    memory = written()
    assert not memory.__module__.startswith("tumen")
    told = str(check_mechanism(memory))
    assert "memory keeps the laws" in told and "remember" in told and "2 declared, 2 of them assumed" in told


RULE = "return u1(months + ONE) if reserve < mark and months < MOST else months"
SPAN = "lean_months[u, i] = one_more(lean_months[u, i], reserve[u, i], p.mark)"
CLASS = "class Memory(Mechanism):\n"
EXAMPLES = re.search(r"    examples = \[.*?\n    \]\n", MEMORY, re.S)[0]
ALWAYS = (
    (RULE, "return u1(months + ONE) if reserve > ZERO else months"),
    ("ONE, MOST = u1(1), u1(255)", "ONE, MOST, ZERO = u1(1), u1(255), i4(0)"),
)
NO_EXAMPLES = (EXAMPLES, "    examples = [dict(rule=len, args=('four',), result=4)]\n")

BROKEN = {
    "writes another's column": (3, "writes 'reserve'", [(SPAN, SPAN + "\n            reserve[u, i] = p.mark")]),
    "writes it by another name": (
        3, "readonly array", [(SPAN, SPAN + "\n            alias = reserve\n            alias[u, i] = p.mark")]),
    "reads undeclared": (3, "reserve", [('"reserve n province weight"', '"n province weight"')]),
    "reads what nobody owns": (3, "'hungre'", [('"reserve n province weight"', '"reserve hungre n province weight"')]),
    "a second owner": (3, "owner already", [("owns = dict(", 'owns = dict(reserve=Column("f4", "1", "mine too"),')]),
    "no meaning": (3, "no meaning", [('"months of this life spent below the mark"', '""')]),
    "out of bounds": (3, "left its bounds", [*ALWAYS, ("bounds=(0, 255)", "bounds=(0, 5)"), NO_EXAMPLES]),
    "a figure in a rule": (4, "0.8", [("reserve < mark", "reserve < 0.8")]),
    "a typed figure in a rule": (4, "the figure 2", [("months + ONE", "months + u1(2)")]),
    "a bare fraction in a span": (4, "0.5", [("reserve[u, i], p.mark)", "reserve[u, i] * 0.5, p.mark)")]),
    "the machine's own exponential": (
        1, "np.exp", [("reserve < mark", "np.exp(reserve) < mark"), ("from tumen", "import numpy as np\nfrom tumen")]),
    "a wrong example": (0, "gives 4, not 5", [("args=(3, 0.75, 0.80), result=4", "args=(3, 0.75, 0.80), result=5")]),
    "no example": (0, "no worked example", [(EXAMPLES, "")]),
    "no docstring": (0, "no docstring", [(MEMORY[: MEMORY.index("from tumen")], "")]),
    "a result that is not wrapped": (
        1, "in plain Python", [(RULE, "return u1(i4(months + MOST + ONE) >> i4(8))"), NO_EXAMPLES]),
    "memory that nobody set": (
        1, "in plain Python", [("        count = i4(0)", "        count = i4(0)\n        old = np.empty(4, np.uint8)"),
                               (SPAN, "lean_months[u, i] = u1(old[1] & MOST)"),
                               ("from tumen", "import numpy as np\nfrom tumen")]),
    "chosen by the row": (1, "with shuffled rows", [(SPAN, "lean_months[u, i] = u1(i)")]),
    "the tile shows": (1, "tiles of 64 units the state differs in lean_months",
                       [(SPAN, "lean_months[u, i] = u1(n.shape[0] & i4(MOST))")]),
    "a memory of its own": (1, "it keeps seen", [
        (CLASS, CLASS + "    def account(self, land, p, month):\n        self.seen = month.index\n\n")]),
    "a memory on the land": (1, "it keeps seen", [
        (CLASS, CLASS + "    def account(self, land, p, month):\n        vars(land)['seen'] = month.index\n\n")]),
    "the state sees people": (9, "belongs to people", [
        (CLASS, CLASS + "    def govern(self, land, p, month):\n        return land.reserve.sum()\n\n")]),
    "another's luck": (1, "same luck", [(CLASS, CLASS + '    decisions = ("hunger.death",)\n')]),
    "a taken name": (0, "has this name", [(CLASS, CLASS + '    name = "hunger"\n')]),
}  # fmt: skip


@pytest.mark.parametrize("breach", BROKEN)
def test_a_breach_is_named_with_its_law_and_how_to_mend_it(breach, written):
    law, words, changes = BROKEN[breach]
    broken = written(*changes)
    with pytest.raises(ConformanceError) as told:
        check_mechanism(broken)
    assert broken.name in str(told.value) and "To mend:" in str(told.value)
    assert [f for f in told.value.findings if f.law == law and words in f.found], str(told.value)


def test_a_figure_without_a_source_cannot_be_declared(written):
    with pytest.raises(ValueError, match="a source"):
        written(('(0.7, 0.9), "assumed"', '(0.7, 0.9), ""'))


def test_an_assumed_figure_without_a_reason_cannot_be_declared(written):
    reason = re.search(r'"assumed", "D",\s+("half a year.*?")', MEMORY)[1]
    with pytest.raises(ValueError, match="needs a reason"):
        written((reason, '""'))


def test_a_bare_number_is_no_figure(written):
    with pytest.raises(TypeError, match="unit and a source"):
        written(("params = dict(", "params = dict(few=3,"))


def test_a_figure_emptied_later_is_found(written):
    memory = written()
    object.__setattr__(memory.params["mark"], "source", "")
    with pytest.raises(ConformanceError, match=r"law 4 .*'mark'.*a source"):
        check_mechanism(memory)


def test_a_switch_that_does_not_switch_off_is_found(written, monkeypatch):
    memory = written(*ALWAYS, NO_EXAMPLES)
    monkeypatch.setattr(Schedule, "minus", lambda self, name: self)
    with pytest.raises(ConformanceError) as told:
        check_mechanism(memory)
    assert [f for f in told.value.findings if f.law == 6 and "lean_months" in f.found], str(told.value)


def test_less_than_a_year_is_refused(written):
    with pytest.raises(ValueError, match="a year at least"):
        check_mechanism(written(), months=6)
