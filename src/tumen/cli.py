"""The command line: `tumen run history`. Results go to standard output, everything else to standard error.

Only Typer is imported here; what a command needs it imports when it is called, so that `tumen --help` answers at once.
A mistake of the user's ends with a plain text and exit code 2, a broken-off run with 130, never with a traceback.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from tumen._cache import VERSION
from tumen.commands import (
    calibrate,
    claims,
    declared,
    ensemble,
    evidence,
    going_on,
    lives,
    machine,
    predict,
    running,
    shelf,
    twins,
)
from tumen.scenario_errors import UserError

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""


class Plain(TyperGroup):
    """Ends with a text and a code where another program would show its insides."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as problem:
            typer.echo(str(problem), err=True)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            typer.echo("stopped; what was finished before stands, nothing half-written does", err=True)
            raise typer.Exit(STOPPED) from None
        except BrokenPipeError:  # the reader of our output has seen enough
            sys.stderr.close()
            raise typer.Exit(0) from None
        except MemoryError:
            typer.echo("out of memory; `tumen doctor` shows what each rung needs. Nothing was written.", err=True)
            raise typer.Exit(2) from None
        except OSError as problem:  # a full disk, a folder that may not be written to
            typer.echo(f"{problem.filename or 'the system'}: {problem.strerror or problem}", err=True)
            raise typer.Exit(2) from None


app = typer.Typer(
    name="tumen",
    cls=Plain,
    help="North Korea person for person, 1990 to 2025: a model to ask questions of, not a record and not a forecast.",
    epilog="One run is one possible history. What is assumed stands in `tumen params --assumed`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (running.run, ensemble.ensemble, going_on.resume, going_on.fork, shelf.runs, twins.twin,
                calibrate.calibrate, calibrate.sensitivity, claims.claims, predict.predict, lives.life, lives.find,
                lives.lives, shelf.report, shelf.verify, shelf.scenarios,
                declared.columns, declared.params, declared.odd, declared.register, evidence.evidence, machine.doctor,
                machine.warm,
                machine.bench):  # fmt: skip
    app.command()(command)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"tumen {VERSION}")
        raise typer.Exit


@app.callback()
def _top(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def main() -> None:
    """The entry point of the `tumen` program."""
    app()


if __name__ == "__main__":
    main()
