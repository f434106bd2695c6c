"""A person's code: the 64 bits of an identity as thirteen characters, for people to read out, copy and type.

Nobody in the model has a name. The characters are Crockford's thirty-two, lower case, without i, l, o and u, so that
none is taken for another; reading forgives what a hand may write instead.
"""

from __future__ import annotations

from tumen.scenario_errors import UserError, shorten

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH, BITS = 13, 64
_VALUE = {c: k for k, c in enumerate(ALPHABET)} | {"o": 0, "i": 1, "l": 1}
LEGAL = "thirteen characters of 0-9 and a-z without u, as `tumen find` prints them"


def code_of(identity: int) -> str:
    """The code of an identity; the same in every run where the person lives."""
    number = int(identity)
    if not 0 <= number < 1 << BITS:
        raise ValueError(f"an identity is a number of {BITS} bits, not {number}")
    return "".join(ALPHABET[number >> 5 * k & 31] for k in reversed(range(LENGTH)))


def identity_of(text: str) -> int:
    """The identity that a code stands for, whatever its case, with o for 0, i and l for 1. Raises UserError."""
    clean = text.strip().lower().replace("-", "")
    wrong = sorted({c for c in clean if c not in _VALUE})
    if len(clean) != LENGTH or wrong:
        why = f"{''.join(wrong)!r} is in no code" if wrong else f"it has {len(clean)} characters"
        raise UserError(f"PERSON: {shorten(text)} is not a person's code: {why}\n  legal:   {LEGAL}")
    number = 0
    for c in clean:
        number = number << 5 | _VALUE[c]
    if number >= 1 << BITS:
        raise UserError(f"PERSON: {shorten(text)} is not a person's code: the first character is 0 to 9 or a to f"
                        f"\n  legal:   {LEGAL}")  # fmt: skip
    return number
