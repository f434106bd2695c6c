"""What Tumen costs, measured beside its peers (`make bench`), and its draws, tested for randomness.

`python -m benchmarks --help` lists the parts that are measured; `python -m benchmarks.dieharder | dieharder -a -g 200`
tests the draws.
"""
