"""`tumen predict`: a paper of questions, answered by the calibrated ensemble."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tumen.commands.ensemble import Scheduler, Workers


def predict(
    paper: Annotated[
        str | None, typer.Argument(metavar="QUESTIONS", help="A YAML file of questions, or: example, ten that ship.")
    ] = None,
    rung: Annotated[str, typer.Option(help="How many simulated persons: 25k, 250k, 2.5m or 25m.")] = "250k",
    draws: Annotated[int, typer.Option(min=1, max=10_000, help="So many draws of the parameters, one run each.")] = 50,
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="The first draw's luck, and then one more each.")] = 1,
    workers: Workers = 2,
    scheduler: Scheduler = None,
    out: Annotated[Path | None, typer.Option(help="Folder of predictions.json and .md; runs/predict-NAME.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print predictions.json instead of a table.")] = False,
    show: Annotated[bool, typer.Option("--list", help="List what may be asked for, and end.")] = False,
) -> None:
    """Answer questions by the calibrated ensemble: medians and 90 % intervals."""
    import json
    from datetime import UTC, datetime

    from tumen.calibration import posterior
    from tumen.commands import plan as plans
    from tumen.commands.memory import refuse
    from tumen.commands.screen import Members, say, table
    from tumen.experiments import predicting
    from tumen.experiments.drawn import asked_of, beside, split
    from tumen.experiments.executors import where
    from tumen.scenario import load
    from tumen.scenario_errors import UserError
    from tumen.survey import paper as papers
    from tumen.survey.predict import markdown, predictions

    if show:
        table(("quantity", "meaning"), list(papers.MEANINGS.items()))
        return
    if paper is None:
        raise UserError("QUESTIONS: a file is needed\n  legal:   a YAML file, or: example (`--list` shows what to ask)")
    path = papers.EXAMPLE if paper == "example" else Path(paper)
    if not path.is_file():
        raise UserError(f"QUESTIONS: {path} is not there\n  legal:   a YAML file of questions, or: example")
    asked = papers.read_questions(path)
    scenario = load(asked.scenario)
    chosen = plans.rung_of(rung)
    refuse(chosen)
    predicting.refuse_unknown(asked)
    drawn = posterior.draws()[:draws]
    if drawn and posterior.stale():
        say(posterior.stale())
    own = asked_of(scenario)
    for draw in drawn:
        scenario.with_overrides(split(beside(draw, own))[0]).validate_parameters(plans.known())
    folder = plans.writable(out or Path("runs") / f"predict-{path.stem}", "predictions.json")
    said = f"{len(drawn)} draws of the posterior" if drawn else predicting.NO_POSTERIOR
    with Members("draws", len(drawn) or 1) as progress:
        answers, failed = predicting.ensemble(
            path, drawn or [{}], chosen, folder.with_name(folder.name + ".members"), where(workers, scheduler),
            seed=seed, on_done=lambda done, all_, member: progress(done, f"seed {member.seed}"),
        )  # fmt: skip
    for name, why in failed.items():
        say(f"failed   {name}: {why}")
    if not answers:
        raise UserError("not one run was completed: see what was said above")
    if failed:  # an interval over fewer draws than were asked for has to say so
        said = f"{said}; {len(failed)} of {len(answers) + len(failed)} runs failed and are left out"
    found = predictions(asked, answers)
    from tumen._cache import model_hash
    from tumen.provenance import files_hash, provenance
    from tumen.whole import whole_folder

    origin = provenance(scenario.name, scenario.hash, seed=seed, rung=chosen, threads=1, record="none", tile=None)
    origin |= {"model_hash": model_hash(), "posterior_hash": files_hash([posterior.FILE]) if drawn else ""}
    data = {"says": said, "made": datetime.now(UTC).strftime("%Y-%m-%d"), "draws": len(answers) if drawn else 0,
            "failed": len(failed), "provenance": origin, "questions": [p.data() for p in found]}  # fmt: skip
    text = markdown(found, f"Scenario {scenario.name}, rung {chosen}, seeds from {seed} on. {said}")
    with whole_folder(folder) as part:
        (part / "predictions.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        (part / "predictions.md").write_text(text, encoding="utf-8")
    typer.echo(json.dumps(data, indent=1) if as_json else text)
    if failed:
        raise typer.Exit(1)
