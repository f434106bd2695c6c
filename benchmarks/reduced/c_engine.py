"""The reduced model as a C kernel: builds `kernel.c` with the compilers at hand and keeps the faster of them."""
from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from .spec import CELLS, FIGURES, FREE, GONE, HELD, LEVELS, PROVINCES, STRATA, TABLES, Start, summary

SOURCE = Path(__file__).with_name("kernel.c")
SLOT, CODES, PADDING = 8, 256, 3
BLOCK = 32      # units of one block of work
FLAGS = ["-O3", "-ffast-math", "-fopenmp-simd", "-fPIC", "-c"]
# Linked apart, without fast mathematics: with it, loading the library would round the smallest numbers to nought
# everywhere in the process, Tumen's own included.
LINK = ["-shared", "-fPIC"]
POINTERS = ["offset", "block", "province", "link", "seen", "share", *LEVELS, "person",
            "wage", "price", "reach", "watch", "border", "propaganda", "counts", "beliefs"]  # fmt: skip


class Country(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in POINTERS] + [("seed", ctypes.c_uint64), ("month", ctypes.c_uint64)]


def compilers() -> dict[str, list[str]]:
    """Commands by name: the system's gcc and clang, and clang from the package ziglang of this Python or of
    `ZIG_PYTHON`."""
    found = {name: [name, "-march=native"] for name in ("gcc", "clang") if shutil.which(name)}
    zig = os.environ.get("ZIG_PYTHON", sys.executable)
    if subprocess.run([zig, "-c", "import ziglang"], capture_output=True).returncode == 0:
        # zig's own debug checks would slow the kernel down; it names the machine's processor by itself
        found["zig"] = [zig, "-m", "ziglang", "cc", "-march=native", "-fno-sanitize=all"]
    return found


def version(command: list[str]) -> str:
    """The compiler as it names itself: `gcc 12.2.0`, `clang 20.1.2`."""
    told = subprocess.run([command[0], *command[1:command.index("-march=native")], "--version"], capture_output=True,
                          text=True).stdout  # fmt: skip
    found = re.search(r"(gcc|clang)\D*(\d+\.\d+\.\d+)", told)
    return " ".join(found.groups()) if found else command[0]


def build(command: list[str]) -> Path:
    """Compile the kernel with the figures of the specification; kept in the temporary folder under the hash of its
    making."""
    figures = [f"-DK_{name.upper()}={value!r}f" for name, value in FIGURES.items()]
    whole = [*command, *FLAGS, *figures, *LINK]
    name = hashlib.sha256(repr(whole).encode() + SOURCE.read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"tumen-kernel-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    library = folder / f"{name}.so"
    if not library.exists():
        part, kernel = (library.with_suffix(f".{os.getpid()}.{ending}") for ending in ("so", "o"))
        for words in ([*FLAGS, *figures, str(SOURCE), "-o", str(kernel)], [*LINK, str(kernel), "-o", str(part), "-lm"]):
            subprocess.run([*command, *words], check=True, capture_output=True, text=True)
        kernel.unlink()
        part.rename(library)
    return library


class Engine:
    def __init__(self, start: Start, seed: int, threads: int = 1, compiler: str | None = None) -> None:
        have = compilers()
        if not have:
            raise FileNotFoundError("no C compiler: install gcc or clang, or the Python package ziglang")
        self.start, self.threads = start, threads
        self.pool = ThreadPoolExecutor(threads)
        self.history: list[dict[str, float]] = []
        self.lay_out(start, seed)
        wanted = {compiler: have[compiler]} if compiler else have
        libraries = {name: ctypes.CDLL(str(build(command))) for name, command in wanted.items()}
        chosen = next(iter(libraries)) if len(libraries) == 1 else self.fastest(libraries)
        self.compiler, self.library = version(wanted[chosen]), libraries[chosen]
        self.lay_out(start, seed)

    def lay_out(self, start: Start, seed: int) -> None:
        padded = -(-start.sizes // SLOT) * SLOT
        offset = np.concatenate([[0], np.cumsum(padded)]).astype(np.int64)
        slot = np.repeat(offset[:-1] - start.offset[:-1], start.sizes) + np.arange(start.persons)
        arrays = {name: np.zeros(offset[-1], np.float32) for name in LEVELS}
        for name in LEVELS:
            arrays[name][slot] = start.levels[name]
        person = np.full(offset[-1], PADDING << 3, np.uint8)
        person[slot] = start.stratum | (start.display << 5)
        blocks = np.append(np.arange(0, start.units, BLOCK), start.units).astype(np.int64)
        self.blocks = len(blocks) - 1
        arrays |= dict(offset=offset, block=blocks, province=start.unit_province, link=start.link, person=person,
                       seen=start.share.copy(), share=start.share.copy(),
                       counts=np.zeros((self.blocks, PROVINCES, CODES), np.int32),
                       beliefs=np.zeros((self.blocks, PROVINCES, STRATA)), **TABLES)
        self.arrays = arrays
        self.country = Country(seed=seed, month=0, **{name: arrays[name].ctypes.data for name in POINTERS})

    def fastest(self, libraries: dict[str, ctypes.CDLL]) -> str:
        best = {}
        for name, self.library in libraries.items():
            times = []
            for _ in range(7):
                begun = time.perf_counter()
                self.people()
                times.append(time.perf_counter() - begun)
            best[name] = min(times)
        return min(best, key=lambda name: best[name])

    def people(self) -> None:
        month, country = self.library.month, ctypes.byref(self.country)
        if self.threads == 1:
            month(country, ctypes.c_int64(0), ctypes.c_int64(self.blocks))
        else:
            cuts = np.linspace(0, self.blocks, 4 * self.threads + 1).astype(int).tolist()
            list(self.pool.map(lambda a, b: month(country, ctypes.c_int64(a), ctypes.c_int64(b)), cuts[:-1], cuts[1:]))
        self.country.seen, self.country.share = self.country.share, self.country.seen
        self.country.month += 1

    def step(self) -> None:
        self.people()
        code = np.arange(CODES)
        status, stratum = (code >> 3) & 3, code & 7
        counts = self.arrays["counts"].sum(0)
        displays, detected = (code & 32) > 0, ((code & 64) > 0) & (status < PADDING)
        kinds = (status == FREE, displays, status == HELD, status == GONE, detected)
        cells = np.stack([[(counts[:, kind & (stratum == s)]).sum(1) for s in range(STRATA)] for kind in kinds])
        self.history.append(summary(cells.transpose(2, 1, 0).reshape(CELLS, 5), self.arrays["beliefs"].sum(0)))
