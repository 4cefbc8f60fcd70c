"""Principal components of some paths of weights by NumPy's SVD. Writes plane.json beside itself.

    pip install numpy
    python3 test/reference/make_plane.py
"""

import json
from pathlib import Path

import numpy as np


def plane(points):
    centred = points - points.mean(axis=0)
    _, singular, rows = np.linalg.svd(centred, full_matrices=False)
    shares = singular**2 / (singular**2).sum()
    axes = [row * np.sign(row[np.abs(row).argmax()]) for row in rows[:2]]
    away = points - points[-1]
    positions = np.stack([away @ axis for axis in axes], axis=1)
    rest = away - positions @ np.stack(axes)
    lengths = np.linalg.norm(away, axis=1)
    off = np.divide(np.linalg.norm(rest, axis=1), lengths, out=np.zeros(len(points)), where=lengths > 0)
    return {
        "points": points.tolist(),
        "shares": shares[:2].tolist(),
        "directions": [axis.tolist() for axis in axes],
        "positions": positions.tolist(),
        "offPlane": off.tolist(),
    }


random = np.random.default_rng(14)
walk = np.cumsum(random.normal(size=(12, 40)), axis=0)
bent = np.linspace(0, 3, 9)[:, None] ** np.array([1.0, 1.5, 2.0, 0.5, 3.0]) * random.normal(size=5)
few = random.normal(size=(3, 20))


def walk_shares(times):
    """Of a random walk in infinitely many dimensions, from its covariance."""
    times = np.array(times, dtype=float)
    covariance = np.minimum.outer(times, times) - times[0]
    middle = np.eye(len(times)) - 1 / len(times)
    values = np.linalg.eigvalsh(middle @ covariance @ middle)[::-1]
    return (values[:2] / values.sum()).tolist()


TIMES = [list(range(31)), list(range(101)), [0, 1, 2, 4, 8, 16, 32], [0, 5, 6]]

text = json.dumps(
    {
        "source": f"NumPy {np.__version__}",
        "planes": {name: plane(points) for name, points in {"walk": walk, "bent": bent, "few": few}.items()},
        "walkShares": [{"times": times, "shares": walk_shares(times)} for times in TIMES],
    }
)
Path(__file__).with_name("plane.json").write_text(text + "\n")
