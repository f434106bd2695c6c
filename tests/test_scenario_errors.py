"""Malformed scenarios end with exit code 2 and a text that helps: file, line, field, what is legal, the nearest name.

Each case goes through the command line as a user's would, and must leave the folder as it found it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tumen.cli import app
from tumen.commands import plan
from tumen.parameters import Param

HEAD = "name: mine\nquestion: What if?\n"
SET = HEAD + "parameters:\n  rations.aid:\n"
SHARE = SET + "    unit: '1'\n"
ACT = HEAD + "events:\n  - name: flood\n"

KNOWN = {
    "rations.aid": Param(1, "1", "share of grants that arrive", (0, 1), "KEY", "B"),
    "rations.kept": Param(0, "1", "share of the promise that is filled", (0, 1), "KEY", "B"),
    "rations.stock": Param(1e6, "t", "opening stock", (5e5, 1.5e6), "KEY", "B"),
    "market.border_open": Param({"1990": 1}, "1", "whether trade passes", (0, 1), "KEY", "B", dtype="i4"),
}


@dataclass(frozen=True)
class Case:
    """A file, and what the text about it must say."""

    name: str
    text: str | bytes
    line: int
    field: str
    legal: str
    nearest: str = ""


CASES = [
    # fields
    Case("unknown field", HEAD + "colour: red\n", 3, "colour", "parameters"),
    Case("misspelt field", HEAD + "parametres: {}\n", 3, "parametres", "parameters", "parameters"),
    Case("field of another model", HEAD + "ration: 3\n", 3, "ration", "calendar"),
    Case("no name", "question: What if?\n", 1, "name", "a short name"),
    Case("misspelt name", "nam: mine\nquestion: What if?\n", 1, "name", "a short name", "nam"),
    Case("no question", "name: mine\n", 1, "question", "the question"),
    Case("empty question", "name: mine\nquestion: '  '\n", 2, "question", "the question"),
    Case("name with a path", "name: ../../etc\nquestion: What if?\n", 1, "name", "small letters"),
    Case("name is a number", "name: 12\nquestion: What if?\n", 1, "name", "small letters"),
    Case("name is null", "name: ~\nquestion: What if?\n", 1, "name", "small letters"),
    Case("endless name", f"name: {'a' * 100}\nquestion: What if?\n", 1, "name", "small letters"),
    Case("question is a list", "name: mine\nquestion: [What, if]\n", 2, "question", "the question"),
    # the run
    Case("unknown rung", HEAD + "rung: 26k\n", 3, "rung", "25k, 250k, 2.5m, 25m", "25k"),
    Case("rung in capitals", HEAD + "rung: 250K\n", 3, "rung", "250k", "250k"),
    Case("rung is a number", HEAD + "rung: 250\n", 3, "rung", "250k"),
    Case("seed is a text", HEAD + "seeds: [one]\n", 3, "seeds[0]", "whole numbers"),
    Case("seed is true", HEAD + "seeds: [1, true]\n", 3, "seeds[1]", "whole numbers"),
    Case("seed is negative", HEAD + "seeds:\n  - 1\n  - -1\n", 5, "seeds[1]", "whole numbers"),
    Case("seed is a fraction", HEAD + "seeds: [1.5]\n", 3, "seeds[0]", "whole numbers"),
    Case("seed too large", HEAD + "seeds: [99999999999]\n", 3, "seeds[0]", "4294967295"),
    Case("seed given twice", HEAD + "seeds: [1, 2, 1]\n", 3, "seeds", "different"),
    Case("no seeds", HEAD + "seeds: []\n", 3, "seeds", "whole numbers"),
    Case("seeds not a list", HEAD + "seeds: 8\n", 3, "seeds", "a list"),
    # the calendar
    Case("calendar a text", HEAD + "calendar: 1990 to 2025\n", 3, "calendar", "start"),
    Case("calendar ends before it starts", HEAD + "calendar: {start: 1990-01, end: 1989-12}\n", 3, "calendar", "start"),
    Case("calendar starts late", HEAD + "calendar: {start: 1995-01, end: 1999-12}\n", 3, "calendar", "start"),
    Case("calendar in month 13", HEAD + "calendar: {start: 1990-01, end: 1999-13}\n", 3, "calendar", "start"),
    Case("calendar far away", HEAD + "calendar: {start: 1990-01, end: 2999-12}\n", 3, "calendar", "start"),
    Case("calendar field", HEAD + "calendar:\n  ende: 1999-12\n", 4, "calendar.ende", "start, end", "end"),
    # parameters
    Case("parameters a list", HEAD + "parameters: [rations.aid]\n", 3, "parameters", "parameters to settings"),
    Case("a bare number", HEAD + "parameters:\n  rations.aid: 0\n", 4, "parameters.rations.aid", "unit, value"),
    Case("no unit", SET + "    value: 0\n    reason: none\n", 4, "parameters.rations.aid.unit", "unit"),
    Case("wrong unit", SET + "    unit: t\n    value: 0\n    reason: none\n", 5, "rations.aid.unit", "1", "1"),
    Case("no reason", SHARE + "    value: 0\n", 4, "parameters.rations.aid.reason", "why"),
    Case("no value", SHARE + "    reason: none\n", 4, "parameters.rations.aid", "value"),
    Case("value and values", SET + "    {unit: '1', value: 0, values: {1995-01: 1}, reason: no}\n", 4,
         "parameters.rations.aid", "value, values"),
    Case("value a text", SHARE + "    value: none\n    reason: no\n", 6, "rations.aid.value", "a number"),
    Case("value is yes", SHARE + "    value: yes\n    reason: no\n", 6, "rations.aid.value", "a number"),
    Case("value is true", SHARE + "    value: true\n    reason: no\n", 6, "rations.aid.value", "a number"),
    Case("value is quoted", SHARE + "    value: '0'\n    reason: no\n", 6, "rations.aid.value", "a number"),
    Case("value not a number", SHARE + "    value: .nan\n    reason: no\n", 6, "rations.aid.value", "a number"),
    Case("value infinite", SHARE + "    value: -.inf\n    reason: no\n", 6, "rations.aid.value", "a number"),
    Case("negative share", SHARE + "    value: -0.5\n    reason: no\n", 6, "rations.aid.value", "0 to 1", "0"),
    Case("share above one", SHARE + "    value: 50\n    reason: no\n", 6, "rations.aid.value", "0 to 1", "1"),
    Case("dated share negative", SHARE + "    values:\n      1995-01: 1\n      1996-01: -1\n    reason: no\n", 8,
          "rations.aid.values.1996-01", "0 to 1", "0"),
    Case("month 13", SHARE + "    values: {1995-13: 1}\n    reason: no\n", 6, "values.1995-13", "1995-08"),
    Case("a day", SHARE + "    values: {1995-08-15: 1}\n    reason: no\n", 6, "values.1995-08-15", "1995-08"),
    Case("dates twice", SHARE + "    values: {1995: 1, 1995-01: 0}\n    reason: no\n", 6, "rations.aid.values",
         "dates to numbers"),
    Case("no dates", SHARE + "    values: {}\n    reason: no\n", 6, "rations.aid.values", "dates to numbers"),
    Case("date out of calendar", SHARE + "    values: {2031-01: 1}\n    reason: no\n", 6,
         "rations.aid.values.2031-01", "1990-01 to 2025-12"),
    Case("date before calendar", SHARE + "    values: {1989-12: 1}\n    reason: no\n", 6,
         "rations.aid.values.1989-12", "1990-01 to 2025-12"),
    Case("unknown parameter", HEAD + "parameters:\n  rations.aids: {unit: '1', value: 0, reason: no}\n", 4,
         "parameters.rations.aids", "aid, kept, stock", "rations.aid"),
    Case("unknown mechanism", HEAD + "parameters:\n  ration.aid: {unit: '1', value: 0, reason: no}\n", 4,
         "parameters.ration.aid", "rations", "rations.aid"),
    Case("no mechanism", HEAD + "parameters:\n  aid: {unit: '1', value: 0, reason: no}\n", 4, "parameters.aid",
         "mechanism.parameter"),
    Case("whole number wanted", HEAD + "parameters:\n  market.border_open: {unit: '1', value: 0.5, reason: no}\n", 4,
         "border_open.value", "a whole number"),
    # acts
    Case("events a mapping", HEAD + "events: {name: flood}\n", 3, "events", "a list of acts"),
    Case("an act a text", HEAD + "events:\n  - flood\n", 4, "events[0]", "name, date"),
    Case("act without date", ACT + "    source: assumed\n", 4, "events[0].date", "a month"),
    Case("act without source", ACT + "    date: 1995-08\n", 4, "events[0].source", "known from"),
    Case("act with a field too many", ACT + "    date: 1995-08\n    source: assumed\n    sett: {}\n", 7,
         "events[0].sett", "set", "set"),
    Case("act out of calendar", ACT + "    date: 2030-08\n    source: assumed\n", 5, "events[0].date",
         "1990-01 to 2025-12"),
    Case("act in a day", ACT + "    date: 1995-08-01\n    source: assumed\n", 5, "events[0].date", "1995-08"),
    Case("act ends before it starts", ACT + "    date: 1995-08\n    months: -3\n    source: assumed\n", 6,
         "events[0].months", "1 or more"),
    Case("act of no months", ACT + "    date: 1995-08\n    months: 0\n    source: assumed\n", 6, "events[0].months",
         "1 or more"),
    Case("act of half a month", ACT + "    date: 1995-08\n    months: 0.5\n    source: assumed\n", 6,
         "events[0].months", "1 or more"),
    Case("act sets a text", ACT + "    date: 1995-08\n    source: a\n    set: {rations.aid: all}\n", 7,
         "events[0].set.rations.aid", "a finite number"),
    Case("act sets true", ACT + "    date: 1995-08\n    source: a\n    set: {rations.aid: true}\n", 7,
         "events[0].set.rations.aid", "a finite number"),
    Case("act sets a negative share", ACT + "    date: 1995-08\n    source: a\n    set: {rations.aid: -1}\n", 7,
         "flood.set.rations.aid", "0 to 1", "0"),
    Case("act sets the unknown", ACT + "    date: 1995-08\n    source: a\n    set: {rations.deaths: 1}\n", 7,
         "flood.set.rations.deaths", "aid, kept, stock"),
    Case("two of a name", ACT + "    date: 1995-08\n    source: a\n  - {name: flood, date: 1996-08, source: a}\n",
         7, "events[1].name", "each name once"),
    # bases
    Case("unknown base", HEAD + "base: histroy\n", 3, "base", "a shipped scenario", "history"),
    Case("base without a file", HEAD + "base: ./history.yaml\n", 3, "base", "from this file's folder", "history"),
    Case("base is itself", HEAD + "base: ./mine.yaml\n", 3, "base", "without a cycle"),
    Case("base is a number", HEAD + "base: 3\n", 3, "base", "a shipped scenario"),
    Case("drop the unknown", HEAD + "base: history\ndrop: [floods-of-1994]\n", 4, "drop[0]", "floods-of-1995",
         "floods-of-199"),
    Case("drop without a base", HEAD + "drop: [floods-of-1995]\n", 3, "drop", "base"),
    # not a scenario at all
    Case("empty", "", 1, "(file)", "name and question"),
    Case("only comments", "# nothing\n", 1, "(file)", "name and question"),
    Case("only space", "\n\n  \n", 1, "(file)", "name and question"),
    Case("a list", "- name: mine\n", 1, "(file)", "a mapping"),
    Case("a text", "What if?\n", 1, "(file)", "a mapping"),
    Case("key given twice", HEAD + "name: other\n", 3, "name", "each key once"),
    Case("inner key given twice", SHARE + "    unit: t\n", 6, "rations.aid.unit", "each key once"),
    Case("tab", HEAD + "rung:\t25k\n", 3, "rung", "spaces"),
    Case("tab for indentation", HEAD + "calendar:\n\tend: 1999-12\n", 4, "end", "spaces"),
    Case("not YAML", HEAD + "rung: {25k\n", 4, "(file)", "YAML 1.2"),
    Case("two colons", HEAD + "rung: 25k: fast\n", 3, "(file)", "YAML 1.2"),
    Case("wrong indentation", HEAD + "calendar:\n    start: 1990-01\n  end: 1999-12\n", 5, "(file)", "YAML 1.2"),
    Case("two documents", HEAD + "---\nname: other\n", 3, "(file)", "YAML 1.2"),
    Case("older YAML", "%YAML 1.1\n---\n" + HEAD, 2, "(file)", "YAML 1.2"),
    Case("a key that is a list", HEAD + "? [rung]\n: 25k\n", 3, "(file)", "a word"),
    Case("control character", HEAD + "rung: \x01\n", 3, "(file)", "printable"),
    Case("alias bomb", "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n", 1, "(file)", "written out"),
    Case("merge key", "a: &a {rung: 25k}\nb:\n  <<: *a\n", 1, "(file)", "written out"),
    Case("alias without anchor", HEAD + "rung: *fast\n", 3, "(file)", "written out"),
    Case("code", HEAD + "rung: !!python/object/apply:os.system [true]\n", 3, "(file)", "plain values"),
    Case("deep", HEAD + "rung: " + "[" * 5000 + "]" * 5000 + "\n", 3, "(file)", "at most"),
    Case("endless number", HEAD + "seeds: [" + "9" * 5000 + "]\n", 3, "seeds[0]", "at most 40 characters"),
    Case("huge", HEAD + "# " + "x" * (2 << 20), 1, "(file)", "bytes"),
    Case("not UTF-8", HEAD.encode() + b"rung: \xff\xfe\n", 3, "(file)", "UTF-8"),
    Case("UTF-16", HEAD.encode("utf-16"), 1, "(file)", "UTF-8"),
    Case("binary", bytes(range(256)), 2, "(file)", "UTF-8"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plan, "known", lambda: KNOWN)
    yield


def told(*words: str) -> Result:
    """The command line's answer to a mistake: code 2, a text on standard error, no traceback, nothing on the disk."""
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    result = CliRunner().invoke(app, ["run", *words])
    assert result.exit_code == 2, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before
    return result


