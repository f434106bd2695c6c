"""The register: every statement of the witnesses has a row, and what a mechanism serves is shown by an example."""

import re

import pytest

from tumen.claims.rows import KINDS, missing, register
from tumen.country import SCHEDULE
from tumen.mechanism import Mechanism
from tumen.mechanisms.rations import server

ROWS = register()


def test_rows_are_the_seventy_nine_statements():
    assert len(ROWS) == 79 == len({row.row for row in ROWS})
    assert all(re.fullmatch(r"[LGRPITXWS]\d+b?", row.row) for row in ROWS)
    assert {row.kind for row in ROWS} == set(KINDS)
    assert all(set(re.findall(r"\b[A-Z]\b", row.witness)) <= set("ABC") for row in ROWS)
    assert all(row.says and len(row.says) < 130 for row in ROWS)


@pytest.mark.parametrize("row", ["R1", "R2", "R5", "R6", "R8"])
def test_what_feeds_people_has_a_place_and_an_example(row):
    (found,) = (r for r in ROWS if r.row == row)
    assert found.kind == "rule" and found.works, f"{row}: {found.lives}, {found.scenes}"


def test_no_rule_is_missed_and_findings_live_nowhere():
    assert not missing(ROWS), [row.row for row in missing(ROWS)]
    assert not [row.row for row in ROWS if row.kind != "rule" and row.lives], "a finding is written by a mechanism"


def test_a_row_that_is_not_in_the_register_is_refused():
    class Stranger(Mechanism):
        serves = dict(Z9=server)

    with pytest.raises(ValueError, match="Z9"):
        register(SCHEDULE.plus(Stranger))
