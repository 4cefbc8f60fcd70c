"""Peer: scikit-learn's MLPClassifier with W3's settings and its own (Glorot) initialization; an epoch is one
partial_fit. Workload W3."""
import warnings

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier

import peer

warnings.simplefilter("ignore")
A = peer.arguments()
x_train, y_train, x_test, y_test = peer.load(A.images)
model = MLPClassifier((256, 128), activation="relu", solver="adam", learning_rate_init=1e-3,
                      batch_size=128, alpha=0.0, shuffle=True, random_state=1)


def train_epoch(count):
    model.partial_fit(x_train[:count], y_train[:count], classes=np.arange(10))


def evaluate():
    return (model.predict(x_test) == y_test).mean()


peer.serve(train_epoch, evaluate, A.images, sklearn=sklearn.__version__)
