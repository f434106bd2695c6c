"""A run that is kept and goes on later is, to the bit, the run that never stopped."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tumen.checkpoint import restore, save
from tumen.country import Country, build
from tumen.scenario import load
from tumen.scenario_errors import UserError
from tumen.simulate import months


def last(moments: Iterator[object]) -> None:
    for _ in moments:
        pass


@pytest.fixture(scope="module")
def broken_off(tmp_path_factory: pytest.TempPathFactory) -> tuple[Country, Path]:
    country = build(load("history"), 3, "25k")
    last(months(country, until="1990-05"))
    return country, save(country, tmp_path_factory.mktemp("kept") / "checkpoint")


def test_what_is_read_is_what_was_kept(broken_off: tuple[Country, Path]) -> None:
    country, folder = broken_off
    again = restore(folder, threads=2)
    assert again.month == country.month
    assert again.hash() == country.hash()
    assert again.persons() == country.persons()


def test_going_on_is_not_to_have_stopped(broken_off: tuple[Country, Path]) -> None:
    _, folder = broken_off
    again = restore(folder)
    last(months(again, until="1990-10"))
    straight = build(load("history"), 3, "25k")
    last(months(straight, until="1990-10"))
    assert again.hash() == straight.hash()


def test_a_touched_checkpoint_is_refused(broken_off: tuple[Country, Path], tmp_path: Path) -> None:
    country, _ = broken_off
    folder = save(country, tmp_path / "checkpoint")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "state_hash": "0" * 16}))
    with pytest.raises(UserError, match="not the state kept"):
        restore(folder)
    (folder / "born.npy").unlink()
    with pytest.raises(UserError, match="born"):
        restore(folder)
    with pytest.raises(UserError, match="not a checkpoint"):
        restore(tmp_path)
