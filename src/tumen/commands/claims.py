"""`tumen claims`: what the model answers to every statement of the witnesses, and how that was found.

Verdicts are shipped as data and read in a moment; `--compute` makes them anew, run by run, and goes on where it was
broken off.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from tumen.claims.words import flips, number, pair
from tumen.commands.calibrate import seconds
from tumen.commands.ensemble import Scheduler, Workers
from tumen.commands.running import AsJson, Rung


def claims(
    claim: Annotated[str, typer.Argument(metavar="[ID]", help="One statement, such as R3, with all its numbers.")] = "",
    json: AsJson = False,
    compute: Annotated[bool, typer.Option("--compute", help="Make the verdicts anew, by runs.")] = False,
    draws: Annotated[int, typer.Option(min=1, max=1000, help="Posterior draws under the base.")] = 100,
    turns: Annotated[
        int, typer.Option("--flips", min=1, max=1000, help="Of these, under every counterfactual too.")
    ] = 20,
    prior: Annotated[int, typer.Option(min=1, max=1000, help="Prior draws under the base.")] = 100,
    twins: Annotated[int, typer.Option(min=0, max=1000, help="Of these, under the twins too.")] = 20,
    budget: Annotated[
        str, typer.Option(help="With --compute: begin no run after so long, such as 3h, 45m; verdicts say on how many.")
    ] = "24h",
    rung: Rung = None,
    workers: Workers = 2,
    scheduler: Scheduler = None,
    out: Annotated[Path, typer.Option(help="With --compute: folder of receipts and verdicts.")] = Path("runs/claims"),
    page: Annotated[
        Path | None, typer.Option("--write", help="Write this release's verdicts into a page (docs/claims.md).")
    ] = None,
    ship: Annotated[bool, typer.Option("--ship", help="Make the result the package's own (for developers).")] = False,
) -> None:
    """What the model answers to each statement of the witnesses: verdicts, odds, and what they rest on."""
    from json import dumps

    told = _computed(draws, turns, prior, twins, budget, rung, workers, scheduler, out, ship) if compute else _shipped()
    if page is not None:
        from tumen.claims.history import write as put_down

        put_down(page, told)
        typer.echo(str(page))
        return
    rows = told["claims"]
    if claim:
        rows = [_find(rows, claim)]
    if json:
        typer.echo(dumps(rows, indent=1, ensure_ascii=False))
        return
    from tumen.claims.shipped import fitted_at, stale
    from tumen.commands.screen import say, table

    if claim:
        _tell(rows[0])
    else:
        table(("id", "kind", "verdict", "share", "interval", "prior", "flips", "says"), [
            (r["id"], r["kind"], r["verdict"], number(r["share"]), pair(r["interval"]), number(r.get("prior_share")),
             ", ".join(f"{run} {number(f['share'])}" for run, f in flips(r).items()), r.get("says") or r["paraphrase"])
            for r in rows
        ], right=("share", "prior"))  # fmt: skip
    if stale(told):
        say(stale(told))
    say(f"{told['draws']} posterior and {told['prior_draws']} prior draws at {told['rung']}, of a posterior fitted at "
        f"{fitted_at()}"
        + (f", {told['missing']} runs missing" if told.get("missing") else ""))  # fmt: skip


def _shipped() -> dict[str, Any]:
    from tumen.claims.shipped import read
    from tumen.scenario_errors import UserError

    told = read()
    if told is None:
        raise UserError("no verdicts are shipped: `tumen claims --compute` makes them")
    return told


def _computed(
    draws: int, turns: int, prior: int, twins: int, budget: str, rung: str | None, workers: int,
    scheduler: str | None, out: Path, ship: bool,
) -> dict[str, Any]:  # fmt: skip
    from tumen.calibration import posterior as calibrated
    from tumen.calibration import priors
    from tumen.claims.shipped import FILE, with_words
    from tumen.commands import plan as plans
    from tumen.commands.screen import say, tenth
    from tumen.experiments.claims_runs import compute as make
    from tumen.experiments.claims_runs import write
    from tumen.experiments.executors import where
    from tumen.scenario_errors import UserError

    ends = time.monotonic() + seconds(budget)
    drawn = calibrated.draws()
    if not drawn:
        raise UserError("no posterior is shipped: `tumen calibrate` makes one, and verdicts rest on it")
    told = make(out, drawn[:draws], priors.draws(prior), where(workers, scheduler), twins=twins, flips=turns,
                rung=plans.rung_of(rung or "250k"), deadline=ends,
                facts={"posterior": calibrated.origin().get("made", "")},
                on_done=tenth)
    for name, why in told["failed"].items():
        say(f"failed   {name}: {why}")
    write(out / "verdicts.json", told)
    if ship:
        write(FILE, told)
    return with_words(told)


def _find(rows: list[dict[str, Any]], claim: str) -> dict[str, Any]:
    from tumen.scenario_errors import UserError, listed, nearest

    names = [r["id"] for r in rows]
    for row in rows:
        if row["id"].lower() == claim.lower():
            return row
    raise UserError(f"{claim}: no statement has this id\n  legal:   {listed(names, 100)}\n"
                    f"  nearest: {nearest(claim.upper(), names)}")  # fmt: skip


def _tell(row: Mapping[str, Any]) -> None:
    """One statement whole, a line a fact."""
    for name, value in row.items():
        if value is None or value == "" or value == {}:
            continue
        if name == "counterfactual":
            for run, flip in value.items():
                turned = "not measured" if flip["share"] is None else round(flip["share"] * flip["draws"])
                typer.echo(f"{'in ' + run:<24}as it must in {turned} of {flip['draws']} draws")
        elif isinstance(value, dict):
            typer.echo(f"{name:<24}" + ", ".join(f"{k} {number(v)}" for k, v in value.items()))
        elif name.endswith("interval"):
            typer.echo(f"{name:<24}{pair(value)}")
        elif isinstance(value, list):
            for part in value:
                typer.echo(f"{name:<24}{part['of']}: {number(part['median'])} ({pair(part['interval'])})")
        else:
            typer.echo(f"{name:<24}{number(value) if isinstance(value, float) else value}")
