"""Like compared with like: differences inside cells, and rank correlation. Pure functions over flat arrays.

A matched difference is taken inside each cell (people of one province, town or village, work, sex and age band) that
holds both kinds, and averaged by how many of those in question each cell has. Who has nobody like them is left out.
Sums are NumPy's own: a product of vectors would add up in another order on another number of threads.
"""

from __future__ import annotations

import numpy as np

from tumen.columns import Array


def matched(values: Array, treated: Array, cell: Array, weight: Array) -> float:
    """Mean of `values` of the treated less that of others of their cell; not a number where no cell has both."""
    _, at = np.unique(cell, return_inverse=True)
    number = int(at.max(initial=-1)) + 1
    w, yes = weight.astype(np.float64), treated.astype(np.float64)

    def sums(x: Array) -> Array:
        return np.bincount(at, x, number)

    many, few = sums(w * yes), sums(w * (1 - yes))
    both = (many > 0) & (few > 0)
    if not both.any():
        return float("nan")
    theirs, others = sums(w * yes * values)[both] / many[both], sums(w * (1 - yes) * values)[both] / few[both]
    return float(((theirs - others) * many[both]).sum() / many[both].sum())


def mean(values: Array, weight: Array) -> float:
    """Weighted mean; not a number where there is nobody."""
    total = float(weight.sum())
    return float((values.astype(np.float64) * weight).sum() / total) if total else float("nan")


def spread(values: Array, weight: Array) -> float:
    """Weighted standard deviation between persons."""
    centred = values.astype(np.float64) - mean(values, weight)
    return float(np.sqrt(mean(centred * centred, weight))) if len(values) else float("nan")


def ranks(values: Array, weight: Array) -> Array:
    """Where each stands among all, counted in persons; those who are even share the middle of their place."""
    _, at = np.unique(values, return_inverse=True)
    heads = np.bincount(at, weight.astype(np.float64))
    middle: Array = (np.cumsum(heads) - heads / 2)[at]
    return middle


def spearman(one: Array, two: Array, weight: Array) -> float:
    """Spearman's rank correlation over weighted persons; not a number where either is the same for all."""
    if len(one) < 3:
        return float("nan")
    a, b = ranks(one, weight), ranks(two, weight)
    a, b = a - mean(a, weight), b - mean(b, weight)
    size = float(np.sqrt((a * a * weight).sum() * (b * b * weight).sum()))
    return float((a * b * weight).sum() / size) if size else float("nan")


def thirds(values: Array, weight: Array) -> Array:
    """0, 1 or 2: the third of all persons in which each stands by `values`."""
    share = ranks(values, weight) / max(float(weight.sum()), 1.0)
    found: Array = np.minimum((share * 3).astype(np.int64), 2)
    return found


def slope(y: Array, x: Array, group: Array, weight: Array) -> float:
    """Least squares of y on x inside groups, each with a level of its own."""
    _, at = np.unique(group, return_inverse=True)
    heads = np.maximum(np.bincount(at, weight), 1e-300)
    dx = x - (np.bincount(at, weight * x) / heads)[at]
    dy = y - (np.bincount(at, weight * y) / heads)[at]
    size = float((weight * dx * dx).sum())
    return float((weight * dx * dy).sum() / size) if size > 0 else float("nan")
