"""A life made again is told as the recorded one would be; only those whom the record does not keep are made again."""

import json
from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from made_up_lives import lived
from tumen.cli import app
from tumen.codes import code_of
from tumen.lives import STATES
from tumen.lives_gather import held
from tumen.lives_read import Book
from tumen.lives_replayed import as_read
from tumen.replay_life import life as made_again
from tumen.telling import Life


def test_a_life_made_again_is_the_recorded_one() -> None:
    book = Book(lived("1993-12"))
    busy = book.rows(f"SELECT person FROM {book.events_sql()} GROUP BY person ORDER BY count(*) DESC, person LIMIT 2")
    quiet = book.rows(f"SELECT person FROM {book.states_sql([1992])} ORDER BY person LIMIT 2 OFFSET 3000")
    for (person,) in [*busy, *quiet]:
        events, states = as_read(book, made_again(book.run, person))
        kept_events, kept_states = book.one(person)
        assert sorted(events) == sorted(kept_events)
        assert states == [{k: s[k] for k in states[0]} for s in kept_states]
        assert Life(book, person, events, states).opening == Life(book, person).opening


def test_figures_are_held_as_the_record_holds_them() -> None:
    book = Book(lived("1993-12"))

    def as_kept(name: str, value: float) -> float:
        return book.natural(name, held(np.array([value]), *STATES[name][:2])[0].item())

    assert as_kept("fear", 0.8449) == 0.84 and as_kept("loyalty", -20.0) == -12.8
    assert as_kept("grain", 12_700.0) == 13 and as_kept("goods", 99_999) == 65_535


def test_the_command_replays_who_is_not_in_the_cohort(tmp_path: Path) -> None:
    """The same run, with the record cut down to nobody of a person's: the tape tells the life."""
    run = lived("1993-12")
    book = Book(run)
    ((person,),) = book.rows(f"SELECT person FROM {book.states_sql([1992])} ORDER BY person LIMIT 1 OFFSET 99")
    thin = tmp_path / "run"
    (thin / "lives").mkdir(parents=True)
    (thin / "tape").symlink_to(run / "tape")
    about = json.loads((run / "lives" / "lives.json").read_text())
    (thin / "lives" / "lives.json").write_text(json.dumps(about | {"share": 10}))
    for path in (run / "lives").glob("*.parquet"):
        book.db.execute(f"COPY (SELECT * FROM '{path}' WHERE person <> {person}) "
                        f"TO '{thin / 'lives' / path.name}' (FORMAT parquet)")  # fmt: skip
    done = CliRunner().invoke(app, ["life", str(thin), code_of(person)])
    assert done.exit_code == 0 and done.output.startswith(Life(book, person).opening)
    (thin / "tape").unlink()
    done = CliRunner().invoke(app, ["life", str(thin), code_of(person)])
    assert done.exit_code == 2 and "one person in 10" in done.output and "--replayable" in done.output
