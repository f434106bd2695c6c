"""The two faces counted in December: as many people as a count by hand finds, in any tiles, told by stratum."""

from pathlib import Path

import numpy as np
import pytest

from drawn import early_leavers
from tumen import headcount, rundir
from tumen.chart_faces import MIDDLES, looked_at
from tumen.charts import CHARTS
from tumen.course import RECORDER
from tumen.labels import SHOWN, STRATA, VIEWS
from tumen.recorder import Recorder


@pytest.fixture(scope="module")
def lived():
    return early_leavers()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = rundir.begin("history", 5, "25k", place=tmp_path_factory.mktemp("run"), every=12, tile=100)
    course.go("1990-12")
    return course


def test_the_faces_are_those_of_a_count_by_hand(course):
    arrays, month = course.country.tables.arrays, 11
    by_hand = np.zeros((3, 4, 20), int)
    for u in range(len(arrays["n"])):
        for i in range(arrays["n"][u]):
            if arrays["status"][u, i] != 0 or month - int(arrays["born"][u, i]) < 16 * 12:
                continue
            stratum = 2 if arrays["grade"][u, i] >= 9 else 1 if arrays["party"][u, i] else 0
            view = min(max(int(np.floor((float(arrays["loyalty"][u, i]) + 5) / 0.5)), 0), 19)
            by_hand[stratum, arrays["display"][u, i], view] += arrays["weight"][u]
    assert (headcount.count(course.country, month)["faces"] == by_hand).all()
    assert by_hand.sum() > 10e6 and (by_hand.sum((1, 2)) > 0).all()


def test_what_lies_beyond_the_living_rows_is_not_counted(course):
    """Nor does it matter what lies there."""
    arrays, counted = course.country.tables.arrays, headcount.count(course.country, 11)
    dead = np.arange(128) >= arrays["n"][:, None]
    for name, poison in (("loyalty", np.nan), ("display", 255), ("grade", 255), ("party", 255), ("born", -30_000),
                         ("status", 0), ("traits", 255)):  # fmt: skip
        arrays[name][dead] = poison
    with np.errstate(all="raise"):
        again = headcount.count(course.country, 11)
    assert all((again[k] == counted[k]).all() for k in counted)


def test_counting_changes_no_bit(course):
    before = course.country.hash()
    headcount.count(course.country, 11)
    assert course.country.hash() == before


def test_shares_are_whole_and_agree_with_what_the_mechanisms_count(lived):
    data = lived.data
    assert data["census_faces"].dims == ("run", "year", "stratum", "shown_as", "view")
    assert (list(data["stratum"].values), list(data["view"].values)) == (list(STRATA), list(VIEWS))
    assert np.allclose(data["loyalty_spread"].sum("view"), 1) and np.allclose(data["display_spread"].sum("shown_as"), 1)
    december = data["time"].dt.month == 12
    people = data["census_faces"].sum(["stratum", "shown_as"])
    above = people.isel(view=slice(10, None)).sum("view") / people.sum("view")  # of those at home
    loyal = data["loyal_share"].sel(time=december)  # of all, before the month's deaths and moves
    assert np.allclose(above, loyal, atol=0.02)
    shown = data["census_faces"].sum(["stratum", "view"]) / people.sum("view")
    assert np.allclose(shown, data["shown_share"].sel(time=december), atol=0.01)


def test_the_charts_show_these_counts(lived):
    people = lived.data["census_faces"].isel(run=[0])
    one = lived.data.isel(run=[0])
    frame = CHARTS["faces_spread"].data(one)
    assert set(frame["year"]) == {1992} and frame["middle"].sum() == pytest.approx(100)
    at = people.sel(year=1992).sum("stratum").isel(run=0)
    for grade in SHOWN:
        mine = frame[(frame["part"] == grade) & (frame["logit"] == MIDDLES["0.5 to 1"])]["middle"].item()
        assert mine == pytest.approx(float(at.sel(shown_as=grade, view="0.5 to 1") / at.sum()) * 100)
    assert looked_at(lived.data) == [1990, 1992] and MIDDLES["0.5 to 1"] == 0.75
    spread = CHARTS["loyalty_spread"].data(one)
    assert set(spread["part"]) == {"1990", "1992"}
    assert spread.groupby(["year", "stratum"])["middle"].sum().tolist() == pytest.approx([100] * 6)
    strata = CHARTS["shown_strata"].data(one)
    zeal = strata[(strata["part"] == "zeal") & (strata["year"] == 1992)].set_index("stratum")["middle"]
    assert zeal["tier"] > zeal["Party"] > zeal["public"], "who has most to lose shows most"


def test_a_recorder_kept_before_faces_were_counted_goes_on_without_them(course, tmp_path: Path):
    """Checkpoints of earlier versions are gone on from; a count that begins midway would stand under wrong years."""
    kept = tmp_path / RECORDER
    course.recorder.keep(kept)
    with np.load(kept) as whole:
        assert "census.faces" in whole.files
        old = {k: whole[k] for k in whole.files if k != "census.faces"}
    np.savez_compressed(kept, **old)
    on = rundir.begin("history", 5, "25k")
    on.recorder = Recorder.read(kept, course.country.declared)
    on.country = course.country
    on.go("1991-12")
    data = on.result().data
    assert list(data["year"].values) == [1990, 1991] and data["census_ages"].sizes["year"] == 2
    assert "census_faces" not in data and "loyalty_spread" not in data
    assert not CHARTS["faces_spread"].possible(data)
