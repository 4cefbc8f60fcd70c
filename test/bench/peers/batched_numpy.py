"""Peer: NumPy, a mini-batch as one matrix, float32, written by hand. Workloads W1 to W4."""
import numpy as np

import peer

A = peer.arguments()
W = A.workload
f32 = np.float32
rng = np.random.default_rng(1)
sizes, BATCH = dict(W1=([784, 30, 10], 10), W2=([784, 100, 10], 10),
                    W3=([784, 256, 128, 10], 128), W4=([784, 800, 10], 64))[W]
x_train, y_train, x_test, y_test = peer.load(A.images)
Y = np.eye(10, dtype=f32)[y_train]


def init(i, o):
    if W == "W1":
        return rng.standard_normal((i, o), f32), rng.standard_normal(o, f32)
    if W == "W2":
        return rng.standard_normal((i, o), f32) / f32(np.sqrt(i)), rng.standard_normal(o, f32)
    return rng.standard_normal((i, o), f32) * f32(np.sqrt(2 / i)), np.zeros(o, f32)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    z = np.exp(z - z.max(1, keepdims=True))
    z /= z.sum(1, keepdims=True)
    return z


P = []                      # [w0, b0, w1, b1, ...] (+ gamma, beta for W4)
for i, o in zip(sizes, sizes[1:]):
    P.extend(init(i, o))
L = len(sizes) - 1
if W == "W4":
    P += [np.ones(800, f32), np.zeros(800, f32)]
    run_mean, run_var = np.zeros(800, f32), np.ones(800, f32)
S1 = [np.zeros_like(p) for p in P]
S2 = [np.zeros_like(p) for p in P]
step = 0


def train_batch(x, y):
    global step, run_mean, run_var
    n = len(x)
    sig = W in ("W1", "W2")
    acts, a = [x], x
    for l in range(L):
        z = a @ P[2 * l]
        z += P[2 * l + 1]
        if l < L - 1 and W == "W4":
            mu = z.mean(0)
            xc = z - mu
            var = np.einsum("ij,ij->j", xc, xc) / n
            inv = 1 / np.sqrt(var + f32(1e-5))
            xh = xc * inv
            run_mean = f32(0.9) * run_mean + f32(0.1) * mu
            run_var = f32(0.9) * run_var + f32(0.1) * var
            z = P[4] * xh + P[5]
        if sig:
            a = sigmoid(z)
        elif l < L - 1:
            a = np.maximum(z, 0)
        else:
            a = softmax(z)
        acts.append(a)
    d = a - y
    if W == "W1":
        d *= a * (1 - a)
    G = [None] * len(P)
    for l in range(L - 1, -1, -1):
        if l < L - 1:
            d = d @ P[2 * l + 2].T
            h = acts[l + 1]
            d *= (h * (1 - h)) if sig else (h > 0)
            if W == "W4":
                G[4] = np.einsum("ij,ij->j", d, xh)
                G[5] = d.sum(0)
                d = (P[4] * inv) * (d - G[5] / n - xh * (G[4] / n))
        G[2 * l] = acts[l].T @ d
        G[2 * l + 1] = d.sum(0)
    if W == "W1":
        for p, g in zip(P, G):
            p -= f32(3.0 / n) * g
    elif W == "W2":
        for k, (p, g) in enumerate(zip(P, G)):
            if k % 2 == 0:
                p *= f32(1 - 0.5 * 5 / A.images)
            p -= f32(0.5 / n) * g
    elif W == "W3":
        step += 1
        c = f32(1e-3 * np.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step))
        for p, g, m, v in zip(P, G, S1, S2):
            g /= n
            m *= f32(.9)
            m += f32(.1) * g
            v *= f32(.999)
            g *= g
            g *= f32(.001)
            v += g
            p -= c * m / (np.sqrt(v) + f32(1e-8))
    else:
        for p, g, v in zip(P, G, S2):
            g /= n
            v *= f32(.99)
            v += f32(.01) * g * g
            p -= f32(1e-3) * g / (np.sqrt(v) + f32(1e-8))


def train_epoch(count):
    order = rng.permutation(count)
    for k in range(0, count, BATCH):
        i = order[k:k + BATCH]
        train_batch(x_train[i], Y[i])


def evaluate():
    a = x_test
    for l in range(L):
        a = a @ P[2 * l] + P[2 * l + 1]
        if l < L - 1:
            if W == "W4":
                a = P[4] * (a - run_mean) / np.sqrt(run_var + f32(1e-5)) + P[5]
            a = sigmoid(a) if W in ("W1", "W2") else np.maximum(a, 0)
    return (a.argmax(1) == y_test).mean()


peer.serve(train_epoch, evaluate, A.images, numpy=np.__version__)
