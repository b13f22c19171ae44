"""Rounding to 8 bits in training, straight through in the gradient: what the quantiser will do to the ends of a binary network.

Weights that leave training lie on these grids, so `nanocoop quantise` finds them again without error.
"""
import torch
from torch import nn

LARGEST = 127
LOWEST_ACTIVATION = -128  # weights end at -127, eq. (1)
RADICES = range(-4, 12)
KEPT = 0.99  # of an average over batches that each further batch leaves
LOOKED_AT = 16  # samples of a batch, which is in random order


def straight_through(x, rounded):
    return x + (rounded - x).detach()


def round_half_up(x):
    return torch.floor(x + 0.5)


def to_eight_bits(weight):
    """(O, ...) -> the same, each filter rounded to 255 steps between -max|w| and max|w|: eq. (10) with the gain 127/max|w|."""
    step = weight.detach().abs().flatten(1).amax(1).clamp(min=1e-12) / LARGEST  # (O,)
    step = step.reshape(-1, *[1] * (weight.dim() - 1))
    return straight_through(weight, round_half_up(weight / step) * step)


def on_radix(x, radix, lowest=-LARGEST):
    return round_half_up(x * 2.0**radix).clamp(lowest, LARGEST) * 2.0**-radix


def to_edge(x, radix):
    """Distance of each value from where its rounding on this radix changes; any shape."""
    y = x * 2.0**radix + 0.5
    return (y - torch.round(y)).abs() * 2.0**-radix


@torch.no_grad()
def errors(x, lowest=-LARGEST):
    """Mean squared error of x at each of RADICES: float (R,)."""
    return torch.stack([(on_radix(x, radix, lowest) - x).square().mean() for radix in RADICES])


def to_radix(weight):
    """Rounds to the radix of least squared error, eq. (1)."""
    radix = RADICES[int(errors(weight.detach()).argmin())]
    return straight_through(weight, on_radix(weight, radix))


class ActivationGrid(nn.Module):
    """Rounds activations to int8 at the radix whose squared error, averaged over the batches seen in training, is least."""

    def __init__(self):
        super().__init__()
        self.register_buffer("error", torch.zeros(len(RADICES)))  # (R,)

    def radix(self):
        return RADICES[int(self.error.argmin())]

    def forward(self, x):  # any shape
        if self.training:
            new = errors(x[:LOOKED_AT].detach().float(), LOWEST_ACTIVATION)  # (R,)
            self.error.copy_(new if not self.error.any() else KEPT * self.error + (1 - KEPT) * new)
        return straight_through(x, on_radix(x, self.radix(), LOWEST_ACTIVATION))
