"""All scenes, mechanism by mechanism."""

from tumen.scenes import decrees, households, market, rations

SCENES = (*rations.SCENES, *households.SCENES, *market.SCENES, *decrees.SCENES)
