"""Builds a topology as a real network (FP32, later INT8) or as a binary one (XNOR-Net template, eq. (6) to (12)).

A network is a plain sequence of operations, each a module that knows its name in TENSORS.md (`op`), so that export.py
only has to walk it. Tensors are NCHW in PyTorch's channels-last memory format; exported ones are NHWC.
"""
import torch
from torch import nn
from torch.nn import functional as F

from . import topology as shapes


class SignFunction(torch.autograd.Function):
    """+1 where x >= 0, else -1 (eq. (7)); the gradient is that of a piecewise parabola (Bi-Real Net): 2 - 2|x| for |x| < 1."""

    @staticmethod
    def forward(ctx, x):  # any shape
        ctx.save_for_backward(x)
        return torch.ones_like(x).copysign_(x + 0.0)  # x + 0.0 turns -0.0 into +0.0, which counts as +1

    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return g * (2 - 2 * x.abs()).clamp_(min=0)


class WeightSignFunction(torch.autograd.Function):
    """alpha * sign(w), alpha = mean|w| of the filter (eq. (8)); straight-through gradient where |w| <= 1."""

    @staticmethod
    def forward(ctx, w):  # (O, I, kH, kW)
        ctx.save_for_backward(w)
        alpha = w.abs().mean(dim=(1, 2, 3), keepdim=True)  # (O, 1, 1, 1)
        return torch.ones_like(w).copysign_(w + 0.0) * alpha

    @staticmethod
    def backward(ctx, g):
        w, = ctx.saved_tensors
        return g * (w.abs() <= 1)


class ConvOp(nn.Conv2d):
    op = "conv"

    def __init__(self, in_channels, layer, bias):
        pad = layer.kernel // 2 if layer.padding == "same" else 0
        super().__init__(in_channels, layer.channels, layer.kernel, layer.stride, pad, bias=bias)
        self.layer = layer


class BinaryConvOp(nn.Module):
    """Signs in, signs of the weights, times alpha. Zero padding: border taps count nothing (eq. (7))."""

    op = "binaryConv"

    def __init__(self, in_channels, layer):
        super().__init__()
        self.layer = layer
        self.weight = nn.Parameter(torch.empty(layer.channels, in_channels, layer.kernel, layer.kernel))  # (O, I, kH, kW)
        nn.init.uniform_(self.weight, -0.1, 0.1)

    def forward(self, x):  # (N, I, H, W) of +1 and -1
        pad = self.layer.kernel // 2 if self.layer.padding == "same" else 0
        return F.conv2d(x, WeightSignFunction.apply(self.weight), None, self.layer.stride, pad)  # (N, O, H', W')


class BatchNormOp(nn.BatchNorm2d):
    op = "batchNorm"


class ReluOp(nn.Module):
    op = "relu"

    def forward(self, x):  # any shape
        return F.relu(x)


class SignOp(nn.Module):
    op = "sign"

    def forward(self, x):  # any shape
        return SignFunction.apply(x)


class MaxPoolOp(nn.MaxPool2d):
    op = "maxPool"

    def __init__(self, layer):
        super().__init__(layer.kernel, layer.stride, ceil_mode=layer.rounding == "up")
        self.layer = layer


class DenseOp(nn.Linear):
    """Flattens in HWC order, as the engine does."""

    op = "dense"

    def forward(self, x):  # (N, C, H, W) or (N, F)
        if x.dim() == 4:
            x = x.permute(0, 2, 3, 1).flatten(1)  # (N, H*W*C)
        return super().forward(x)  # (N, units)


class Network(nn.Module):
    def __init__(self, operations):
        super().__init__()
        self.operations = nn.ModuleList(operations)

    def forward(self, x):  # (N, C, H, W), values (p - 128) / 128
        for operation in self.operations:
            x = operation(x)
        return x  # (N, classes) logits


def to_input(images):
    """uint8 (N, H, W, C) -> float (N, C, H, W), (p - 128) / 128 as eq. (4), channels last in memory."""
    x = torch.as_tensor(images).permute(0, 3, 1, 2)  # (N, C, H, W), a view: stays channels last
    return (x.float() - 128) / 128


def build_real(topology, classes):
    """conv -> batch norm -> ReLU [-> pool]; batch norm folds into the convolution when quantised."""
    operations = []
    for layer, (h, w, c), _ in shapes.walk(topology, classes):
        if isinstance(layer, shapes.Conv):
            operations += [ConvOp(c, layer, bias=False), BatchNormOp(layer.channels), ReluOp()]
        elif isinstance(layer, shapes.Pool):
            operations.append(MaxPoolOp(layer))
        else:
            if layer.units:
                raise NotImplementedError("hidden dense layers")
            operations.append(DenseOp(h * w * c, classes))
    return Network(operations)


def build_binary(topology, classes):
    """conv [-> pool] -> batch norm -> sign -> binary convolution [-> pool] -> batch norm -> sign ... -> ReLU -> dense."""
    operations, pending = [], None  # pending: batch norm that waits until a pool, if any, has gone before it

    def flush(activation):
        if pending:
            operations.extend([pending, activation])

    for layer, (h, w, c), _ in shapes.walk(topology, classes):
        if isinstance(layer, shapes.Conv):
            flush(SignOp())
            operations.append(BinaryConvOp(c, layer) if operations else ConvOp(c, layer, bias=False))
            pending = BatchNormOp(layer.channels)
        elif isinstance(layer, shapes.Pool):
            operations.append(MaxPoolOp(layer))
        else:
            if layer.units:
                raise NotImplementedError("hidden dense layers")
            flush(ReluOp())
            pending = None
            operations.append(DenseOp(h * w * c, classes))
    return Network(operations)


BUILDERS = {"fp32": build_real, "bnn": build_binary}


def build(topology_name, form, classes):
    network = BUILDERS[form](shapes.TOPOLOGIES[topology_name], classes)
    return network.to(memory_format=torch.channels_last)
