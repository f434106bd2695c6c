"""What tests of charts draw from, and how one point of a chart is compared with what was counted."""

from functools import cache

import numpy as np
import pytest

from tumen.charts import CHARTS
from tumen.results import Result, run
from tumen.scenario import load

EARLY = ("leaving.base=0.8", "leaving.w_self=0", "leaving.w_family=0", "leaving.knows=0.5", "leaving.way=0.3",
         "leaving.belief=0", "leaving.hopes=0", "confidants.patience=0", "leaving.old_soldiers=1e-4",
         "leaving.old_office=1e-4", "leaving.old_danger=0.1", "south.kin_public=1", "south.kin_elite=1",
         "posts.base=0.01", "posts.base_worker=0.01", "succession.appears=1", "succession.dies@1991-06..1991-06=1",
         "bargain.imposed@1992..1992=1")  # fmt: skip


@cache
def early_leavers():
    """Three years of the smallest country, twice: what the charts of the whole system draw. Many leave early, a leader
    dies, a freeze is agreed, and a candidate is shown from the start, so that no chart of them is empty."""
    scenario = load("history").with_overrides(EARLY)
    return Result.join([run(scenario, seed=seed, rung="25k", until="1992-12") for seed in (1, 2)])


def raw(result, name):
    return result.data[name].values  # run, time, province, ...


def value(frame, column="middle", **where):
    rows = frame
    for key, wanted in where.items():
        rows = rows[rows[key] == wanted]
    assert len(rows) == 1
    return float(rows[column].iloc[0])


def of_year(result, year):
    return result.data["time"].dt.year.values == year


def same(result, name, told, **where):
    """One point of a chart is the median of the runs' own figures, to the last digit, and its band their interval."""
    frame = CHARTS[name].data(result.data)
    assert value(frame, **where) == np.median(np.asarray(told, float)), (name, where)
    for column, q in (("low", 0.05), ("high", 0.95)):
        assert value(frame, column, **where) == pytest.approx(np.quantile(np.asarray(told, float), q)), (name, where)
