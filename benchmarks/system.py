"""How far the small rungs are from full scale: people, food, loyalty, display, hours, penalties, leaving, and the cost,
as `python -m benchmarks.system RUNG SEED...` keeps them, and from a saved run with `--from FOLDER`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks import famine, rungs, store

KEPT = store.RESULTS / "system"
FILMS = """Films are fewer at small rungs: coarse rows hinder their spread from unit to unit. In a month of 2019
half as many see one at 25k as at full scale, and knowledge of life outside is lower with them; what claims say of films
at 25k (I6, I10) inherits that. Arrivals are a tenth to a fifth fewer. Times are of runs in one process, some beside
other work."""


def figures(data: Any) -> dict[str, float]:
    """What a run comes to: names and units as they stand in the table."""
    from tumen.outputs import PERSONS_TO_EXPECT

    food = famine.figures(data)
    ds = data.isel(run=0)
    year = ds["time"].dt.year

    def over(name: str, first: int, last: int) -> float:
        return float(ds[name].where((year >= first) & (year <= last), 0).sum())

    def mean(values: Any, of: int) -> float:
        return float(values.where(year == of).mean())

    shown = ds["shown_share"].sel(shown_as=["compliance", "zeal"]).sum("shown_as")
    members = ds["hours_mean"].sel(member="Party member", use="duty")
    return {name: float(of(food)) for name, of in rungs.OUTPUTS.items()} | {
        "loyal in private, 1990, %": 100 * mean(ds["loyal_share"], 1990),
        "loyal in private, 2019, %": 100 * mean(ds["loyal_share"], 2019),
        "compliance and zeal shown, 2019, %": 100 * mean(shown, 2019),
        "zeal shown, 1998, %": 100 * mean(ds["shown_share"].sel(shown_as="zeal"), 1998),
        "credibility, Party, December 1998": float(ds["credibility_mean"].sel(year=1998, stratum="Party")),
        "weariness, Party, December 1998": float(ds["fatigue_mean"].sel(year=1998, stratum="Party")),
        "hope, public, December 2024": float(ds["hope_mean"].sel(year=2024, stratum="public")),
        "knowledge, public, December 2019": float(ds["knowledge_mean"].sel(year=2019, stratum="public")),
        "duty of a member 1998, h/week": mean(members, 1998),
        "saw a film in a month of 2019, thousand": over("viewers", 2019, 2019) / 12e3,
        "cases detected 1990-2025, million": over("detected", 1990, 2025) / 1e6,
        "in camps 2000, thousand": mean(ds["held"].sel(holding="camps").sum("province"), 2000) / 1e3,
        "gifts 1990-2025, million USD": over("gifts_given", 1990, 2025) / 1e6,
        "crossings 1996-2000, thousand": over("crossings", 1996, 2000) / 1e3,
        "in China, mean of 1998, thousand": mean(ds["in_china"].sum("sex"), 1998) / 1e3,
        "went on from China 1999-2011, expected": over("onward_expected", 1999, 2011) * PERSONS_TO_EXPECT,
        "arrived in the South 1999-2011": over("arrivals", 1999, 2011),
        "diplomats' flights 1990-2019, expected": float(
            ds["flights_expected"].sel(posting="diplomats").where(year < 2020, 0).sum()
        ) * PERSONS_TO_EXPECT,
        "warheads, 2024": mean(ds["warheads"], 2024),
    }  # fmt: skip


def cost(runs: list[dict[str, Any]]) -> str:
    """What a run of a rung took: the middle one's time, the largest memory."""
    ns, peak = sorted(r["ns"] for r in runs), max(r["peak"] for r in runs)
    return f"{ns[len(ns) // 2]:.0f} ns, {peak / 1e9:.2f} GB"


def main() -> None:
    import tumen

    ask = argparse.ArgumentParser(prog="python -m benchmarks.system", description=__doc__)
    ask.add_argument("rung", choices=rungs.SIZES)
    ask.add_argument("seeds", type=int, nargs="+")
    ask.add_argument("--from", dest="folder", type=Path, help="a run directory of `tumen run`, for one seed")
    given = ask.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    for seed in given.seeds:
        result = (tumen.Result.load(given.folder) if given.folder
                  else tumen.run("history", seed=seed, rung=given.rung, threads=2))  # fmt: skip
        (run,) = result.runs
        told = {"state_hash": run["state_hash"], "ns": run["ns_per_person_month"], "peak": run["peak_memory_bytes"]}
        told |= {"figures": figures(result.data)}
        (KEPT / f"{given.rung}-{seed}.json").write_text(json.dumps(told, indent=1) + "\n")
    found = {rung: [json.loads(p.read_text()) for p in sorted(KEPT.glob(f"{rung}-*.json"))] for rung in rungs.SIZES}
    found = {rung: kept for rung, kept in found.items() if kept}
    made = store.made() | {"command": "python -m benchmarks.system RUNG SEED..."}
    part = rungs.compared({rung: [run["figures"] for run in kept] for rung, kept in found.items()})
    part["rows"].append(["wall time a person and month on two threads, peak memory", *map(cost, found.values())])
    store.keep("system", {"made": made} | part | {"text": f"{part['text'].strip()}\n\n{FILMS}"})


if __name__ == "__main__":
    main()
