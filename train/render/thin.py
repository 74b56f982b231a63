"""Thinning out a mesh, for people who are small in the picture."""

from __future__ import annotations

import numpy as np


def thin_out(points: np.ndarray, faces: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Merge vertices that share a cell of space.

    Args:
        points: (V, 3) metres.
        faces: (F, 3) int.
        cells: (V,) metres, the size of the cells at each vertex.

    Returns:
        The vertices that are kept, (K,) int, and the faces among them, (G, 3) int32 counting kept vertices.
    """
    place = np.floor(points / cells[:, None]).astype(np.int64)
    _, cluster = np.unique(np.column_stack([place, np.round(cells * 1e6)]), axis=0, return_inverse=True)
    count = np.bincount(cluster)
    middle = np.stack([np.bincount(cluster, points[:, axis]) / count for axis in range(3)], axis=1)
    distance = np.linalg.norm(points - middle[cluster], axis=1)
    order = np.lexsort((distance, cluster))
    kept = order[np.searchsorted(cluster[order], np.arange(len(count)))]
    thinned = cluster[faces]
    a, b, c = thinned.T
    thinned = thinned[(a != b) & (b != c) & (c != a)]
    _, first = np.unique(np.sort(thinned, axis=1), axis=0, return_index=True)
    return kept, thinned[np.sort(first)].astype(np.int32)


def drop_unused(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The vertices that the faces (F, 3) use, (K,) int, and the faces counting only those, (F, 3) int32."""
    kept, renumbered = np.unique(faces, return_inverse=True)
    return kept, renumbered.reshape(faces.shape).astype(np.int32)
