"""The spans that matter are compiled to vector instructions: 256-bit registers are counted in their assembly.

Compiled for x86-64-v3 whatever machine tests, so that the counts are the same everywhere. A span whose loops over
people stay scalar mentions such registers up to some 40 times (copies, clearing); one with vector loops 60 times and
more. The floors lie at about 6 tenths of the count at the time of writing: another compiler may unroll less, but a
loop that falls back to scalar code falls far below. Spans that only count or move few people have no floor.
"""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from llvmlite.binding import get_host_cpu_features

ROOT = Path(__file__).resolve().parent.parent
FEATURES = "+sse3,+ssse3,+sse4.1,+sse4.2,+popcnt,+avx,+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+movbe"

REDUCED = {"market.earn": 130, "media.watch_films": 65, "mind.feel": 45, "display.show": 110, "display.act": 220,
           "display.publish": 80}  # fmt: skip
NATIONAL = {
    "work.ages": 135, "rations.want": 75, "rations.serve": 60, "money.purse": 55, "market.deal": 65,
    "households.eat": 70, "goods.shop": 55, "demography.expecting": 300, "hunger.weigh": 220,
    "demography.deaths": 195, "hunger.perish": 195, "hunger.grow": 85, "work.muster": 80, "work.call_up": 80,
    "party.admit": 190, "families.seek": 175, "migration.move_house": 185, "demography.births": 215,
    "criticism.confess": 300, "hours.budget": 700, "hours.tire": 140, "market.trade": 220,
}  # fmt: skip


def runs_the_code() -> bool:
    """Does this processor have what the code is compiled for? Building a country runs some of it."""
    if platform.machine() != "x86_64":
        return False
    have = get_host_cpu_features()
    return all(have.get(feature.lstrip("+")) for feature in FEATURES.split(","))


COUNT = """
import json, sys
sys.path.insert(0, {root!r})
if {which!r} == "reduced":
    from benchmarks.reduced import spec, tumen_engine
    engine = tumen_engine.Engine(spec.start(1000), 1)
    country = engine.country
else:
    from tumen import country as countries
    from tumen.scenario import load
    country = countries.build(load("history"), 1, "25k")
from tumen.simulate import compile_spans
compile_spans(country)
count = lambda step: sum(asm.count("ymm") for asm in step.span.compiled.inspect_asm().values())
print(json.dumps({{step.label: count(step) for step in country.schedule.steps}}))
"""


@pytest.mark.skipif(not runs_the_code(), reason="needs an x86-64 processor with AVX2")
@pytest.mark.parametrize(("which", "floors"), [("reduced", REDUCED), ("national", NATIONAL)])
def test_spans_are_vectors(which, floors, tmp_path):
    env = os.environ | {"NUMBA_CPU_NAME": "x86-64-v3", "NUMBA_CPU_FEATURES": FEATURES, "NUMBA_CACHE_DIR": str(tmp_path)}
    script = COUNT.format(root=str(ROOT), which=which)
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    missing = sorted(set(floors) - set(found))
    assert not missing, f"no such spans in the schedule: {missing}; there are {sorted(found)}"
    scalar = {label: (found[label], floor) for label, floor in floors.items() if found[label] < floor}
    assert not scalar, f"fewer vector registers than the floor (found, floor): {scalar}"
