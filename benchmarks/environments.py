"""Which Python runs which engine: Tumen's own, that of the peers, or that of mesa-frames; made when missing."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
PEERS = Path(os.environ.get("TUMEN_BENCH_PEERS", ROOT / ".venv-bench"))
FRAMES = Path(os.environ.get("TUMEN_BENCH_FRAMES", ROOT / ".venv-bench-frames"))
ENGINES = {
    "c": ("C kernel", None), "tumen": ("Tumen", None), "numpy": ("NumPy", None), "starsim": ("Starsim", PEERS),
    "frames": ("mesa-frames", FRAMES), "mesa": ("Mesa", PEERS), "agentpy": ("AgentPy", PEERS),
}  # fmt: skip
PACKAGES = {"starsim": "starsim", "frames": "mesa-frames", "mesa": "mesa", "agentpy": "agentpy", "numpy": "numpy"}
REQUIREMENTS = {PEERS: HERE / "requirements.txt", FRAMES: HERE / "requirements-frames.txt"}


def python(engine: str) -> Path:
    """The interpreter of an engine; its environment is made from the pinned requirements when it is not there."""
    folder = ENGINES[engine][1]
    return Path(sys.executable) if folder is None else interpreter(folder)


def interpreter(folder: Path) -> Path:
    """The folder's interpreter. A folder whose making was cut short, or was made from other pins, is made again."""
    program, wanted = folder / "bin" / "python", REQUIREMENTS[folder].read_text()
    stamp = folder / "made-from.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"making {folder.name}, the peers' environment", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(program), "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
        subprocess.run([*pip, "install", "-r", str(REQUIREMENTS[folder])], check=True)
        stamp.write_text(wanted)
    return program


def variables(threads: int) -> dict[str, str]:
    """What every worker gets: the number of threads for libraries that start their own, and a quiet Starsim."""
    count = str(threads)
    zig = PEERS / "bin" / "python"
    return os.environ | dict(
        OMP_NUM_THREADS=count, OPENBLAS_NUM_THREADS=count, POLARS_MAX_THREADS=count, NUMBA_NUM_THREADS=count,
        STARSIM_INSTALL_FONTS="0", PYTHONWARNINGS="ignore", PYTHONPATH=f"{ROOT / 'src'}:{ROOT}",
        ZIG_PYTHON=str(zig) if zig.exists() else sys.executable)  # fmt: skip


def version(engine: str) -> str:
    """The version of an engine's package; empty for the C kernel and for Tumen."""
    if engine not in PACKAGES:
        return ""
    ask = f"from importlib.metadata import version; print(version({PACKAGES[engine]!r}))"
    return subprocess.run([str(python(engine)), "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
