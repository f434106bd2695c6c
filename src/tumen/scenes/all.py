"""All scenes, mechanism by mechanism."""

from tumen.scenes import (
    belief,
    china,
    court,
    criticism,
    decrees,
    hope,
    hours,
    households,
    leaving,
    market,
    media,
    party,
    penal,
    posts,
    propaganda,
    rations,
    residence,
    south,
    surveillance,
    talk,
    world,
)

SCENES = (
    *rations.SCENES, *households.SCENES, *market.SCENES, *decrees.SCENES, *court.SCENES, *world.SCENES, *hours.SCENES,
    *criticism.SCENES, *party.SCENES, *propaganda.SCENES, *talk.SCENES, *belief.SCENES, *hope.SCENES, *media.SCENES,
    *surveillance.SCENES, *penal.SCENES, *residence.SCENES, *leaving.SCENES, *china.SCENES, *south.SCENES,
    *posts.SCENES,
)  # fmt: skip
