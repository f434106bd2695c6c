"""Where a run lies while it goes: `.NAME.going` beside the folder it will be, renamed to it when all is written.

So what has the name is whole, and what was broken off in any moment lies beside it with its last checkpoint. A lock
keeps two processes from working on one run; it goes with the process, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tumen.checkpoint import kept
from tumen.lives import parts_until
from tumen.scenario_errors import UserError


def going(folder: Path) -> Path:
    """Where the run of this folder lies while it goes."""
    whole = folder.absolute()
    return whole.with_name(f".{whole.name}.going")


@contextmanager
def workplace(folder: Path, *, anew: bool = False, go_on: bool = False) -> Iterator[Path]:
    """The place for a run's things, to be renamed to `folder` by whoever finishes it.

    An unfinished run that lies there is refused, unless it is begun `anew`, or to `go_on` with it. If the work fails
    before anything was kept, nothing is left. Raises UserError where another process works there.
    """
    path = going(folder)
    path.mkdir(parents=True, exist_ok=True)
    lock = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UserError(f"{folder}: another process is at work on this run; wait for it, or choose another "
                            "folder") from None  # fmt: skip
        left = kept(path)
        if left and not anew and not go_on:
            raise UserError(f"{folder}: an unfinished run lies beside ({path.name}, kept at {max(left)}).\n"
                            f"`tumen resume {folder}` goes on with it; --anew throws it away and begins again.")
        if not go_on:
            _clear(path)
        try:
            yield path
        finally:
            if path.exists() and not kept(path):
                shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)


def bring_lives(source: Path, target: Path, label: str) -> None:
    """The lives that a run wrote down up to the month `label`, as links to the same files."""
    if (source / "lives").is_dir():
        _link(parts_until(source / "lives", label)[0], target / "lives")


def bring_checkpoints(source: Path, target: Path, label: str) -> None:
    """The checkpoints of a run up to the month `label`, as links to the same files."""
    for name, path in kept(source).items():
        if name <= label:
            _link(sorted(path.iterdir()), target / "checkpoints" / name)


def put_back(path: Path, label: str) -> None:
    """Takes away what was written after the month `label`: the run goes on from there."""
    for name, later in kept(path).items():
        if name > label:
            shutil.rmtree(later)
    for half in [*path.glob("checkpoints/.*.part"), *path.glob("checkpoints/.*.old"), *path.glob(".*.part")]:
        shutil.rmtree(half)
    for late in parts_until(path / "lives", label)[1]:
        late.unlink()
    for half in path.glob("lives/.*.part"):
        half.unlink()


def _link(files: Iterable[Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        try:
            os.link(file, folder / file.name)
        except OSError:  # another disk, or one without links
            shutil.copy2(file, folder / file.name)


def _clear(path: Path) -> None:
    for inside in path.iterdir():
        if inside.is_dir():
            shutil.rmtree(inside)
        else:
            inside.unlink()
