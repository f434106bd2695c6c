"""What a reader is told of the claims: by the command, in the report, on the page; and that stale is said."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tumen.claims import shipped
from tumen.claims.answers import all_of
from tumen.claims.history import section, write
from tumen.claims.leavers import ANSWERED, ASKED, answers
from tumen.claims.plan import runs
from tumen.claims.sheets import sheets, why
from tumen.cli import app
from tumen.report_claims import claims

PAGE = Path(__file__).parents[1] / "docs" / "claims.md"
DRAWS = [{"base": {"R7.ratio": 1.4 + 0.02 * k, "R7.nation": 2.0, "R7.seen": 1.5}} for k in range(21)]
PRIOR = [{"base": {"R7.ratio": 1.0}}] * 20


def worded(**other: str) -> dict[str, object]:
    return shipped.with_words(made(**other))


def made(**other: str) -> dict[str, object]:
    return {**shipped.made_with(), "rung": "25k",
            "draws": len(DRAWS), "prior_draws": len(PRIOR), "missing": 0, "failed": {},
            "claims": all_of(DRAWS, PRIOR, [{}] * len(DRAWS))} | other  # fmt: skip


@pytest.fixture
def ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Puts verdicts where the package's own lie."""

    def put(told: dict[str, object] | None) -> None:
        path = tmp_path / "verdicts.json"
        monkeypatch.setattr(shipped, "FILE", path)
        path.unlink(missing_ok=True)
        if told is not None:
            path.write_text(json.dumps(told))

    return put


def tumen(*words: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, list(words))


def test_all_statements_are_told_as_data(ship) -> None:  # type: ignore[no-untyped-def]
    ship(made())
    done = tumen("claims", "--json")
    rows = {r["id"]: r for r in json.loads(done.stdout)}
    assert len(rows) == 79 and all({"kind", "verdict", "share", "interval", "where"} <= set(r) for r in rows.values())
    assert {r["verdict"] for r in rows.values() if r["kind"] == "rule"} == {"assumed"}
    assert rows["R7"]["verdict"] == "undecided" and rows["R7"]["share"] == pytest.approx(16 / 21)
    assert rows["L6"]["verdict"] == "not measured" and rows["R7"]["seen"] == {"nation": 2.0, "speaker": 1.5}
    assert "stale" not in done.stderr


def test_one_statement_is_told_whole_and_a_wrong_name_has_its_nearest(ship) -> None:  # type: ignore[no-untyped-def]
    told: Any = made()
    r7 = next(row for row in told["claims"] if row["id"] == "R7")
    r7["counterfactual"] = {"rations-kept-equal": {"share": 0.75, "draws": 20}}
    ship(told)
    assert "as it must in 15 of 20 draws" in tumen("claims", "r7").stdout
    one = tumen("claims", "r7").stdout
    assert "poorest country" in one and "1.5 or more" in one and "mausoleum" not in one
    wrong = tumen("claims", "T2c")
    assert wrong.exit_code == 2 and "T2" in wrong.stderr.split("nearest")[1]


@pytest.mark.parametrize("what, word", [("version", "another version"), ("model_hash", "other mechanisms"),
                                        ("evidence_hash", "other evidence"),
                                        ("tests_hash", "other measures or tests"),
                                        ("posterior_hash", "other calibrated draws")])  # fmt: skip
def test_verdicts_of_another_model_are_called_stale(ship, what: str, word: str) -> None:  # type: ignore[no-untyped-def]
    ship(made(**{what: "another"}))
    assert word in tumen("claims").stderr
    told = claims()
    assert told is not None and word in told[1], "the report says so too"


def test_none_shipped_is_said_and_nothing_is_invented(ship) -> None:  # type: ignore[no-untyped-def]
    ship(None)
    done = tumen("claims", "--json")
    assert done.exit_code == 2 and "--compute" in done.stderr and not done.stdout
    assert claims() is None


def test_reading_verdicts_loads_no_model() -> None:
    heavy = ("numba", "xarray", "pandas", "tumen.country")
    code = ("import sys; from tumen.claims.shipped import read, stale; told = read(); stale(told or {});"
            f"print([m for m in {heavy} if m in sys.modules])")  # fmt: skip
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_a_release_replaces_its_own_table_and_no_other(tmp_path: Path) -> None:
    page = tmp_path / "claims.md"
    page.write_text("# Claims\n\n<!-- releases -->\n")
    write(page, worded(version="0.1"))
    older = section(worded(version="0.1"))
    write(page, worded(version="0.2"))
    write(page, worded(version="0.2"))
    text = page.read_text()
    assert text.count("### 0.2") == text.count("### 0.1") == 1 and older in text
    assert text.index("### 0.2") < text.index("### 0.1")


