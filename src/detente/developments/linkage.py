"""Average linkage of a few things by their distances: groups of numbers out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform


def link_on_average(distance: npt.NDArray[np.float64], cut: float) -> list[list[int]]:
    """Return the groups whose mean distance is at most `cut`, as numbers, in order of their first.

    `distance` is symmetric, [N,N], each in 0..1; its diagonal is set to 0. Method: Sokal and Michener (1958).
    """
    if len(distance) < 2:
        return [[n] for n in range(len(distance))]
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), "average")
    groups: dict[int, list[int]] = {}
    for n, number in enumerate(fcluster(tree, cut, "distance").tolist()):
        groups.setdefault(number, []).append(n)
    return list(groups.values())
