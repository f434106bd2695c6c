"""Codes of persons: short, stable, and hard to copy wrongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tumen.codes import ALPHABET, code_of, identity_of
from tumen.scenario_errors import UserError


@given(st.integers(0, 2**64 - 1))
def test_every_identity_has_a_code_that_leads_back(identity: int) -> None:
    code = code_of(identity)
    assert len(code) == 13 and set(code) <= set(ALPHABET)
    assert identity_of(code) == identity


def test_codes_are_in_the_order_of_identities() -> None:
    numbers = [0, 1, 31, 32, 2**40, 2**63, 2**64 - 1]
    assert sorted(map(code_of, numbers)) == [code_of(n) for n in numbers]


def test_what_a_hand_writes_is_read() -> None:
    assert identity_of("O1234567892BC") == identity_of("01234567892bc")
    assert identity_of("i1l4567892bcd") == identity_of("1114567892bcd")
    assert identity_of(" 0123-456789-2bc ") == identity_of("01234567892bc")


@pytest.mark.parametrize(("text", "why"), [
    ("", "0 characters"), ("0123", "4 characters"), ("u123456789abc", "'u'"), ("01234567892b!", "'!'"),
    ("g000000000000", "first character"), ("01234567892bcd", "14 characters"), ("ж123456789abc", "'ж'"),
])  # fmt: skip
def test_a_wrong_code_is_told_what_is_wrong_with_it(text: str, why: str) -> None:
    with pytest.raises(UserError) as problem:
        identity_of(text)
    assert why in str(problem.value) and "thirteen" in str(problem.value)


def test_no_number_beyond_64_bits_has_a_code() -> None:
    for number in (-1, 2**64):
        with pytest.raises(ValueError):
            code_of(number)
