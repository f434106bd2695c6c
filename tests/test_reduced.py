"""The reduced model of the benchmarks: Tumen's mechanisms and the C kernel agree with the NumPy reference."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import page, store
from benchmarks.reduced import c_engine, numpy_engine, spec, tumen_engine

PERSONS, MONTHS, SEEDS = 10_000, 12, (1, 2, 3, 4)
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def means(module, **options):
    """(seeds, months, measures) of one engine."""
    start = spec.start(PERSONS)
    runs = []
    for seed in SEEDS:
        engine = module.Engine(start, seed, **options)
        for _ in range(MONTHS):
            engine.step()
        runs.append([[month[measure] for measure in spec.MEASURES] for month in engine.history])
    return np.array(runs)


@pytest.fixture(scope="module")
def reference():
    return means(numpy_engine)


def agree(runs, reference):
    """No month's mean further than 5 standard errors from the reference, and few beyond 3 (chance among 60
    comparisons)."""
    variance = (runs.var(0, ddof=1) + reference.var(0, ddof=1)) / 2
    # a month alone has eight runs to tell its variance by: neighbours in time help
    smooth = np.stack([variance[max(0, k - 2) : k + 3].mean(0) for k in range(MONTHS)])
    distance = (runs.mean(0) - reference.mean(0)) / np.sqrt(2 * smooth / len(SEEDS))
    assert np.abs(distance).max() < 5, distance
    assert (np.abs(distance) > 3).mean() <= 0.05, distance


def test_tumens_mechanisms_agree_with_the_reference(reference):
    agree(means(tumen_engine), reference)


def test_the_c_kernel_agrees_with_the_reference(reference):
    names = list(c_engine.compilers())
    if not names:
        pytest.skip("no C compiler on this machine")
    agree(means(c_engine, compiler=names[0]), reference)


def test_threads_and_tiles_change_no_bit():
    start, seen = spec.start(PERSONS), set()
    for threads, tile in ((1, 512), (2, 16), (1, 33)):
        engine = tumen_engine.Engine(start, 1, threads, tile)
        for _ in range(3):
            engine.step()
        seen.add(engine.country.hash())
    assert len(seen) == 1


@pytest.mark.parametrize("persons", [10_000, 54_321, 1_000_000])
def test_units_are_of_the_promised_size(persons):
    sizes = spec.unit_sizes(persons, np.random.default_rng(1))
    assert sizes.sum() == persons
    assert sizes.min() >= 100
    assert sizes.max() <= 128


def test_the_page_says_what_was_measured():
    """After a new measurement: `python -m benchmarks page`."""
    found = store.kept()
    assert {"reduced", "agree", "national"} <= set(found)
    assert page.write(found) == PAGE.read_text()
