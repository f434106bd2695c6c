"""Every rule of the register is played as a scene: it holds in the whole month, and not when its mechanism is out."""

import pytest

from tumen.country import SCHEDULE
from tumen.overlays import shipped
from tumen.scenes.all import SCENES

NAMES = [f"{scene.row}-{scene.play.__name__}" for scene in SCENES]


@pytest.mark.parametrize("scene", SCENES, ids=NAMES)
def test_the_scene_is_so(scene):
    scene.play(SCHEDULE)


@pytest.mark.parametrize("scene", SCENES, ids=NAMES)
def test_without_its_mechanism_it_is_not(scene):
    with pytest.raises(AssertionError):
        scene.play(SCHEDULE.minus(scene.without))


@pytest.mark.parametrize("scene", SCENES, ids=NAMES)
def test_a_shipped_scenario_shows_it_at_large(scene):
    assert scene.scenario in shipped()
