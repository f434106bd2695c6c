"""The README's picture: ration and famine deaths, the model's interval over eight seeds beside the record.

Drawn from the same charts as the report by `make picture`, again when the model's results change.
"""

import json
import sys
from pathlib import Path
from typing import Any

import vl_convert

import tumen

SEEDS = range(1, 9)
CHARTS = ("ration", "published_deaths")
WIDE, HIGH, SCALE = 430, 340, 2.0


def renamed(spec: Any, ending: str) -> Any:
    """The same chart with its own names of data: every chart of the report calls its figures "model" and "record"."""
    if isinstance(spec, list):
        return [renamed(s, ending) for s in spec]
    if not isinstance(spec, dict):
        return spec
    return {
        k: {"name": v["name"] + ending} if k == "data" and isinstance(v, dict) and "name" in v else renamed(v, ending)
        for k, v in spec.items()
    }


def side_by_side(result: tumen.Result) -> dict[str, Any]:
    specs = [getattr(result.plot, name)().to_dict() for name in CHARTS]
    figures = {k + str(n): v for n, spec in enumerate(specs) for k, v in spec.pop("datasets", {}).items()}
    outer = {"$schema", "autosize", "config"}
    parts = [
        renamed({k: v for k, v in spec.items() if k not in outer}, str(n)) | {"width": WIDE, "height": HIGH}
        for n, spec in enumerate(specs)
    ]
    shared = {k: v for k, v in specs[0].items() if k in ("$schema", "config")}
    look = {"spacing": 50, "background": "white", "padding": 12, "resolve": {"scale": {"color": "independent"}}}
    return {**shared, **look, "hconcat": parts, "datasets": figures}


def main(rung: str = "250k") -> None:
    runs = [tumen.run("history", seed=seed, rung=rung, until="2008-12", threads=2) for seed in SEEDS]
    picture = side_by_side(tumen.Result.join(runs))
    png = vl_convert.vegalite_to_png(json.dumps(picture), scale=SCALE)
    (Path(__file__).parent / "_static" / "famine.png").write_bytes(png)


if __name__ == "__main__":
    main(*sys.argv[1:])
