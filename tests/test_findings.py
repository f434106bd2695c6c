"""Findings are not assumed: whatever reads how a finding groups people and writes what it measures is explained."""

import re
from pathlib import Path

import pytest

from tumen.bind import declared_by
from tumen.claims.findings import findings, hits, parts, readers
from tumen.claims.rows import register
from tumen.country import SCHEDULE

PAGE = Path(__file__).parents[1] / "docs" / "findings.md"
FINDINGS = findings()


def section(row: str) -> str:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^### {row}\b.*?(?=^### |^## |\Z)", text, re.M | re.S)
    assert found, f"{PAGE.name} has no section on {row}"
    return found[0]


def test_every_finding_of_the_register_states_its_measure():
    rows = {r.row for r in register() if r.kind == "finding"}
    assert rows <= {f.row for f in FINDINGS}, rows - {f.row for f in FINDINGS}


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda f: f.row)
def test_measures_and_groups_are_arrays_of_the_model(finding):
    known = set(declared_by(SCHEDULE)) | {f"{m.name}.{name}" for m in SCHEDULE.mechanisms for name in m.params}
    assert set(finding.measure) | set(finding.groups) <= known, set(finding.measure + finding.groups) - known


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda f: f.row)
def test_whatever_might_write_it_is_explained(finding):
    told = section(finding.row)
    found = [*hits(finding), *readers(finding)]
    missing = [label for label in found if f"`{label}`" not in told]
    assert not missing, f"{finding.row}: docs/findings.md does not explain {', '.join(missing)}"
    assert found or "No span" in told, "nothing could have written it, and the page has to say so"


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda f: f.row)
def test_the_page_gives_measures_test_and_where_it_must_fail_as_the_table_has_them(finding):
    told = " ".join(section(finding.row).split())
    assert f"- Test: {finding.test}. - " in told, "the page gives the whole test, thresholds and all"
    assert f"- Must fail in: {finding.must_fail_in}. - " in told
    names = re.search(r"- Measured: (.*?)\. - ", told)
    assert names and re.findall(r"`([\w.]+)`", names[1]) == [*finding.measure, *finding.groups]


def test_what_the_state_does_is_listed_with_what_it_reads_and_writes():
    """Four findings are written by no span: the state's part has to be found, or their page could never be wrong."""
    of = {part.label: part for part in parts(SCHEDULE)}
    assert {"warheads", "tested"} <= of["weapons.govern"].writes and "hard_spend" not in of["weapons.govern"].writes
    assert {"barter_arms", "weapons.cost"} <= of["weapons.govern"].reads
    assert "popularity" in of["succession.account"].writes and "eaten_grams" in of["succession.account"].reads
    assert "court.to_grain" in of["court.govern"].reads, "read by a helper"
    assert "goods_in" in of["goods.account"].writes and "goods.open" in of["goods.account"].reads
    assert "media.border_open" in of["media.watch"].reads, "a span takes a figure of `p`"
    assert all(hits(f) or readers(f) for f in FINDINGS if f.row in ("W1", "W5", "S3", "G5"))
    gifts = next(f for f in FINDINGS if f.row == "G2")
    assert readers(gifts) == ["court.govern"], "runs differ by what is spent on gifts, people by rank and favour"


def test_who_writes_a_finding_is_caught():
    """A finding about weapons by money, or about loyalty by rank, has hits; one about what nobody sees has none."""
    by = {f.row: f for f in FINDINGS}
    assert hits(by["W5"]) == ["weapons.govern"] and "succession.account" in hits(by["S3"])
    assert "goods.account" in hits(by["W1"]) and not hits(by["G5"]) and "court.account" in readers(by["G5"])
    assert "belief.feel" in hits(by["G2"]) and "posts.flee" not in hits(by["G2"]), "no flight is written by rank"
    assert not readers(by["P8"]), "people are grouped there, not figures of state"
    assert "display.show" in hits(by["P8"]), "what members show is written by who knows that they are members"
