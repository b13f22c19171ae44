"""Temperature of the softmax, fitted so that confidence means what it says: least negative log-likelihood on validation data."""
import math

import torch
from torch.nn import functional as F


LARGEST = 63.0  # a blob holds 1/64 to 64; answers that know nothing ask for more


def fit_temperature(logits, labels):
    """logits (N, C), labels (N,) -> T, 1/LARGEST to LARGEST, minimising the NLL of softmax(logits / T); golden section over log
    T."""
    logits = torch.as_tensor(logits).double()  # (N, C)
    labels = torch.as_tensor(labels)  # (N,)

    def nll(log_t):
        return float(F.cross_entropy(logits / torch.exp(torch.tensor(log_t, dtype=torch.float64)), labels))

    low, high, ratio = -math.log(LARGEST), math.log(LARGEST), (5**0.5 - 1) / 2
    for _ in range(60):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, b) if nll(a) < nll(b) else (a, high)
    return float(torch.exp(torch.tensor((low + high) / 2)))
