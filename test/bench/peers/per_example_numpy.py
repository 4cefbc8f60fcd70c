"""Peer: NumPy in the manner of network.py (Nielsen, Neural Networks and Deep Learning, chapter 1): float64, one
example at a time as a column vector, the gradients of a mini-batch added up. Workload W1."""
import numpy as np

import peer

A = peer.arguments()
x_train, y_train, x_test, y_test = peer.load(A.images, np.float64)
examples = [(x.reshape(-1, 1), y.reshape(-1, 1)) for x, y in zip(x_train, np.eye(10)[y_train])]
tests = [(x.reshape(-1, 1), y) for x, y in zip(x_test, y_test)]
SIZES, BATCH, ETA = [784, 30, 10], 10, 3.0
rng = np.random.default_rng(1)
biases = [rng.standard_normal((y, 1)) for y in SIZES[1:]]
weights = [rng.standard_normal((y, x)) for x, y in zip(SIZES, SIZES[1:])]


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def feedforward(a):
    for b, w in zip(biases, weights):
        a = sigmoid(np.dot(w, a) + b)
    return a


def backprop(x, y):
    activation, activations, zs = x, [x], []
    for b, w in zip(biases, weights):
        z = np.dot(w, activation) + b
        zs.append(z)
        activation = sigmoid(z)
        activations.append(activation)
    nabla_b, nabla_w = [None] * len(biases), [None] * len(weights)
    delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
    nabla_b[-1], nabla_w[-1] = delta, np.dot(delta, activations[-2].T)
    for layer in range(2, len(SIZES)):
        delta = np.dot(weights[-layer + 1].T, delta) * sigmoid_prime(zs[-layer])
        nabla_b[-layer], nabla_w[-layer] = delta, np.dot(delta, activations[-layer - 1].T)
    return nabla_b, nabla_w


def update_mini_batch(mini_batch):
    global biases, weights
    nabla_b = [np.zeros(b.shape) for b in biases]
    nabla_w = [np.zeros(w.shape) for w in weights]
    for x, y in mini_batch:
        delta_b, delta_w = backprop(x, y)
        nabla_b = [n + d for n, d in zip(nabla_b, delta_b)]
        nabla_w = [n + d for n, d in zip(nabla_w, delta_w)]
    weights = [w - (ETA / len(mini_batch)) * n for w, n in zip(weights, nabla_w)]
    biases = [b - (ETA / len(mini_batch)) * n for b, n in zip(biases, nabla_b)]


def train_epoch(count):
    order = rng.permutation(count)
    for k in range(0, count, BATCH):
        update_mini_batch([examples[i] for i in order[k:k + BATCH]])


def evaluate():
    return sum(np.argmax(feedforward(x)) == y for x, y in tests) / len(tests)


peer.serve(train_epoch, evaluate, A.images, numpy=np.__version__)
