"""The machine: whether a rung fits it, code compiled ahead of time, and how fast it is."""

from __future__ import annotations

from typing import Annotated

import typer

from tumen.commands.running import Rung


def doctor(rung: Rung = None) -> None:
    """Check the machine: versions, cache, threads, memory for each rung. Exit code 2 when --rung does not fit."""
    import os
    import platform
    from pathlib import Path

    import numba
    import numpy

    from tumen._cache import VERSION
    from tumen.commands.memory import available, needed, refuse, size
    from tumen.commands.plan import rung_of
    from tumen.commands.screen import table
    from tumen.provenance import cpu
    from tumen.scenario import RUNGS

    chosen = None if rung is None else rung_of(rung)
    folder = os.environ.get("NUMBA_CACHE_DIR")  # set when tumen was imported
    cache = Path(folder) if folder else None
    free = available()
    rows = [
        ("Tumen", VERSION),
        ("Python", f"{platform.python_version()}, NumPy {numpy.__version__}, Numba {numba.__version__}"),
        ("processor", f"{cpu()}, {os.cpu_count()} threads, {len(os.sched_getaffinity(0))} of them for this program"
         if hasattr(os, "sched_getaffinity") else f"{cpu()}, {os.cpu_count()} threads"),
        ("cache", _cache(cache)),
        ("memory", "unknown" if free is None else f"{size(free)} free"),
    ]  # fmt: skip
    for name in RUNGS:
        wanted = needed(name)
        verdict = "cannot tell" if free is None else "fits" if wanted <= free else "DOES NOT FIT"
        rows.append((f"rung {name}", f"{size(wanted)} needed: {verdict}"))
    table(("what", "found"), rows)
    if chosen:
        refuse(chosen)


def _cache(folder: object) -> str:
    import os
    from pathlib import Path

    if not isinstance(folder, Path):
        return "beside the sources"
    if not folder.is_dir():
        return f"{folder}: not yet there; `tumen warm` fills it"
    files = sum(1 for _ in folder.rglob("*.nbc"))
    return f"{folder}: {files} compiled functions" + ("" if os.access(folder, os.W_OK) else ", NOT WRITABLE")


def warm() -> None:
    """Compile everything ahead of time, so that the next run starts at once."""
    import time

    from tumen.commands.screen import duration
    from tumen.scenario import load
    from tumen.simulate import simulate

    began = time.perf_counter()
    for _ in simulate(load("history"), 1, rung="25k", until="1990-01"):
        pass
    typer.echo(f"compiled and one month run in {duration(time.perf_counter() - began)}")


def bench(
    rung: Annotated[str, typer.Option(help="25k, 250k, 2.5m or 25m.")] = "250k",
    until: Annotated[str, typer.Option(metavar="MONTH", help="Last month of each run.")] = "1990-12",
    repeats: Annotated[int, typer.Option(min=1, max=100, help="Runs of each kind, interleaved.")] = 3,
    threads: Annotated[
        list[int] | None, typer.Option(help="Numbers of threads to compare; 1 and 2 when left out.")
    ] = None,
) -> None:
    """Time the national run: medians over interleaved runs, each a process of its own."""
    from statistics import median

    from tumen.commands.memory import refuse, size
    from tumen.commands.plan import rung_of
    from tumen.commands.screen import say, table

    refuse(rung_of(rung))
    kinds = threads or [1, 2]
    found: dict[int, list[dict[str, float]]] = {kind: [] for kind in kinds}
    for turn in range(repeats):
        for kind in kinds:
            found[kind].append(_once(rung, until, kind))
            say(f"{turn + 1} of {repeats}, {kind} threads: {found[kind][-1]['cost']:.1f} ns")
    rows = [
        (kind, f"{median(one['cost'] for one in runs):.1f}", f"{min(one['cost'] for one in runs):.1f}",
         f"{median(one['build'] for one in runs):.1f}", size(max(one["peak"] for one in runs)))
        for kind, runs in found.items()
    ]  # fmt: skip
    header = ("threads", "ns a person and month (median)", "least", "seconds to build", "peak memory")
    table(header, rows, right=header)


def _once(rung: str, until: str, threads: int) -> dict[str, float]:
    import json
    import subprocess
    import sys
    import tempfile

    from tumen.scenario_errors import UserError

    with tempfile.TemporaryDirectory() as folder:
        words = ["run", "history", "--rung", rung, "--until", until, "--threads", str(threads), "--json",
                 "--no-checkpoint", "--no-lives", "--no-report", "--out", f"{folder}/run"]  # fmt: skip
        done = subprocess.run([sys.executable, "-m", "tumen.cli", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise UserError(f"the run to be timed failed:\n{done.stderr.strip()}")
    facts = json.loads(done.stdout)
    return {"cost": facts["ns_per_person_month"], "build": facts["seconds"].get("build", 0.0),
            "peak": facts["peak_memory_bytes"]}  # fmt: skip