def test_there_are_fifty() -> None:
    assert len(CASES) >= 50
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_malformed(case: Case) -> None:
    Path("mine.yaml").write_bytes(case.text if isinstance(case.text, bytes) else case.text.encode())
    text = told("mine.yaml").stderr
    assert text.count("mine.yaml") >= 1
    found = [part for part in text.split("\n\n") if f"mine.yaml, line {case.line}:" in part and case.field in part]
    assert found, f"no problem told of line {case.line}, field {case.field}:\n{text}"
    one = found[0]
    fields = dict(line.strip().split(":", 1) for line in one.splitlines()[1:])
    assert case.field in fields["field"]
    assert case.legal in fields["legal"], one
    assert fields["given"].strip()
    if case.nearest:
        assert fields["nearest"].strip().startswith(case.nearest), one
    assert len(max(text.splitlines(), key=len)) < 400
    assert all(line.isprintable() for line in text.splitlines())


@pytest.mark.parametrize(
    ("words", "field", "legal", "nearest"),
    [
        (["histroy"], "SCENARIO", "a shipped scenario", "history"),
        ([""], "SCENARIO", "a shipped scenario", ""),
        (["nowhere.yaml"], "(file)", "the path of a YAML file", ""),
        (["."], "SCENARIO", "a shipped scenario", ""),
        (["history", "--rung", "25K"], "--rung", "25k, 250k", "25k"),
        (["history", "--until", "1989-01"], "--until", "1990-01 to 2025-12", "2025-12"),
        (["history", "--until", "1997"], "--until", "1990-01 to 2025-12", ""),
        (["history", "--record", "monthy"], "--record", "monthly", "monthly"),
        (["history", "--threads", "0"], "--threads", "1 to 256", ""),
        (["history", "--set", "rations.aid"], "--set", "grain.aid=0", ""),
        (["history", "--set", "aid=0"], "--set", "grain.aid=0", ""),
        (["history", "--set", "rations.aid=none"], "--set rations.aid", "grain.aid=0", ""),
        (["history", "--set", "rations.aid=nan"], "--set rations.aid", "grain.aid=0", ""),
        (["history", "--set", "rations.aid=0", "--set", "rations.aid=1"], "--set rations.aid", "once", ""),
        (["history", "--set", "rations.aid=2"], "parameters.rations.aid", "0 to 1", "1"),
        (["history", "--set", "rations.ait=0"], "parameters.rations.ait", "aid, kept", "rations.aid"),
    ],
    ids=" ".join,
)
def test_wrong_words(words: list[str], field: str, legal: str, nearest: str) -> None:
    if "--set" in words:  # what the shipped scenario itself sets is not this test's matter
        Path("mine.yaml").write_text(HEAD)
        words = ["mine.yaml", *words[1:]]
    text = told(*words).stderr
    assert f"field:   {field}" in text
    assert legal in text
    assert nearest in text


