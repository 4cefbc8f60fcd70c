"""Activations, their slopes, and losses over z in ±1000, by mpmath with 50 digits. Writes activations.json beside itself.

    pip install mpmath        (or Debian's python3-mpmath)
    python3 test/reference/make_activations.py
    python3 test/reference/make_activations.py --mills    prints the coefficients of core/math/normal-distribution.ts

Every value is the double nearest to that of 50 digits.
"""

import json
import random
import sys
from pathlib import Path

import mpmath as mp

mp.mp.dps = 50
# e^-1000 beside 1 has 435 digits before its first.
WIDE = 500


def below(z):
    return mp.erfc(-z / mp.sqrt(2)) / 2


def density(z):
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def softplus(z):
    return mp.log1p(mp.exp(z)) if z < 0 else z + mp.log1p(mp.exp(-z))


ACTIVATIONS = {
    'sigmoid': (sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    'tanh': (mp.tanh, lambda z: 1 / mp.cosh(z) ** 2),
    'relu': (lambda z: max(z, mp.mpf(0)), lambda z: mp.mpf(z > 0)),
    'softplus': (softplus, sigmoid),
    'leaky-relu': (lambda z: z if z > 0 else mp.mpf(0.01) * z, lambda z: mp.mpf(1) if z > 0 else mp.mpf(0.01)),
    'elu': (lambda z: z if z > 0 else mp.expm1(z), lambda z: mp.mpf(1) if z > 0 else mp.exp(z)),
    'gelu': (lambda z: z * below(z), lambda z: below(z) + z * density(z)),
    'silu': (lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * sigmoid(-z))),
    'identity': (lambda z: z, lambda z: mp.mpf(1)),
}
ACTIVATIONS['elu-exact'] = ACTIVATIONS['elu']
ACTIVATIONS['gelu-exact'] = ACTIVATIONS['gelu']

# Losses of two outputs z and 0, of which the first, or the second, is right.
LOSSES = {
    'binary-cross-entropy': (lambda z: softplus(-z) + mp.log(2), lambda z: softplus(z) + mp.log(2)),
    'softmax-cross-entropy': (lambda z: softplus(-z), softplus),
    'mse': (lambda z: sigmoid(-z) ** 2 / 2 + mp.mpf(1) / 8, lambda z: sigmoid(z) ** 2 / 2 + mp.mpf(1) / 8),
}

draw = random.Random(7)
SIZES = [1e-300, 1e-20, 1e-8, 1e-3, 0.1, 0.25, 0.5, 0.75179, 1, 1.2784645, 1.5, 2, 2.5, 2.8284, 3, 3.5, 4, 5, 5.5, 6]
SIZES += [7, 8, 8.3, 8.4853, 9, 10, 12, 15, 18, 20, 22, 25, 30, 34, 36, 37, 38, 38.4, 39, 40, 45, 50, 70, 87, 88, 89, 100]
SIZES += [104, 150, 200, 300, 350, 400, 500, 600, 700, 708, 709.5, 710, 740, 745, 745.2, 746, 800, 900, 1000]
SIZES += [draw.uniform(0, 6) for _ in range(60)] + [draw.uniform(0, 40) for _ in range(60)]
SIZES += [draw.uniform(0, 1000) for _ in range(30)]
POINTS = sorted([-size for size in SIZES] + [0.0] + SIZES)


def mills(degree):
    def value(q):
        t = 3 * (1 + q) / (1 - q)
        return (1 + t) * below(-t) / density(t)

    count = degree + 1
    nodes = [mp.pi * (k + mp.mpf(1) / 2) / count for k in range(count)]
    values = [value(mp.cos(node)) for node in nodes]
    return [
        float((2 if j else 1) * sum(v * mp.cos(j * node) for v, node in zip(values, nodes)) / count)
        for j in range(count)
    ]


if '--mills' in sys.argv:
    print(mills(30)[:27])
    # The kernels' polynomial is that of degree 10, in powers of q.
    import numpy

    print([float(x) for x in numpy.polynomial.chebyshev.cheb2poly(mills(10))])
    sys.exit()

with mp.workdps(WIDE):
    table = {
        'source': f'mpmath {mp.__version__}',
        'z': POINTS,
        'activations': {
            name: {'output': [float(f(mp.mpf(z))) for z in POINTS], 'slope': [float(d(mp.mpf(z))) for z in POINTS]}
            for name, (f, d) in ACTIVATIONS.items()
        },
        'losses': {
            name: {'first': [float(f(mp.mpf(z))) for z in POINTS], 'second': [float(s(mp.mpf(z))) for z in POINTS]}
            for name, (f, s) in LOSSES.items()
        },
        'erf': [float(mp.erf(mp.mpf(z))) for z in POINTS],
    }
Path(__file__).with_name('activations.json').write_text(json.dumps(table) + '\n')
