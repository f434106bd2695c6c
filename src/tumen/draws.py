"""Counter-based randomness: `draw(key, person)` is a pure function, so nobody's luck depends on anybody else's.

A key names one decision in one month of one seeded run (`key`); a person is the low half of a 64-bit identity (`soul`).
No state is kept: any order of computation, any number of threads and any tiling give the same numbers, and two runs
that differ in one decree give the same person the same luck (common random numbers; Owen 2013, chapter 8).
The mixers are the finalisers of MurmurHash3's family as tuned by Wellons (2018, "lowbias32") and Steele, Lea and
Flood (2014, SplitMix64). `exp_`, `log_`, `sigmoid_` are float32 polynomials: library functions differ between machines.
"""

import hashlib
from functools import lru_cache
from typing import Any

import numba as nb
import numpy as np
from llvmlite import ir
from numba import njit
from numba.core import types
from numba.extending import intrinsic

i2, i4, i8 = nb.int16, nb.int32, nb.int64
u1, u2, u4, u8 = nb.uint8, nb.uint16, nb.uint32, nb.uint64
f4, f8 = nb.float32, nb.float64

SMALL: dict[str, Any] = {"inline": "always", "error_model": "numpy", "nogil": True, "cache": True}

_HALF31 = np.float32(2.0**-31)
_ROOT3 = np.float32(3.0**0.5)
_TO_16 = np.float32(2.0**-16)
_ONE, _TWO, _ZERO = np.float32(1), np.float32(2), np.float32(0)
_LOG2E, _LN2 = np.float32(1.44269504), np.float32(0.69314718)
_TOP = np.float32(126)
_SHIFT = np.float32(1000.5)
# Minimax polynomials on [-0.5, 0.5] for 2**d, and on [sqrt(1/2), sqrt(2)] for log(m) by the series of atanh.
_E1, _E2, _E3 = np.float32(0.6931472), np.float32(0.2402265), np.float32(0.05550411)
_E4, _E5 = np.float32(0.009618129), np.float32(0.001333356)
_L3, _L5, _L7 = np.float32(1 / 3), np.float32(1 / 5), np.float32(1 / 7)
_ROOT2 = np.float32(1.4142135)
_MANTISSA, _EXPONENT_ONE = 0x007FFFFF, 0x3F800000


@njit(**SMALL)
def hash32(x):  # type: ignore[no-untyped-def]
    """Mix 32 bits into 32 bits, every output bit depending on every input bit."""
    x = u4(x ^ (x >> u4(16)))
    x = u4(x * u4(0x7FEB352D))
    x = u4(x ^ (x >> u4(15)))
    x = u4(x * u4(0x846CA68B))
    return u4(x ^ (x >> u4(16)))


@njit(**SMALL)
def mix64(z):  # type: ignore[no-untyped-def]
    """Mix 64 bits into 64 bits (SplitMix64)."""
    z = u8(z + u8(0x9E3779B97F4A7C15))
    z = u8((z ^ (z >> u8(30))) * u8(0xBF58476D1CE4E5B9))
    z = u8((z ^ (z >> u8(27))) * u8(0x94D049BB133111EB))
    return u8(z ^ (z >> u8(31)))


@njit(**SMALL)
def draw(key, who):  # type: ignore[no-untyped-def]
    """A uniform number in [0, 1] for one decision of one person, in steps of 2**-31 (float32)."""
    return f4(i4(hash32(u4(hash32(u4(who ^ key)) + key)) >> u4(1))) * _HALF31


@njit(**SMALL)
def normal(key, who):  # type: ignore[no-untyped-def]
    """Mean 0, variance 1, bounded by +-3.46: the sum of four uniforms (Irwin-Hall), which needs no logarithm."""
    a = hash32(u4(hash32(u4(who ^ key)) + key))
    b = hash32(u4(a + u4(0x9E3779B9)))
    total = u4(u4(u4(a & u4(0xFFFF)) + u4(a >> u4(16))) + u4(u4(b & u4(0xFFFF)) + u4(b >> u4(16))))
    return (f4(i4(total)) * _TO_16 - _TWO) * _ROOT3


@njit(**SMALL)
def founder(seed, unit, row):  # type: ignore[no-untyped-def]
    """Identity of the person who stands in this row at the start (uint64)."""
    return mix64(u8(mix64(u8(mix64(u8(seed)) + u8(unit))) + u8(row)))


@njit(**SMALL)
def child(line, soul, month, k):  # type: ignore[no-untyped-def]
    """Identity of the k-th child born to this mother in this month (uint64): from the mother, never from a row."""
    mother = u8((u8(line) << u8(32)) | u8(soul))
    return mix64(u8(mix64(mother) + u8(8) * u8(i8(month)) + u8(k)))


@intrinsic
def _as_float(typingctx, x):  # type: ignore[no-untyped-def]
    """The float32 that has these 32 bits."""

    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        return builder.bitcast(args[0], ir.FloatType())

    return types.float32(types.int32), generate


@intrinsic
def _as_bits(typingctx, x):  # type: ignore[no-untyped-def]
    """The 32 bits of this float32."""

    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        return builder.bitcast(args[0], ir.IntType(32))

    return types.int32(types.float32), generate


@njit(**SMALL)
def exp_(x):  # type: ignore[no-untyped-def]
    """exp(x) in float32, relative error below 3e-6, the same bits on every machine."""
    y = min(max(x * _LOG2E, -_TOP), _TOP)
    whole = i4(i4(y + _SHIFT) - i4(1000))
    d = y - f4(whole)
    poly = _ONE + d * (_E1 + d * (_E2 + d * (_E3 + d * (_E4 + d * _E5))))
    return poly * _as_float(i4(i4(whole + i4(127)) << i4(23)))  # type: ignore[call-arg]


@njit(**SMALL)
def log_(x):  # type: ignore[no-untyped-def]
    """log(x) in float32 for positive normal x, absolute error below 2e-6, the same bits on every machine."""
    bits: Any = _as_bits(f4(x))  # type: ignore[call-arg]
    exponent = i4(i4(bits >> i4(23)) - i4(127))
    m = _as_float(i4(i4(bits & i4(_MANTISSA)) | i4(_EXPONENT_ONE)))
    high = m > _ROOT2
    m = m * (f4(0.5) if high else _ONE)
    e = f4(exponent) + (_ONE if high else _ZERO)
    s = (m - _ONE) / (m + _ONE)
    s2 = s * s
    return e * _LN2 + _TWO * s * (_ONE + s2 * (_L3 + s2 * (_L5 + s2 * _L7)))


@njit(**SMALL)
def sigmoid_(x):  # type: ignore[no-untyped-def]
    """1 / (1 + exp(-x)) in float32, the same bits on every machine."""
    return _ONE / (_ONE + exp_(-x))


def name_hash(name: str) -> int:
    """32 bits of a decision's name: a name, not an ordinal, so that adding a mechanism changes nobody's luck."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")


@lru_cache(maxsize=1024)  # state and people ask for the same keys in one month
def key(seed: int, month: int, decision: str) -> np.uint32:
    """The key of one named decision in one month of one seed (uint32)."""
    text = f"{seed}/{month}/{name_hash(decision)}"
    return np.uint32(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "little"))
