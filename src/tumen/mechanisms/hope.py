"""hope: not built yet.

W9
"""

from tumen.mechanism import Column, Mechanism


class Hope(Mechanism):
    owns = dict(
        hope=Column("f4", "1", "expectation of a better life within ten years", bounds=(0, 1), start=0.5, record=1000),
    )  # fmt: skip
