"""Peer: PyTorch on the CPU, eager, as people write it; mini-batches are indexed from one tensor, which is faster than
a DataLoader. Workloads W1 to W4.

torch.set_num_threads does not reach an OpenBLAS with threads of its own: the benchmark sets OPENBLAS_NUM_THREADS too.
"""
import torch
import torch.nn.functional as F
from torch import nn

import peer

A = peer.arguments()
torch.set_num_threads(A.threads)
torch.manual_seed(1)
W = A.workload
sizes, BATCH = dict(W1=([784, 30, 10], 10), W2=([784, 100, 10], 10),
                    W3=([784, 256, 128, 10], 128), W4=([784, 800, 10], 64))[W]
x_train, y_train, x_test, y_test = (torch.from_numpy(a) for a in peer.load(A.images))
onehot = F.one_hot(y_train, 10).float()

modules = []
for k, (i, o) in enumerate(zip(sizes, sizes[1:])):
    linear = nn.Linear(i, o)
    if W == "W1":
        nn.init.normal_(linear.weight)
        nn.init.normal_(linear.bias)
    elif W == "W2":
        nn.init.normal_(linear.weight, std=i ** -.5)
        nn.init.normal_(linear.bias)
    else:
        nn.init.kaiming_normal_(linear.weight)
        nn.init.zeros_(linear.bias)
    modules.append(linear)
    is_last = k == len(sizes) - 2
    if W == "W4" and not is_last:
        modules.append(nn.BatchNorm1d(o))
    if W == "W1" or (W == "W2" and not is_last):
        modules.append(nn.Sigmoid())
    elif W in ("W3", "W4") and not is_last:
        modules.append(nn.ReLU())
net = nn.Sequential(*modules)
if W == "W1":
    optimizer = torch.optim.SGD(net.parameters(), lr=3.0)
    # mse_loss averages over the outputs too; this is ½ of the squared norm, averaged over examples.
    loss_fn = lambda out, y: .5 * F.mse_loss(out, y, reduction="sum") / len(y)
    target = onehot
elif W == "W2":
    weights = [p for name, p in net.named_parameters() if "weight" in name]
    biases = [p for name, p in net.named_parameters() if "bias" in name]
    optimizer = torch.optim.SGD([dict(params=weights, weight_decay=5 / A.images), dict(params=biases)], lr=.5)
    loss_fn = lambda out, y: F.binary_cross_entropy_with_logits(out, y, reduction="sum") / len(y)
    target = onehot
else:
    optimizer = (torch.optim.Adam if W == "W3" else torch.optim.RMSprop)(net.parameters(), lr=1e-3)
    loss_fn = F.cross_entropy
    target = y_train


def train_epoch(count):
    net.train()
    for index in torch.randperm(count).split(BATCH):
        x, y = x_train[index], target[index]
        optimizer.zero_grad(set_to_none=True)
        loss_fn(net(x), y).backward()
        optimizer.step()


def evaluate():
    net.eval()
    with torch.no_grad():
        return (net(x_test).argmax(1) == y_test).float().mean().item()


peer.serve(train_epoch, evaluate, A.images, torch=torch.__version__)
