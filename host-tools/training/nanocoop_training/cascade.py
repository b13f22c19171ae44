"""A binary network trained for its place: the loss of the cascade that it will be the light mode of, and what full mode it needs.

The gate is the engine's, eq. (13) and (14): light where the confidence score (the difference of the two largest probabilities)
reaches a threshold. In training it opens softly, so that the network learns when to be sure as well as what to answer.
"""
import torch
from torch.nn import functional as F

THRESHOLD = 0.5  # the network fits its scale to it; the threshold in force is chosen on validation data afterwards
WIDTH = 0.1  # of the soft gate


def confidence_of(logits):
    """(N, C) -> CS (N,), 0 to 1."""
    largest = F.softmax(logits, 1).topk(2, 1).values  # (N, 2)
    return largest[:, 0] - largest[:, 1]


def loss_of(logits, labels, full_logits, price):
    """Expected errors of the cascade and `price` times its share of full mode: what a sample in full mode has to mend more often
    to be worth its time. `full_logits`: of the network behind it."""
    full = torch.sigmoid((THRESHOLD - confidence_of(logits)) / WIDTH)  # (N,)
    wrong_light = 1 - F.softmax(logits, 1).gather(1, labels[:, None])[:, 0]
    wrong_full = (full_logits.argmax(1) != labels).float()
    return (full * (wrong_full + price) + (1 - full) * wrong_light).mean()


def can_be_learned(logits, labels, full_logits):
    """(N,): samples that at least one of the two networks answers rightly; the others teach a light network nothing that it could
    use (cascade-aware training, arXiv 2406.00060)."""
    return (logits.detach().argmax(1) == labels) | (full_logits.argmax(1) == labels)


def full_fraction(logits, labels, full_logits, accuracy):
    """The least share of full mode, least confident samples first, with which the cascade is as accurate; None where it never
    is."""
    light = logits.argmax(1) == labels  # (N,)
    full = full_logits.argmax(1) == labels
    order = confidence_of(logits).argsort()
    gained = torch.cat([torch.zeros(1), (full.float() - light.float())[order].cumsum(0)])  # (N + 1,)
    reached = (light.sum() + gained >= accuracy * len(labels)).nonzero()
    return int(reached[0]) / len(labels) if len(reached) else None
