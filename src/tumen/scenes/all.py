"""All scenes, mechanism by mechanism."""

from tumen.scenes import (
    belief,
    court,
    criticism,
    decrees,
    hope,
    hours,
    households,
    market,
    media,
    party,
    penal,
    propaganda,
    rations,
    surveillance,
    talk,
    world,
)

SCENES = (
    *rations.SCENES, *households.SCENES, *market.SCENES, *decrees.SCENES, *court.SCENES, *world.SCENES, *hours.SCENES,
    *criticism.SCENES, *party.SCENES, *propaganda.SCENES, *talk.SCENES, *belief.SCENES, *hope.SCENES, *media.SCENES,
    *surveillance.SCENES, *penal.SCENES,
)  # fmt: skip
