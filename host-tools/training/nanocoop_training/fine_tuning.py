"""Quantisation-aware fine-tuning: the real network as `nanocoop quantise` will have it, eq. (1) to (3) and (15).

Batch norms are folded for good; weights are rounded to the radix of least squared error, and so is what each layer gives (its
radix an average over the batches). Gradients go straight through. The quantiser chooses its radices again, on its own
calibration images.
"""
import torch
from torch.nn import functional as F

from . import cooperative, networks, rounding


class RoundedConvOp(networks.ConvOp):
    """Convolution with its batch norm and ReLU in it."""

    def __init__(self, conv, norm=None, relu=False):
        super().__init__(conv.in_channels, conv.layer, bias=True)
        self.relu, self.grid = relu, rounding.ActivationGrid()
        with torch.no_grad():
            scale = (
                torch.ones(conv.out_channels) if norm is None else norm.weight / torch.sqrt(norm.running_var + norm.eps)
            )  # (O,)
            bias = torch.zeros(conv.out_channels) if conv.bias is None else conv.bias  # (O,)
            self.weight.copy_(conv.weight * scale[:, None, None, None])  # (O, I, kH, kW)
            self.bias.copy_(bias if norm is None else (bias - norm.running_mean) * scale + norm.bias)

    def exported_weight(self):
        return rounding.to_radix(self.weight)  # (O, I, kH, kW)

    def forward(self, x):  # (N, I, H, W)
        y = self._conv_forward(x, self.exported_weight(), self.bias)  # (N, O, H', W')
        return self.grid(F.relu(y) if self.relu else y)


class RoundedHiddenDenseOp(networks.RoundedDenseOp):
    """A dense layer that is not the last: its output is rounded too."""

    def __init__(self, inputs, units, relu):
        super().__init__(inputs, units, relu)
        self.grid = rounding.ActivationGrid()

    def forward(self, x):  # (N, C, H, W) or (N, F)
        return self.grid(super().forward(x))  # (N, units)


class RoundedAverageOp(networks.GlobalPoolOp):
    def __init__(self, layer):
        super().__init__(layer)
        self.grid = rounding.ActivationGrid()

    def forward(self, x):  # (N, C, H, W)
        return self.grid(super().forward(x))  # (N, C, 1, 1)


class RoundedResidualOp(torch.nn.Module):
    op = "add"

    def __init__(self, block):
        super().__init__()
        first, norm, _, second, second_norm = block.main
        self.main = torch.nn.ModuleList((RoundedConvOp(first, norm, relu=True), RoundedConvOp(second, second_norm)))
        self.shortcut = RoundedConvOp(block.shortcut) if block.shortcut else None
        self.grid = rounding.ActivationGrid()

    def forward(self, x):  # (N, I, H, W)
        y = self.main[1](self.main[0](x))  # (N, O, H', W')
        return self.grid(F.relu(y + (self.shortcut(x) if self.shortcut else x)))


def rounded_dense(dense, last):
    made = (
        networks.RoundedDenseOp(dense.in_features, dense.out_features)
        if last
        else RoundedHiddenDenseOp(dense.in_features, dense.out_features, dense.relu)
    )
    made.load_state_dict(dense.state_dict(), strict=False)  # the grid is new
    return made


def rounded_real(network):
    """A real Network with its weights in rounded operations."""
    operations, rest = list(network.operations[: network.stem]), list(network.operations[network.stem :])
    while rest:  # a stem stays as it is
        operation = rest.pop(0)
        if isinstance(operation, networks.ConvOp):  # conv -> batch norm -> ReLU, networks.build_real
            norm, _ = rest.pop(0), rest.pop(0)
            operation = RoundedConvOp(operation, norm, relu=True)
        elif isinstance(operation, networks.ResidualOp):
            operation = RoundedResidualOp(operation)
        elif isinstance(operation, networks.DenseOp):
            operation = rounded_dense(operation, last=not rest)
        elif operation.op == "averagePool":
            operation = RoundedAverageOp(operation.layer)
        operations.append(operation)
    made = networks.Network(operations, network.stem).to(memory_format=torch.channels_last)
    return made.freeze_stem() if network.stem_is_frozen else made


def rounded(network):
    """A real network, or a cooperative one whose binary network stays as it is, ready to be fine-tuned."""
    if not isinstance(network, cooperative.CooperativeNetwork):
        return rounded_real(network)
    together = cooperative.CooperativeNetwork(network.form, network.bnn, rounded_real(network.int8))
    together.glue = rounded_dense(network.glue, last=True)
    return together
