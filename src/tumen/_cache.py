"""Where compiled code is kept: a folder named by what it was compiled from, set before Numba is imported.

Numba notices a changed file but not a changed helper in another file; naming the folder by a hash of all sources and
versions makes a stale hit impossible. Old folders are swept. A read-only home falls back to a temporary folder, aloud.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

VERSION = version("tumen")
COMPILED = ("draws", "events", "loops", "columns", "mechanism", "seats", "census")
LOOP = ("bind", "country", "door", "months", "parameters", "scenario", "simulate", "state")
"""Files beside populations and mechanisms that compiled code comes from; and those that run it month by month."""
KEEP = 4  # cache folders of earlier sources that stay


def sources_hash() -> str:
    """Sixteen hex digits over the package's compiled files, the compiler's versions and the code target."""
    digest = _sources()
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(f"{package} {version(package)}".encode())
    digest.update(f"{sys.version_info[:3]} {os.environ.get('NUMBA_CPU_NAME', 'host')}".encode())
    return digest.hexdigest()


def model_hash() -> str:
    """Sixteen hex digits over all files that a run's bits come from: the same model, on whatever machine."""
    return _sources(LOOP).hexdigest()


def _sources(more: tuple[str, ...] = ()) -> "hashlib.blake2b":
    digest = hashlib.blake2b(digest_size=8)
    here = Path(__file__).parent
    files = [here / f"{name}.py" for name in COMPILED + more]
    files += [*here.glob("population/*.py"), *here.glob("mechanisms/*.py")]
    for path in sorted(files):
        digest.update(str(path.relative_to(here)).encode() + b"\0" + path.read_bytes())
    return digest


def place_cache() -> None:
    """Point Numba's cache at this package's folder, unless the user pointed it elsewhere."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tumen"
    folder = base / sources_hash()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as why:
        folder = Path(tempfile.gettempdir()) / f"tumen-{os.getuid()}" / folder.name
        folder.mkdir(parents=True, exist_ok=True)
        print(f"tumen: cannot keep compiled code in {base} ({why}); using {folder}", file=sys.stderr)
    else:
        stale = sorted((p for p in base.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime)[:-KEEP]
        for old in stale:
            shutil.rmtree(old, ignore_errors=True)
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
