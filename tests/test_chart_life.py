"""A life as a timeline: what is drawn is what is recorded, and a file is whole or not there."""

from pathlib import Path
from typing import Any

import pytest

from made_up_lives import lived, write
from tumen.chart_life import LANES, events_data, lane, minds_data, save, stays_data, timeline
from tumen.facts import HOUSES
from tumen.lives_read import Book
from tumen.telling import Life
from tumen.telling_words import ROUTINE, SAYS

HER = 11


def life(tmp_path: Path) -> Life:
    events = [(HER, "1991-03", "criticism.criticised", 20), (HER, "1991-04", "penal.held", 8, 1),
              (HER, "1992-05", "crossing.crossed", 1), (HER, "1992-05", "party.joined")]  # fmt: skip
    states = [{"person": HER, "year": y, "home": HOUSES, "loyalty": -1.0, "display": 2, "status": s}
              for y, s in zip(range(1990, 1995), (0, 6, 4, 4, 0), strict=True)]  # fmt: skip
    return Life(Book(write(tmp_path / "run", events, states, range(1990, 1995))), HER)


def test_every_event_is_a_mark_in_its_lane(tmp_path: Path) -> None:
    her = life(tmp_path)
    rows = events_data(her)
    assert len(rows) == len(her.events)
    assert rows.groupby("lane").size().to_dict() == {LANES[3]: 2, LANES[4]: 1, LANES[1]: 1}
    assert rows["ordinary"].tolist().count(True) == 1
    assert rows.loc[rows["lane"] == LANES[4], "label"].tolist() == ["crosses the river into China"]


def test_every_kind_has_a_lane_of_its_own_subject() -> None:
    assert {lane(kind) for kind in [*SAYS, *ROUTINE]} == set(LANES[:5])
    assert lane("posts.fled") == lane("south.arrived") == "leaving"
    assert lane("penal.bereaved") == lane("hunger.bereaved") == "household and food"


def test_years_elsewhere_are_spans(tmp_path: Path) -> None:
    spans = stays_data(life(tmp_path)).to_dict("records")
    assert [(s["where"], s["from"], s["to"]) for s in spans] == [("custody", 1991, 1992), ("China", 1992, 1994)]


def test_shown_has_a_gap_where_nothing_is_shown(tmp_path: Path) -> None:
    rows = minds_data(life(tmp_path))
    shown = rows[rows["line"] == "shown"]["value"].isna().tolist()
    assert shown == [False, True, True, True, False]
    assert not rows[rows["line"] == "thought"]["value"].isna().any()


def test_labels_of_a_lane_do_not_lie_on_each_other() -> None:
    book = Book(lived())
    person = book.rows(f"SELECT person FROM {book.events_sql()} GROUP BY person ORDER BY count(*) DESC, person LIMIT 1")
    rows = events_data(Life(book, person[0][0]))
    for _, marks in rows[rows["label"] != ""].sort_values("when").groupby("lane"):
        ends = (marks["when"] + 0.25 * marks["label"].str.len()).tolist()
        assert all(end < start for end, start in zip(ends, marks["when"].tolist()[1:], strict=False))


@pytest.mark.parametrize(("name", "begins"), [("a.svg", "<svg"), ("a.png", "\x89PNG"), ("a.html", "<!DOCTYPE html>")])
def test_a_chart_is_written_whole_in_each_form(tmp_path: Path, name: str, begins: str) -> None:
    her = life(tmp_path)
    data = save(her, tmp_path / name).read_bytes()
    assert data.lstrip().startswith(begins.encode("latin-1"))
    if name.endswith("html"):
        assert b"https://cdn" not in data  # whole in itself: no line leads out
    assert not list(tmp_path.glob(".*.part"))


def test_a_chart_that_breaks_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.svg"
    path.write_text("before")

    def broken(self: Any, name: str, **_: Any) -> None:
        Path(name).write_text("half")
        raise OSError("disk full")

    monkeypatch.setattr("altair.VConcatChart.save", broken)
    with pytest.raises(OSError, match="disk full"):
        save(life(tmp_path), path)
    assert path.read_text() == "before" and not list(tmp_path.glob(".*.part"))


def test_the_chart_names_the_person_by_code_alone(tmp_path: Path) -> None:
    her = life(tmp_path)
    assert her.code in timeline(her).to_dict()["title"]["text"]
