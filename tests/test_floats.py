"""No library that the tests load changes how the processor rounds: the smallest numbers stay what they are."""

import numpy as np
from benchmarks.reduced import c_engine, spec


def test_the_c_kernel_leaves_the_smallest_numbers_alone():
    c_engine.Engine(spec.start(1000), 1)
    assert np.float64(5e-324) * np.float64(1) > 0
    assert np.float32(1e-45) * np.float32(1) > 0
