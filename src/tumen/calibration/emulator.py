"""Emulators: what a run would say at a point of the prior, guessed from the runs that there are.

One Gaussian process an output (scikit-learn), over the dozen parameters that matter to it, on what a straight line
through them leaves. Noise between seeds is a term of its own, so that the emulator tells the expectation and how unsure
it is of that. Families of outputs that go together (arrivals by year and sex) are emulated by their first principal
components.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from tumen.columns import Array

ACTIVE = 12  # inputs of an emulator at most: with some hundred runs more could not be told from noise
COMPONENTS = 4
MOST = 480  # runs that a process is fitted to


@dataclass(frozen=True)
class Emulator:
    """One output. `active`: columns of the unit cube that it reads. Everything is kept as plain arrays, so that a
    thousand guesses are one product of matrices."""

    active: Array
    middle: float
    scale: float
    slope: Array
    lengths: Array
    amplitude: float
    noise: float  # variance between seeds and of what no input tells, in the output's units squared
    inputs: Array
    alpha: Array
    unsure: float  # variance of the guess itself, on average over the design

    def __call__(self, cube: Array) -> Array:
        """The expectation at points (n, parameters) of the unit cube."""
        x = cube[:, self.active] - 0.5
        squared = ((x / self.lengths) ** 2).sum(1)[:, None] + ((self.inputs / self.lengths) ** 2).sum(1)[None, :]
        squared -= 2 * (x / self.lengths) @ (self.inputs / self.lengths).T
        kernel = self.amplitude * np.exp(-0.5 * np.maximum(squared, 0))
        guess: Array = self.middle + self.scale * (x @ self.slope + kernel @ self.alpha)
        return guess


def fit(cube: Array, output: Array, seed: int = 0) -> Emulator:
    """An emulator of `output` (n,) over the points `cube` (n, parameters). The same bits for the same input."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
    from threadpoolctl import threadpool_limits

    if len(output) > MOST:
        cube, output = cube[-MOST:], output[-MOST:]
    with threadpool_limits(1):
        middle, scale = float(output.mean()), float(output.std()) or 1.0
        y = (output - middle) / scale
        active = active_inputs(cube, y)
        x = cube[:, active] - 0.5
        slope = ridge(x, y)
        rest = y - x @ slope
        wide = len(active)
        kernel = ConstantKernel(0.3, (1e-3, 10)) * RBF(np.ones(wide), (0.15, 20)) + WhiteKernel(0.3, (1e-4, 2))
        with warnings.catch_warnings():  # a length at its upper bound is an input that does not bend the output
            warnings.filterwarnings("ignore", category=ConvergenceWarning, message=".*close to the specified")
            process = GaussianProcessRegressor(kernel, random_state=seed).fit(x, rest)
        k = process.kernel_
        _, sd = process.predict(x, return_std=True)
        latent = np.maximum(sd**2 - k.k2.noise_level, 1e-8)
        return Emulator(
            active=active, middle=middle, scale=scale, slope=slope, lengths=np.broadcast_to(k.k1.k2.length_scale, wide),
            amplitude=float(k.k1.k1.constant_value), noise=float(k.k2.noise_level) * scale**2, inputs=x,
            alpha=np.asarray(process.alpha_), unsure=float(latent.mean()) * scale**2,
        )  # fmt: skip


def ridge(x: Array, y: Array, weight: float = 1.0) -> Array:
    """Slopes of a straight line, held towards nought."""
    found: Array = np.linalg.solve(x.T @ x + weight * np.eye(x.shape[1]) / 12, x.T @ y)
    return found


def active_inputs(cube: Array, y: Array) -> Array:
    """The columns that tell most of `y`, by the share of it that a line or a bend in each of them tells."""
    x = cube - 0.5
    tells = np.zeros(x.shape[1])
    for k in range(x.shape[1]):
        both = np.stack([x[:, k], x[:, k] ** 2 - 1 / 12], 1)
        tells[k] = 1 - np.var(y - both @ np.linalg.lstsq(both, y, rcond=None)[0]) / max(float(np.var(y)), 1e-12)
    chosen: Array = np.sort(np.argsort(-tells, kind="stable")[:ACTIVE])
    return chosen


@dataclass(frozen=True)
class Family:
    """Outputs that are emulated together: guesses are the middle plus components times their directions."""

    middle: Array
    directions: Array
    parts: tuple[Emulator, ...]
    left: Array  # variance of each output that the components do not tell

    def __call__(self, cube: Array) -> Array:
        """(n, outputs)."""
        guess: Array = self.middle + np.stack([part(cube) for part in self.parts], 1) @ self.directions
        return guess

    @property
    def unsure(self) -> Array:
        """Variance of each guess."""
        found: Array = (self.directions**2 * np.array([p.unsure for p in self.parts])[:, None]).sum(0) + self.left
        return found


def fit_family(cube: Array, outputs: Array, seed: int = 0) -> Family:
    """outputs: (n, several)."""
    middle = outputs.mean(0)
    rest = outputs - middle
    _, _, directions = np.linalg.svd(rest, full_matrices=False)
    directions = directions[: min(COMPONENTS, outputs.shape[1])]
    directions *= np.sign(directions.sum(1, keepdims=True)) + (directions.sum(1, keepdims=True) == 0)
    scores = rest @ directions.T
    parts = tuple(fit(cube, scores[:, k], seed) for k in range(len(directions)))
    # what the components leave is mostly the luck of single years: noise of the run, which targets carry already
    left = np.zeros(outputs.shape[1])
    return Family(middle, directions, parts, left)