def test_a_table_says_what_changes_what_ties_and_what_each_run_is() -> None:
    told: Any = worded()
    rows = {row["id"]: row for row in told["claims"]}
    part = {"median": -1.5, "interval": (-2.0, -1.0), "draws": 20}
    rows["T5"]["changes"] = [part | {"of": f"deaths {k}"} for k in range(4)]
    rows["W8"]["ties"] = 0.75
    text = section(told)
    t5, w8 = (next(line for line in text[text.index("what drives them") :].splitlines() if line.startswith(f"| {row} "))
              for row in ("T5", "W8"))  # fmt: skip
    assert "deaths 0: -1.5" in t5 and "deaths 3" not in t5 and "more below" in t5 and "a tie in 0.75" in w8
    assert "- T5: deaths 3: -1.5 (-2 to -1)" in text
    assert all(f"- `{run.run}`: " in text and run.why in text for run in runs())


def test_contested_statements_stand_beside_evidence_and_model_and_odds_beside_what_drives_them() -> None:
    told = shipped.read()
    assert told is not None
    by = {sheet.title: {row[0]: dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows}
          for sheet in sheets(told["claims"])}  # fmt: skip
    register = {row["id"]: row for row in told["claims"]}
    contested = by["Contested, side by side"]
    assert set(contested) == {k for k, r in register.items() if r["kind"] == "contested"}
    for name, row in contested.items():
        assert all(row[k] for k in ("says", "other evidence", "the model measures", "the model, 90 %")), name
    odds = by["Judgements, by their odds"]
    assert set(odds) | {"L7", "L8"} == {k for k, r in register.items() if r["kind"] == "judgement"}
    assert all(row["rests on"] for row in by["Contested statements and judgements: what drives them"].values())
    assert set(by["Not modelled"]) == {"L7", "L8", "W9"} and all(r["why"] for r in by["Not modelled"].values())
    tested = by["Findings: what is tested, what is known besides"]
    assert not any("reporting." in r["goes with"] for r in tested.values()), "no run reads how leavers answer"


def test_a_finding_that_its_base_fails_says_that_failing_elsewhere_tells_little() -> None:
    told: Any = worded()
    (r7,) = (row for row in told["claims"] if row["id"] == "R7")
    r7["counterfactual"] = {"rations-kept-equal": {"share": 1.0, "draws": 20}}
    assert "fails in the base" not in why(r7)
    assert "fails in the base" in why(r7 | {"share": 0.05})


def test_what_leavers_tell_stands_beside_the_record_of_it() -> None:
    """Of every row that a survey asked after; numbers are those of the calibration's table."""
    table = {row["id"]: row for row in csv.DictReader(ANSWERED.open(encoding="utf-8"))}
    for row, asked in ASKED.items():
        for (target, _), told in zip(asked, answers(row), strict=True):
            low, high = told.interval
            assert low <= told.median <= high and told.recorded == float(table[target]["recorded"])
    assert not list(answers("G2")), "nobody asked leavers that"


def test_the_page_holds_what_is_shipped() -> None:
    told = shipped.read()
    text = PAGE.read_text(encoding="utf-8")
    if told is None:
        assert "<!-- verdicts" not in text, "the page gives verdicts that are not shipped"
    else:
        assert section(told) in text, "run `tumen claims --write docs/claims.md`"


@pytest.mark.parametrize("page", ["README.md", "docs/claims.md", "joss/paper.md"])
def test_pages_count_the_verdicts_as_they_are_shipped(page: str) -> None:
    """Nobody should have to run a command to learn how many findings hold."""
    told = shipped.read()
    assert told is not None
    found = Counter(row["verdict"] for row in told["claims"] if row["kind"] == "finding")
    text = " ".join((PAGE.parents[1] / page).read_text().split())
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
    for verdict, says in (
        ("reproduced", "seventeen findings {} is reproduced"),
        ("implied by the rules", "{} are implied by the rules alone"),
        ("undecided", "{} undecided"), ("not reproduced", "{} not reproduced"),
    ):  # fmt: skip
        says = says.format(words[found[verdict]])
        assert says in text, f"{page} does not say: {says}"
    assert found.total() == 17
