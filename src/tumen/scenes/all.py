"""All scenes, mechanism by mechanism: those of the register's rules, and those of what a finding and a judgement rest
on, which are played too and show no rule."""

from tumen.scenes import (
    belief,
    cascade,
    china,
    court,
    criticism,
    decrees,
    display,
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
NO_RULES = (*display.SCENES, *cascade.SCENES)
