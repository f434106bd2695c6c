"""Lives replayed from a tape against what the run recorded of them.

`python -m benchmarks.replayed make RUNG FOLDER [--until MONTH] [--no-tape] [--no-lives]` makes a run that keeps both;
`python -m benchmarks.replayed check FOLDER [N]` replays N persons whose lives were recorded, each from a cold start of
the tape, and compares every event and every December's columns.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks import store

EVENTS = ("month", "kind", "amount", "other")


def make(given: argparse.Namespace) -> None:
    """A run with lives and tape, its state at the end, and what each cost."""
    from tumen.checkpoint import save
    from tumen.country import build
    from tumen.lives import Lives
    from tumen.overlays import load
    from tumen.simulate import months
    from tumen.tape import DiskTape

    country = build(load(given.scenario), given.seed, given.rung, threads=given.threads)
    lives = Lives(country, given.folder / "lives") if given.lives else None
    tape = DiskTape(country, given.folder / "tape") if given.tape else None
    for moment in months(country, until=given.until):
        for kept in (lives, tape):
            if kept is not None:
                kept.add(moment)
    for kept in (lives, tape):
        if kept is not None:
            kept.close()
    spent = {k: round(v, 2) for k, v in country.seconds.items()}
    spent |= {k: round(o.seconds, 2) for k, o in (("lives", lives), ("tape", tape)) if o is not None}
    facts = {"rung": given.rung, "persons": country.persons(), "hash": country.hash(), "seconds": spent}
    if tape is not None:
        save(country, given.folder / "checkpoint")
        facts["tape_bytes"] = sum(p.stat().st_size for p in (given.folder / "tape").iterdir())
    print(json.dumps(facts))


def drawn(folder: Path, count: int) -> list[int]:
    """Persons of the tracked cohort, drawn from all who ever had an event or stood in a December; half of them from
    those who moved, since theirs are the lives that are hard to follow."""
    import duckdb

    from tumen.lives import COHORT, SHARE

    about = json.loads((folder / "lives" / "lives.json").read_text(encoding="utf-8"))
    share = about.get("share", SHARE[about["rung"]])
    moves = ", ".join(str(kind["code"]) for name, kind in about["kinds"].items() if name.startswith("door."))
    from tumen.door import mix_array

    def people(query: str) -> Any:
        found = duckdb.execute(query).fetchnumpy()["person"].astype(np.uint64)
        found = np.unique(found)
        return found if share == 1 else found[mix_array(found ^ COHORT) % np.uint64(share) == 0]

    events, states = f"{folder}/lives/events-*.parquet", f"{folder}/lives/states-*.parquet"
    movers = people(f"SELECT DISTINCT person FROM '{events}' WHERE kind IN ({moves})")
    anybody = people(f"SELECT person FROM '{states}' UNION SELECT person FROM '{events}'")
    rng = np.random.default_rng(11)
    some = rng.choice(movers, min(count // 2, len(movers)), replace=False)
    rest = np.setdiff1d(anybody, some)
    return [int(x) for x in np.r_[some, rng.choice(rest, min(count - len(some), len(rest)), replace=False)]]


def recorded(folder: Path, people: list[int]) -> dict[int, tuple[Any, dict[int, Any]]]:
    """Of each person the events in the order of record, and the Decembers by month."""
    import duckdb

    con = duckdb.connect()
    con.register("wanted", {"person": np.array(people, np.uint64)})
    files = sorted((folder / "lives").glob("events-*.parquet"))
    found: dict[int, tuple[list[Any], dict[int, Any]]] = {p: ([], {}) for p in people}
    for path in files:
        rows = con.execute(
            f"SELECT person, {', '.join(EVENTS)} FROM (SELECT *, file_row_number AS k FROM "
            f"read_parquet('{path}', file_row_number=true)) WHERE person IN (SELECT person FROM wanted) ORDER BY k"
        ).fetchall()
        for person, *event in rows:
            found[person][0].append(tuple(event))
    from tumen.months import month_index

    for path in sorted((folder / "lives").glob("states-*.parquet")):
        rows = con.execute(f"SELECT * FROM '{path}' WHERE person IN (SELECT person FROM wanted)")
        names = [d[0] for d in rows.description]
        for row in rows.fetchall():
            state = dict(zip(names, row, strict=True))
            found[state["person"]][1][month_index(path.stem[-7:])] = state
    return found


def differences(life: Any, tape: Any, events: list[Any], decembers: dict[int, Any]) -> Iterator[str]:
    """What of a replayed life is not as it was recorded."""
    from tumen.columns import HOUSES
    from tumen.lives import STATES, held

    mine = list(zip(*(life.events[k].tolist() for k in EVENTS), strict=True))
    if mine != events:
        yield f"events: {len(mine)} replayed, {len(events)} recorded"
    stands = {int(m): k for k, m in enumerate(life.months["month"])}
    if {m for m in stands if m % 12 == 11} != set(decembers):
        yield "Decembers lived"
    for month, state in decembers.items():
        if month not in stands:
            continue
        k = stands[month]
        unit = int(life.months["unit"][k])
        home = unit * HOUSES + int(life.months["house"][k])
        if state["place"] != tape.country.geo.unit_place[unit] or state["home"] != home:
            yield f"where in month {month}"
        for name in STATES:
            if name in state and held(life.months[name][k : k + 1], *STATES[name][:2])[0] != state[name]:
                yield f"{name} in month {month}"


def check(given: argparse.Namespace) -> None:
    """Replays and compares; kept under results."""
    from tumen.replay_life import replayed
    from tumen.tape_reading import StoredTape

    people = drawn(given.folder, given.count)
    then = recorded(given.folder, people)
    spent, units, wrong = [], [], {}
    tape = StoredTape(given.folder / "tape")
    for k, person in enumerate(people):
        began = perf_counter()
        fresh = StoredTape(given.folder / "tape")
        life = replayed(fresh, person)
        spent.append(perf_counter() - began)
        units.append(len(set(life.units)))
        found = list(differences(life, tape, *then[person]))
        if found:
            wrong[str(person)] = found[:5]
        told = f"{spent[-1]:.2f} s, {units[-1]} units, {len(then[person][0])} events, {len(then[person][1])} Decembers"
        print(f"{k + 1}/{len(people)} {told}{', DIFFERS: ' + '; '.join(found[:3]) if found else ''}", flush=True)
    facts = {
        "made": store.made() | {"command": f"python -m benchmarks.replayed check RUN {len(people)}"},
        "rung": tape.about["rung"], "seed": tape.seed, "last_month": tape.months[-1].label, "persons": len(people),
        "equal": len(people) - len(wrong), "events": sum(len(e) for e, _ in then.values()),
        "decembers": sum(len(d) for _, d in then.values()), "most_units": max(units),
        "seconds_median": round(float(np.median(spent)), 2), "seconds_worst": round(max(spent), 2), "differ": wrong,
    }  # fmt: skip
    store.keep(f"replayed-{tape.about['rung']}", facts)
    print(json.dumps(facts, indent=1))


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.replayed", description=__doc__)
    kinds = ask.add_subparsers(required=True)
    one = kinds.add_parser("make")
    one.add_argument("rung")
    one.add_argument("folder", type=Path)
    one.add_argument("--scenario", default="history")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--threads", type=int, default=2)
    one.add_argument("--until")
    one.add_argument("--no-tape", dest="tape", action="store_false")
    one.add_argument("--no-lives", dest="lives", action="store_false")
    one.set_defaults(do=make)
    two = kinds.add_parser("check")
    two.add_argument("folder", type=Path)
    two.add_argument("count", type=int, nargs="?", default=200)
    two.set_defaults(do=check)
    given = ask.parse_args()
    given.do(given)


if __name__ == "__main__":
    main()
