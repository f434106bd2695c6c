"""The books balance to the unit in every month (law 5): in what is shipped, in made-up scenarios, and they can fail."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import door
from tumen.books import Account, Ledger
from tumen.country import SCHEDULE, Country, build
from tumen.mechanism import Mechanism, Param, i4, span
from tumen.months import month_label
from tumen.overlays import shipped
from tumen.population import places
from tumen.scenario import DECLARED, Act, Scenario, Setting, load
from tumen.simulate import months

FIGURES: dict[str, Param] = {f"{m.name}.{k}": p for m in SCHEDULE.mechanisms for k, p in m.params.items()}


def faults(country: Country, until: str | None = None, room: bool = True) -> list[str]:
    """What is wrong with the books of the first month in which anything is; with `room`, also who finds no seat."""
    ledger = Ledger(country)
    for _ in months(country, until=until, census="none"):
        wrong = ledger.close() + (ledger.crowded() if room else [])
        if wrong:
            return wrong
    return []


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_scenarios_balance(name: str) -> None:
    country = build(load(name), 1, "25k", threads=2)
    assert faults(country) == []
    assert country.month is not None and country.month.label == load(name).calendar.end


def test_a_finer_country_balances() -> None:
    assert faults(build(load("history"), 2, "250k", threads=2), "1999-12") == []


def values(name: str) -> st.SearchStrategy[float]:
    """What a scenario may choose for a figure: its range, the ends now and then."""
    low, high = FIGURES[name].range
    if FIGURES[name].dtype == "i4":
        return st.integers(round(low), round(high)).map(float)
    return st.one_of(st.floats(low, high), st.sampled_from([float(low), float(high)]))


@st.composite
def chosen(draw: Any, least: int, most: int) -> dict[str, float]:
    names = draw(st.lists(st.sampled_from(sorted(FIGURES)), min_size=least, max_size=most, unique=True))
    return {name: draw(values(name)) for name in names}


@st.composite
def acts(draw: Any, length: int) -> tuple[Act, ...]:
    return tuple(
        Act(
            name=f"act-{k}", date=month_label(draw(st.integers(0, length - 1))), source="assumed",
            months=draw(st.none() | st.integers(1, length)), set=draw(chosen(1, 4)),
        )
        for k in range(draw(st.integers(0, 3)))
    )  # fmt: skip


@st.composite
def scenarios(draw: Any) -> Scenario:
    """Any question that the figures' ranges allow: figures for good, events and decrees for some months."""
    length = draw(st.integers(12, 30))
    plain = load("history").content()
    plain |= dict(name="made-up", question="Do the books balance?", calendar={"end": month_label(length - 1)})
    base = Scenario.model_validate(plain | dict(events=(), decrees=()))
    parameters = {k: Setting(unit=DECLARED, value=v, reason="a test") for k, v in draw(chosen(0, 12)).items()}
    return base.model_copy(update=dict(
        parameters=base.parameters | parameters, events=draw(acts(length)), decrees=draw(acts(length)),
        seeds=(draw(st.integers(0, 2**32 - 1)),),
    ))  # fmt: skip


@settings(max_examples=40, derandomize=True, database=None, deadline=None)
@given(scenario=scenarios())
def test_made_up_scenarios_balance(scenario: Scenario) -> None:
    assert faults(build(scenario, rung="25k", threads=2), room=False) == []


class Thief(Mechanism):
    """Takes a gram from the first household of every unit, and a won more than there may be."""

    reads = "n"
    writes = dict(grain="stolen", cash="stolen", till="stolen")

    def account(self, land: Any, p: Any, month: Any) -> None:
        if month.label == "1990-03":
            land.till[0] = -1


@span(of="thief")
def steal(grain, n):  # type: ignore[no-untyped-def]
    for u in range(n.shape[0]):
        if grain[u, 0] > 0:
            grain[u, 0] = i4(grain[u, 0] - i4(1))


def test_a_gram_stolen_and_a_stock_below_nothing_are_seen() -> None:
    country = build(load("history"), 1, "25k", schedule=SCHEDULE.plus(Thief))
    ledger, said = Ledger(country), {}
    for moment in months(country, until="1990-03", census="none"):
        said[moment.month.label] = ledger.close()
    weight = int(country.tables.arrays["weight"].max())
    first = said["1990-01"]
    assert len(first) == 1 and first[0].startswith("1990-01: grain: ") and first[0].endswith(" g are gone")
    assert int(first[0].split()[2].replace(",", "")) > weight  # a gram of every row counts by its weight
    assert "1990-03: till is negative: -1" in said["1990-03"]
    assert any(line.startswith("1990-03: money: ") for line in said["1990-03"])


def test_accounts_of_ones_own() -> None:
    """What is left out of an account is missed; what a schedule does not have is no fault."""
    country = build(load("history"), 1, "25k")
    people = Account("people", "persons", "n pool", went="deaths hunger_deaths executed camp_deaths shot")
    accounts = (people, Account("gold", "g", "gold", "mined"))
    ledger = Ledger(country, accounts)
    for moment in months(country, until="1990-03", census="none"):
        born = int(country.tallies["births"].sum())
        assert ledger.close() == ([f"{moment.month.label}: people: {born:,} persons appeared"] if born else [])
    assert born > 0


def test_who_finds_no_seat_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a country without room people are turned away, between weights too; nobody and nothing is lost by that."""
    turned_away = []

    def unmake(*args: Any) -> Any:
        home = door_unmake(*args)
        turned_away.append((len(home), len(args[3]) - len(home)))
        return home

    door_unmake = door.unmake
    monkeypatch.setattr(door, "unmake", unmake)
    for name, value in (("HOUSEHOLDS", 27), ("GROWTH", 1.0), ("CHANCE", 0.0)):
        monkeypatch.setattr(places, name, value)
    places.geography.cache_clear()
    try:
        country = build(load("history").with_overrides(["demography.births_scale=1.6"]), 1, "25k")
        ledger = Ledger(country)
        lost = [line for _ in months(country, until="1998-12", census="none") for line in ledger.close()]
    finally:
        places.geography.cache_clear()
    went_home, became_persons = (sum(x) for x in zip(*turned_away, strict=True))
    assert went_home > 0 and became_persons > 0
    assert lost == []
    assert f"1998-12: unseated: {went_home + became_persons} rows" in ledger.crowded()
