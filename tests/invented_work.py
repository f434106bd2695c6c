"""Pieces of work for the tests of members, each a plain function that another process can find."""

import os
import signal
from pathlib import Path

from tumen.experiments import predicting, several
from tumen.experiments.members import Member
from tumen.scenario_errors import UserError


def doubled(member: Member, folder: Path) -> dict[str, float]:
    """Twice the seed; how often it was asked lies in the folder."""
    with (folder / f"{member.name}.asked").open("a") as file:
        file.write("x")
    return {"x": 2.0 * member.seed}


def fragile(member: Member, folder: Path) -> dict[str, float]:
    """The third is killed the first time, the fourth always fails, the fifth always kills its worker, and a
    sixth that is called wrong is nobody's fault but its maker's."""
    if member.seed == 3 and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if member.seed == 4:
        raise ValueError("no grain was found")
    if member.seed == 6 and member.name.startswith("wrong"):
        with (folder / "asked").open("a") as file:
            file.write("x")
        raise UserError("no province is named so")
    if member.seed == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"x": 2.0 * member.seed}


def second_run_fails(member: Member, folder: Path) -> dict[str, float]:
    """A run of the model, but for seed 2."""
    if member.seed == 2:
        raise ValueError("no grain was found")
    return several.work(member, folder)


def second_answer_fails(member: Member, folder: Path) -> dict[str, float]:
    """Answers to a paper of questions, but for seed 2."""
    if member.seed == 2:
        raise ValueError("no grain was found")
    return predicting.work(member, folder)
