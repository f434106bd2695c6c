"""Findings are not assumed: whatever reads how a finding groups people and writes what it measures is explained."""

import re
from pathlib import Path

import pytest

from tumen.bind import declared_by
from tumen.claims.findings import findings, hits
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
    known = set(declared_by(SCHEDULE)) | {"border_open"}
    assert set(finding.measure) | set(finding.groups) <= known, set(finding.measure + finding.groups) - known


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda f: f.row)
def test_each_span_that_might_write_it_is_explained(finding):
    told = section(finding.row)
    missing = [label for label in hits(finding) if f"`{label}`" not in told]
    assert not missing, f"{finding.row}: docs/findings.md does not explain {', '.join(missing)}"
    assert finding.test.split(":")[0][:30] in told, "the page gives the test as it stands in the table"