def test_wrong_options_of_typer() -> None:
    assert "--seed" in told("history", "--seed", "one").stderr
    assert "--sed" in told("history", "--sed", "1").stderr
    assert "SCENARIO" in told().stderr


def test_a_cycle_of_two() -> None:
    Path("mine.yaml").write_text(HEAD + "base: ./other.yaml\n")
    Path("other.yaml").write_text(HEAD + "base: mine.yaml\n")
    assert "mine.yaml -> other.yaml -> mine.yaml" in told("mine.yaml").stderr


def test_a_mistake_in_the_base_is_told_of_the_base() -> None:
    Path("mine.yaml").write_text(HEAD + "base: ./other.yaml\n")
    Path("other.yaml").write_text(HEAD + "parameters:\n  rations.aid: {unit: '1', value: 7, reason: no}\n")
    assert "other.yaml, line 4: outside the parameter's range" in told("mine.yaml").stderr


def test_a_folder_that_is_not_a_run_is_left_alone() -> None:
    Path("mine.yaml").write_text(HEAD)
    Path("letters").mkdir()
    Path("letters/one.txt").write_text("dear")
    assert "--out" in told("mine.yaml", "--out", "letters").stderr
    assert "--out" in told("mine.yaml", "--out", "mine.yaml").stderr
    assert "--out" in told("mine.yaml", "--out", ".").stderr
    assert "--out" in told("mine.yaml", "--out", "mine.yaml/below").stderr


def test_ten_problems_are_enough() -> None:
    Path("mine.yaml").write_text(HEAD + "".join(f"field{k}: 1\n" for k in range(30)))
    text = told("mine.yaml").stderr
    assert text.count("there is no such field") == 10
    assert "and 20 more" in text
