"""Files and folders that are whole when they have their name, and the words by which a folder says what it is.

Everything is written beside its place, under a hidden name that ends in `.part`, and renamed last: whoever is killed
leaves what was there before.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tumen.scenario_errors import UserError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yields where to write; the file takes its name if nothing goes wrong, and nothing is left otherwise."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Yields an empty folder; it takes the name, and the place of what had it, if nothing goes wrong."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
    try:
        yield part
        put_in_place(part, path)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def put_in_place(part: Path, path: Path) -> None:
    """Rename a finished folder; what had the name is removed last, and comes back where the renaming fails."""
    part.chmod(0o755)
    if not path.exists():
        os.replace(part, path)
        return
    old = path.with_name(f".{path.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    os.replace(path, old)
    try:
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            os.replace(old, path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def described(folder: Path, name: str, what: str, layout: int, missing: str) -> dict[str, Any]:
    """What the JSON file `name` says of its folder. Raises UserError where the folder is none of the kind, with what
    there should be (`missing`), or where it is one (a `what`) of another layout than this."""
    try:
        told: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UserError(f"{folder}: {missing}") from None
    if told.get("format") != layout:
        raise UserError(f"{folder}: a {what} of another format ({told.get('format')}, not {layout})")
    return told
