"""Scenarios: overlays, dated values, acts and overrides resolve to the right figure in every month."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumen.months import Calendar, at, month_index, month_label, spread, steps
from tumen.overlays import shipped
from tumen.parameters import Param
from tumen.scenario import Act, Scenario, ScenarioError, Setting, load

KNOWN = {
    "rations.aid": Param(1, "1", "share of grants that arrive", (0, 1), "KEY", "B"),
    "rations.harvest": Param({"1990": 4, "1995-10": 3.5, "1996": 3.7}, "Mt", "harvest", (0, 10), "KEY", "B"),
    "market.border_open": Param(1, "1", "whether trade passes", (0, 1), "KEY", "B", dtype="i4"),
}
HEAD = "name: {name}\nquestion: What if?\n"


def write(folder: Path, name: str, text: str) -> str:
    path = folder / f"{name}.yaml"
    path.write_text(HEAD.format(name=name) + text)
    return str(path)


# months


def test_months_count_from_january_1990() -> None:
    assert month_index("1990-01") == 0
    assert month_index("1995-08") == 67
    assert month_index("1989-12") == -1
    assert month_index("1995") == month_index(1995) == month_index("1995-01")
    assert [m.label for m in Calendar("1990-11", "1991-02")] == ["1990-11", "1990-12", "1991-01", "1991-02"]
    assert [m.moy for m in Calendar("1990-11", "1991-02")] == [11, 12, 1, 2]
    assert len(Calendar()) == 432


@given(st.integers(-600, 2000))
def test_labels_go_there_and_back(index: int) -> None:
    assert month_index(month_label(index)) == index


@pytest.mark.parametrize(
    "label", ["1990-13", "1990-00", "1990-1", "90-01", "1990-01-01", "", "May 1990", "1990 -01", True]
)
def test_what_is_no_month(label: str) -> None:
    with pytest.raises(ValueError, match="is not a month"):
        month_index(label)


@given(st.dictionaries(st.integers(-24, 460), st.floats(-10, 10), min_size=1), st.integers(0, 100), st.integers(0, 431))
def test_steps_hold_until_the_next(dated: dict[int, float], first: int, last: int) -> None:
    last = max(first, last)
    found = steps({month_label(index): value for index, value in dated.items()})
    row = spread(found, first, last)
    assert len(row) == last - first + 1
    for index in range(first, last + 1):
        past = [when for when in dated if when <= index]
        expected = dated[max(past)] if past else dated[min(dated)]
        assert row[index - first] == expected == at(found, index)


# overlays


def test_parameters_and_acts_in_order(tmp_path: Path) -> None:
    base = write(tmp_path, "base", "parameters:\n  rations.aid: {unit: '1', value: 0.5, reason: half}\n"
                 "events:\n"
                 "  - {name: closure, date: 2020-02, months: 3, set: {market.border_open: 0}, source: assumed}\n"
                 "  - {name: none-left, date: 2000-01, set: {rations.aid: 0}, source: assumed}\n"
                 "  - {name: a-year, date: 2001-01, months: 12, set: {rations.aid: 1}, source: a}\n")  # fmt: skip
    rows = load(base).values(KNOWN)
    aid = rows["rations.aid"]
    assert aid[0] == aid[119] == 0.5
    assert aid[120] == aid[131] == 0
    assert aid[132] == aid[143] == 1
    assert aid[144] == aid[-1] == 0
    closed = [month_label(k) for k, value in enumerate(rows["market.border_open"]) if value == 0]
    assert closed == ["2020-02", "2020-03", "2020-04"]
    assert rows["rations.harvest"][68:73] == [4, 3.5, 3.5, 3.5, 3.7]


def test_overlay_replaces_adds_and_drops(tmp_path: Path) -> None:
    write(tmp_path, "base", "rung: 2.5m\nseeds: [3, 4]\nparameters:\n"
          "  rations.aid: {unit: '1', value: 0.5, reason: half}\n"
          "  rations.harvest: {unit: Mt, value: 4, reason: flat}\n"
          "events:\n  - {name: one, date: 1995-01, set: {rations.aid: 1}, source: a}\n"
          "  - {name: two, date: 1996-01, source: a}\n  - {name: three, date: 1997-01, source: a}\n")  # fmt: skip
    overlay = write(tmp_path, "overlay", "base: ./base.yaml\nseeds: [9]\ndrop: [two, rations.harvest]\n"
                    "parameters:\n  rations.aid: {unit: '1', value: 0.2, reason: fifth}\n"
                    "events:\n  - {name: four, date: 1994-01, source: b}\n"
                    "  - {name: one, date: 1998-01, source: b}\n")  # fmt: skip
    scenario = load(overlay)
    assert (scenario.name, scenario.rung, scenario.seeds) == ("overlay", "2.5m", (9,))
    assert [act.name for act in scenario.events] == ["one", "three", "four"]
    assert scenario.events[0].date == "1998-01"
    assert list(scenario.parameters) == ["rations.aid"]
    assert scenario.values(KNOWN)["rations.aid"][60] == 0.2
    assert [act.name for act in scenario.acts] == ["four", "three", "one"]


def test_an_event_becomes_a_decree(tmp_path: Path) -> None:
    write(tmp_path, "base", "events:\n  - {name: one, date: 1995-01, source: a}\n")
    scenario = load(
        write(tmp_path, "overlay", "base: ./base.yaml\ndecrees:\n  - {name: one, date: 1996-01, source: a}\n")
    )
    assert not scenario.events
    assert [act.date for act in scenario.decrees] == ["1996-01"]


def test_dated_setting_leaves_what_came_before(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", "parameters:\n"
                 "  rations.harvest: {unit: Mt, values: {1995-12: 5, 1997: 6}, reason: more}\n")  # fmt: skip
    row = load(path).values(KNOWN)["rations.harvest"]
    assert row[68:73] == [4, 3.5, 3.5, 5, 5]
    assert row[84] == row[-1] == 6


def test_an_earlier_end_drops_no_inherited_act(tmp_path: Path) -> None:
    scenario = load(write(tmp_path, "short", "base: history\ncalendar: {end: 1995-12}\n"))
    assert len(scenario.calendar) == 72
    assert len(scenario.acts) == len(load("history").acts)
    assert {len(row) for row in scenario.values(KNOWN).values()} == {72}


def test_an_overlay_that_ends_earlier_reads_back_from_what_it_writes(tmp_path: Path) -> None:
    """What the base dates later never comes, and a run has to keep its scenario in a file that can be read."""
    short = load(write(tmp_path, "short", "base: history\ncalendar: {start: 1990-01, end: 1996-12}\n"))
    (tmp_path / "again.yaml").write_text(short.to_yaml())
    again = load(str(tmp_path / "again.yaml"))
    assert again.hash == short.hash
    assert max(act.date for act in again.acts) <= "1996-12"
    assert again.parameters.keys() <= load("history").parameters.keys()


def test_set_wins_over_acts_in_every_month(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", "events:\n  - {name: one, date: 1995-01, set: {rations.aid: 0}, source: a}\n")
    changed = load(path).with_overrides(["rations.aid=0.25", "market.border_open = 0"])
    changed.validate_parameters(KNOWN)
    rows = changed.values(KNOWN)
    assert set(rows["rations.aid"]) == {0.25}
    assert set(rows["market.border_open"]) == {0}
    assert changed.hash != load(path).hash


def test_a_mistake_is_told_where_it_was_made(tmp_path: Path) -> None:
    write(tmp_path, "base", "parameters:\n  rations.aid: {unit: '1', value: 3, reason: no}\n")
    scenario = load(write(tmp_path, "mine", "base: ./base.yaml\n"))
    with pytest.raises(ScenarioError) as caught:
        scenario.validate_parameters(KNOWN)
    assert caught.value.path.endswith("base.yaml")
    assert (caught.value.line, caught.value.field) == (4, "parameters.rations.aid.value")


def test_scenarios_are_frozen(tmp_path: Path) -> None:
    scenario = load("history")
    with pytest.raises(ValueError, match="frozen"):
        scenario.name = "other"  # type: ignore[misc]


# hash and file


def test_hash_knows_content_not_writing(tmp_path: Path) -> None:
    one = load(write(tmp_path, "mine", "parameters:\n  rations.aid: {unit: '1', value: 1, reason: no}\n"))
    (tmp_path / "mine.yaml").write_text(
        "# the same\nquestion: >-\n  What\n  if?\nname: 'mine'\nparameters:\n  rations.aid:\n"
        '    reason: no\n    value: 1.0e+0\n    unit: "1"\n'
    )
    assert load(str(tmp_path / "mine.yaml")).hash == one.hash
    assert len(one.hash) == 16
    hashes = [load(name).hash for name in shipped()]
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_scenarios_survive_their_own_file(name: str, tmp_path: Path) -> None:
    scenario = load(name)
    (tmp_path / "again.yaml").write_text(scenario.to_yaml())
    again = load(str(tmp_path / "again.yaml"))
    assert again.hash == scenario.hash
    assert again.acts == scenario.acts
    assert scenario.name == name


def test_shipped_scenarios_fit_the_mechanisms() -> None:
    from tumen.country import SCHEDULE

    known = {f"{m.name}.{k}": q for m in SCHEDULE.mechanisms for k, q in m.params.items()}
    for name in shipped():
        scenario = load(name)
        scenario.validate_parameters(known)
        assert all(len(row) == len(scenario.calendar) for row in scenario.values(known).values())


# properties: random legal overlays against a plain reading of the rules, month by month

shares = st.floats(0, 1, allow_nan=False)
labels = st.integers(0, 431).map(month_label)
figures = st.sampled_from(["rations.aid", "rations.harvest"])
values = st.one_of(
    shares.map(lambda x: {"value": x}),
    st.dictionaries(labels, shares, min_size=1, max_size=5).map(lambda d: {"values": d}),
)
parameters = st.dictionaries(figures, values, max_size=2)


def acts(prefix: str) -> st.SearchStrategy[list[Act]]:
    one = st.builds(dict, date=labels, months=st.none() | st.integers(1, 500), set=st.dictionaries(figures, shares))
    number = itertools.count()
    return st.lists(one.map(lambda d: Act(name=f"{prefix}{next(number)}", source="assumed", **d)), max_size=6)


def by_id(act: Act) -> str:
    return act.name


def plainly(scenario: Scenario, name: str, declared: float | Mapping[str, float], index: int) -> float:
    """What the documentation says, one month at a time."""
    found = at(steps(declared), index)
    setting = scenario.parameters.get(name)
    if setting is not None and setting.value is not None:
        found = setting.value
    elif setting is not None and setting.values and min(map(month_index, setting.values)) <= index:
        found = at(steps(setting.values), index)
    everything = [*scenario.events, *scenario.decrees]
    for act in sorted(everything, key=lambda act: month_index(act.date)):
        since = month_index(act.date)
        if name in act.set and since <= index and (act.months is None or index < since + act.months):
            found = act.set[name]
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parameters, parameters, acts("e"), acts("d"), acts("o"), st.data())
def test_random_overlays_resolve_in_every_month(
    tmp_path: Path, below: dict[str, dict[str, float]], above: dict[str, dict[str, float]], events: list[Act],
    decrees: list[Act], own: list[Act], data: st.DataObject,
) -> None:  # fmt: skip
    def setting(given: dict[str, float], name: str) -> Setting:
        return Setting.model_validate({"unit": KNOWN[name].unit, "reason": "drawn", **given})

    base = Scenario(name="base", question="?", events=tuple(events), decrees=tuple(decrees),
                    parameters={name: setting(given, name) for name, given in below.items()})  # fmt: skip
    (tmp_path / "base.yaml").write_text(base.to_yaml())
    replaced = data.draw(st.lists(st.sampled_from(events), unique_by=by_id) if events else st.just([]))
    mine = [*own, *(act.model_copy(update={"date": data.draw(labels)}) for act in replaced)]
    gone = data.draw(st.lists(st.sampled_from(decrees), unique_by=by_id) if decrees else st.just([]))
    overlay = Scenario(name="overlay", question="?", events=tuple(mine),
                       parameters={name: setting(given, name) for name, given in above.items()})  # fmt: skip
    text = overlay.to_yaml() + "base: ./base.yaml\n"
    if gone:
        text += "drop: [" + ", ".join(act.name for act in gone) + "]\n"
    (tmp_path / "overlay.yaml").write_text(text)
    scenario = load(str(tmp_path / "overlay.yaml"))

    by_name = {act.name: act for act in mine}
    kept = [by_name.pop(act.name, act) for act in events]
    expected = Scenario(
        name="overlay", question="?", events=(*kept, *by_name.values()),
        decrees=tuple(act for act in decrees if act not in gone),
        parameters={**base.parameters, **overlay.parameters},
    )  # fmt: skip
    assert scenario.hash == expected.hash
    scenario.validate_parameters(KNOWN)
    rows = scenario.values(KNOWN)
    for name, param in KNOWN.items():
        assert rows[name] == [plainly(expected, name, param.value, index) for index in range(432)]


def test_the_page_on_scenarios_shows_one_that_works(tmp_path: Path) -> None:
    from tumen.country import SCHEDULE

    page = (Path(__file__).parents[1] / "docs" / "scenarios.md").read_text()
    (tmp_path / "half.yaml").write_text(page.split("```yaml\n")[1].split("```")[0])
    scenario = load(str(tmp_path / "half.yaml"))
    known = {f"{m.name}.{k}": q for m in SCHEDULE.mechanisms for k, q in m.params.items()}
    scenario.validate_parameters(known)
    rows = scenario.values(known)
    assert rows["grain.extra_loss"][month_index("1996-12")] == 0.15
    assert rows["grain.aid"][month_index("2002-12")] == 0.5
    assert "southern-aid-ends" not in {act.name for act in scenario.acts}


def test_a_figure_set_for_some_years_holds_in_them_alone():
    changed = load("history").with_overrides(["grain.extra_loss@1996..1997-06=0.2"])
    values = changed.spread("grain.extra_loss", ((0, 0.0),))
    assert values[71] == 0.0 and values[72:90] == [0.2] * 18 and values[90] == 0.0
    for wrong in ("grain.aid@1996=0", "grain.aid@1997..1996=0", "grain.aid@x..1996=0"):
        with pytest.raises(ScenarioError, match="stretch of months"):
            load("history").with_overrides([wrong])
