"""Every rule of the register is played as a scene: it holds in the whole month, and not when its mechanism is out. So
are the scenes of what people show and of its spread, on which a finding (T2b) and a judgement (T4) rest."""

import importlib
import pkgutil

import pytest

from tumen import scenes
from tumen.claims.rows import register
from tumen.country import SCHEDULE
from tumen.experiments.drawn import asked_of
from tumen.overlays import load, shipped
from tumen.scenes.all import NO_RULES, SCENES

BESIDE = {"L3": "a decree is the scenario's; money has the pay that it sets",
          "X10": "posts take the family along; how it settles, which serves the rule, is the South's"}  # fmt: skip
PLAYED = (*SCENES, *NO_RULES)


def name(scene):
    return f"{scene.row}-{scene.play.__name__}"


@pytest.mark.parametrize("scene", PLAYED, ids=name)
def test_the_scene_is_so(scene):
    scene.play(SCHEDULE)


@pytest.mark.parametrize("scene", PLAYED, ids=name)
def test_without_its_mechanism_it_is_not(scene):
    with pytest.raises(AssertionError):
        scene.play(SCHEDULE.minus(scene.without))


@pytest.mark.parametrize("scene", SCENES, ids=name)
def test_a_shipped_scenario_shows_it_at_large(scene):
    """In the record, what makes the scene so is in the month and serves its rule. Another scenario has to ask about it:
    what it sets, otherwise than the record, belongs to a mechanism that the scene names or that serves the rule."""
    assert scene.scenario in shipped()
    (row,) = (r for r in register() if r.row == scene.row)
    serving = {place.function.split(".")[1] for place in row.lives}
    active = {m.name for m in SCHEDULE.mechanisms} - SCHEDULE.off
    assert scene.without in active and row.lives
    if scene.scenario == "history":
        assert scene.without in serving or row.row in BESIDE, f"{scene.without} does not serve {row.row}: {serving}"
    else:
        asked = {name.partition(".")[0] for name in asked_of(load(scene.scenario))}
        assert asked & {scene.without, *serving}, f"{scene.scenario} asks about {asked}, not about {row.row}"


def test_no_scene_is_left_out_and_only_those_of_rules_show_rules():
    """A file of scenes that nobody plays could say anything."""
    written = {scene for file in pkgutil.iter_modules(scenes.__path__)
               for scene in getattr(importlib.import_module(f"tumen.scenes.{file.name}"), "SCENES", ())}  # fmt: skip
    assert written == set(PLAYED)
    kinds = {row.row: row.kind for row in register()}
    assert {kinds[scene.row] for scene in SCENES} == {"rule"}
    assert {scene.row: kinds[scene.row] for scene in NO_RULES} == {"T2b": "finding", "T4": "judgement"}
