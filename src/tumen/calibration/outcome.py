"""What a calibration leaves: the posterior and where it comes from, the table of targets, the ranking of assumptions.

    posterior.csv     up to a hundred draws of the free parameters, the ones that were run afresh
    posterior.json    rung, seed, budget, runs by wave, hashes, what was skipped, failed, what the data did not move
    targets.csv       target by target (`checking`)
    arrivals.csv      arrivals by year, both sexes, beside the record (`aims`)
    sensitivity.csv   Sobol indices of the headlines (`sensitivity`)

The same five files, in the package's own folder, are what is shipped; beside them `targets-RUNG.csv`
and `arrivals-RUNG.csv`, the tables with draws of this posterior run at another rung.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from tumen._cache import VERSION, model_hash
from tumen.calibration import aims as whose
from tumen.calibration import checking, sensitivity
from tumen.calibration.calibrate import Done
from tumen.calibration.priors import Free, draw_at
from tumen.calibration.runs import HEADLINES
from tumen.provenance import evidence_hash
from tumen.survey.targets import Target
from tumen.whole import whole_file

FILES = ("posterior.csv", "posterior.json", "targets.csv", "arrivals.csv", "sensitivity.csv")
HERE = Path(__file__).parent
UNMOVED = 0.9  # of the prior's spread: a posterior wider than this has not been moved by the data
SPREAD = 12**-0.5  # sd of a uniform draw, which every parameter's place in its prior is


def write(folder: Path, done: Done, of: Sequence[Free], aims: Sequence[Target], facts: Mapping[str, Any]) -> None:
    """All five files. facts: what the caller knows: rung, seed, budget."""
    cube = np.stack([done.points[name] for name in done.draws])
    names = [q.name for q in of]
    with whole_file(folder / "posterior.csv") as part, part.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(names)
        for point in cube:
            draw = draw_at(point, tuple(of))
            out.writerow([f"{draw[name]:.7g}" for name in names])
    prior = done.of("prior")
    points, figures = np.stack([done.points[n] for n in prior]), [done.figures[n] for n in prior]
    ranked = sensitivity.indices(points, figures, of, list(HEADLINES))
    sensitivity.write(folder / "sensitivity.csv", ranked)
    rows = checking.table(done, aims)
    checking.write(folder / "targets.csv", rows)
    said = [done.figures[n] for n in done.draws if n in done.figures]
    whose.write(folder / "arrivals.csv", whose.arrivals(said, aims))
    spread = {name: float(cube[:, k].std()) / SPREAD for k, name in enumerate(names)}
    told = {
        **facts, "version": VERSION, "model_hash": model_hash(), "evidence_hash": evidence_hash(),
        "made": datetime.now(UTC).strftime("%Y-%m-%d"), "draws": len(cube),
        "runs": dict(Counter(name.rsplit("-", 1)[0] for name in done.figures)),
        "skipped": done.skipped, "failed": done.failed, "not_weighed": list(done.left_out),
        "spread": {k: round(v, 3) for k, v in spread.items()},
        "not_moved": [k for k, v in spread.items() if v > UNMOVED],
    }  # fmt: skip
    with whole_file(folder / "posterior.json") as part:
        part.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def ship(folder: Path) -> None:
    """Makes these files the package's own: for those who work on Tumen. Checks at other rungs were of other draws."""
    for old in (*HERE.glob("targets-*.csv"), *HERE.glob("arrivals-*.csv")):
        old.unlink()
    for name in FILES:
        shutil.copyfile(folder / name, HERE / name)
