"""Student's t distribution by SciPy: how far out a share lies, both ends together. Writes student.json beside itself.

    pip install scipy
    python3 test/reference/make_student.py
"""

import json
from pathlib import Path

import scipy
from scipy import stats

DEGREES = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 7.3, 9, 14, 29.5, 49, 99, 101, 999, 1000, 9999, 1e6]
SHARES = [0.5, 0.1, 0.05, 0.01, 0.001]

points = [[degrees, share, stats.t.isf(share / 2, degrees)] for degrees in DEGREES for share in SHARES]

# Welch's test: lists of values, and the margin by which their means have to differ to be told apart with 95 %.
PAIRS = [
    ([0.91, 0.93, 0.92], [0.94, 0.95, 0.93]),
    ([0.5, 0.7], [0.6, 0.61, 0.62, 0.58, 0.6]),
    ([27.5, 21.0, 19.0, 23.6, 17.0, 17.9], [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8]),
    ([1, 2, 3, 4], [2, 2, 2, 2]),
]


def margin(a, b):
    interval = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    return (interval.high - interval.low) / 2


text = json.dumps(
    {
        "source": f"SciPy {scipy.__version__}",
        "points": points,
        "welch": [{"a": a, "b": b, "margin": margin(a, b)} for a, b in PAIRS],
    }
)
Path(__file__).with_name("student.json").write_text(text + "\n")
