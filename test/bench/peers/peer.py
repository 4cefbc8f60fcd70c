"""What the Python peers share: their arguments, MNIST's images, and the benchmark's protocol.

A peer is started as `python3 PEER.py WORKLOAD --images N --threads T`, with the thread counts of its libraries in the
environment. It loads the images, warms up, prints one JSON line, and then, for each line that it reads, trains on the
first N training images and evaluates the 10,000 test images, and prints their seconds as one JSON line.
"""
import argparse
import glob
import gzip
import json
import os
import sys
import time

import numpy as np

WARM_UP_IMAGES = 2000


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", choices=["W1", "W2", "W3", "W4"])
    parser.add_argument("--images", type=int, default=50000)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def _idx(stem, header):
    paths = sorted(glob.glob(os.path.join(os.environ["BACKPROP_MNIST"], stem + "[.-]idx*-ubyte*")))
    if not paths:
        sys.exit(f"{stem}: expected in the folder that BACKPROP_MNIST names, found nothing")
    with open(paths[0], "rb") as file:
        content = file.read()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return np.frombuffer(content, np.uint8, offset=header)


def load(images, dtype=np.float32):
    """First training images and all test images, 0 to 1, each with its labels."""
    x_train = _idx("train-images", 16).reshape(-1, 784)[:images]
    y_train = _idx("train-labels", 8)[:images].astype(np.int64)
    x_test = _idx("t10k-images", 16).reshape(-1, 784)
    y_test = _idx("t10k-labels", 8).astype(np.int64)
    return x_train.astype(dtype) / 255, y_train, x_test.astype(dtype) / 255, y_test


def _say(**reply):
    print(json.dumps(reply), flush=True)


def serve(train_epoch, evaluate, images, **versions):
    """Measures `train_epoch(count)`, which shuffles and trains on so many images, and `evaluate()`, the accuracy."""
    train_epoch(min(images, WARM_UP_IMAGES))
    evaluate()
    _say(versions=versions)
    while sys.stdin.readline():
        started = time.perf_counter()
        train_epoch(images)
        trained = time.perf_counter()
        accuracy = evaluate()
        evaluated = time.perf_counter()
        _say(epochs=1, trainSeconds=trained - started, evaluateSeconds=evaluated - trained,
             testAccuracy=float(accuracy))
