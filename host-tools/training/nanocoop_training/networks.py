"""Builds a topology as a real network (FP32, later INT8) or as a binary one (XNOR-Net template, eq. (6) to (12)).

A network is a plain sequence of operations, each a module that knows its name in TENSORS.md (`op`), so that export.py
only has to walk it. Tensors are NCHW in PyTorch's channels-last memory format; exported ones are NHWC.
"""
import torch
from torch import nn
from torch.nn import functional as F

from . import rounding, topology as shapes
from .errors import TrainingError


MOST_BINARY_KERNEL = 15  # MODEL-FORMAT.md


class SignFunction(torch.autograd.Function):
    """+1 where x >= 0, else -1 (eq. (7)); the gradient is that of a piecewise parabola (Bi-Real Net): 2 - 2|x| for |x| < 1."""

    @staticmethod
    def forward(ctx, x):  # any shape
        ctx.save_for_backward(x)
        return torch.ones_like(x).copysign_(x + 0.0)  # x + 0.0 turns -0.0 into +0.0, which counts as +1

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * (2 - 2 * x.abs()).clamp_(min=0)


class StraightThroughSignFunction(torch.autograd.Function):
    """The same sign; the gradient passes where |x| <= 1 (XNOR-Net)."""

    @staticmethod
    def forward(ctx, x):  # any shape
        ctx.save_for_backward(x)
        return torch.ones_like(x).copysign_(x + 0.0)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * (x.abs() <= 1)


SIGN_FUNCTIONS = {"parabola": SignFunction, "straight-through": StraightThroughSignFunction}


class WeightSignFunction(torch.autograd.Function):
    """alpha * sign(w), alpha = mean|w| of the filter (eq. (8)); straight-through gradient where |w| <= 1."""

    @staticmethod
    def forward(ctx, w):  # (O, I, kH, kW)
        ctx.save_for_backward(w)
        alpha = w.abs().mean(dim=(1, 2, 3), keepdim=True)  # (O, 1, 1, 1)
        return torch.ones_like(w).copysign_(w + 0.0) * alpha

    @staticmethod
    def backward(ctx, g):
        (w,) = ctx.saved_tensors
        return g * (w.abs() <= 1)


class ConvOp(nn.Conv2d):
    op = "conv"

    def __init__(self, in_channels, layer, bias):
        pad = layer.kernel // 2 if layer.padding == "same" else 0
        super().__init__(in_channels, layer.channels, layer.kernel, layer.stride, pad, bias=bias)
        self.layer = layer

    def exported_weight(self):
        return self.weight


class FirstConvOp(ConvOp):
    """First layer of a binary network, trained with the weights that eq. (10) gives it: 8 bits, each filter with a gain of its
    own."""

    def exported_weight(self):
        return rounding.to_eight_bits(self.weight)  # (O, I, kH, kW)

    def forward(self, x):  # (N, I, H, W)
        return self._conv_forward(x, self.exported_weight(), self.bias)  # (N, O, H', W')


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

    def radix(self):
        return None  # not rounded

    def forward(self, x):  # any shape
        return F.relu(x)


class RoundedReluOp(ReluOp):
    """ReLU behind the last hidden layer of a binary network, then the rounding to int8 of eq. (11)."""

    def __init__(self):
        super().__init__()
        self.grid = rounding.ActivationGrid()

    def radix(self):
        return self.grid.radix()

    def forward(self, x):  # any shape
        return self.grid(super().forward(x))


class SignOp(nn.Module):
    op = "sign"

    def __init__(self):
        super().__init__()
        self.function = SignFunction

    def forward(self, x):  # any shape
        return self.function.apply(x)


class MaxPoolOp(nn.MaxPool2d):
    op = "maxPool"

    def __init__(self, layer):
        super().__init__(layer.kernel, layer.stride, ceil_mode=layer.rounding == "up")
        self.layer = layer


class GlobalPoolOp(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer, self.op = layer, {"max": "maxPool", "average": "averagePool"}[layer.kind]

    def forward(self, x):  # (N, C, H, W)
        return x.amax((2, 3), keepdim=True) if self.layer.kind == "max" else x.mean((2, 3), keepdim=True)  # (N, C, 1, 1)


class ResidualOp(nn.Module):
    """ReLU(main(x) + shortcut(x)); several layers in a bundle, `add` the last of them."""

    op = "add"

    def __init__(self, in_channels, block):
        super().__init__()
        self.main = nn.ModuleList(
            (
                ConvOp(in_channels, block.first(), bias=False),
                BatchNormOp(block.channels),
                ReluOp(),
                ConvOp(block.channels, block.second(), bias=False),
                BatchNormOp(block.channels),
            )
        )
        self.shortcut = ConvOp(in_channels, block.shortcut(), bias=True) if block.shortcut() else None

    def forward(self, x):  # (N, I, H, W)
        y = x
        for operation in self.main:
            y = operation(y)
        return F.relu(y + (self.shortcut(x) if self.shortcut else x))  # (N, O, H', W')


def flatten_hwc(x):
    """(N, C, H, W) -> (N, H*W*C), the order in which the engine reads a map; (N, F) stays as it is."""
    return x.permute(0, 2, 3, 1).flatten(1) if x.dim() == 4 else x


class DenseOp(nn.Linear):
    op = "dense"

    def __init__(self, inputs, units, relu=False):
        super().__init__(inputs, units)
        self.relu = relu

    def exported_weight(self):
        return self.weight

    def forward(self, x):  # (N, C, H, W) or (N, F)
        y = F.linear(flatten_hwc(x), self.exported_weight(), self.bias)  # (N, units)
        return F.relu(y) if self.relu else y


class RoundedDenseOp(DenseOp):
    """Last layer of a binary network, trained with int8 weights of one radix, eq. (1)."""

    def exported_weight(self):
        return rounding.to_radix(self.weight)  # (O, F)


class Network(nn.Module):
    """`stem`: how many of its operations are the stem, which both networks of a pair have in common."""

    def __init__(self, operations, stem=0):
        super().__init__()
        self.operations, self.stem, self.stem_is_frozen = nn.ModuleList(operations), stem, False

    def freeze_stem(self):
        """The stem stays as it is, its batch norms too."""
        self.stem_is_frozen = True
        for operation in self.operations[: self.stem]:
            operation.requires_grad_(False)
        return self.train(self.training)

    def train(self, mode=True):
        super().train(mode)
        if self.stem_is_frozen:
            for operation in self.operations[: self.stem]:
                operation.eval()
        return self

    def forward(self, x):  # (N, C, H, W), values (p - 128) / 128
        for operation in self.operations:
            x = operation(x)
        return x  # (N, classes) logits


def to_input(images):
    """uint8 (N, H, W, C) -> float (N, C, H, W), (p - 128) / 128 as eq. (4), channels last in memory."""
    x = torch.as_tensor(images).permute(0, 3, 1, 2)  # (N, C, H, W), a view: stays channels last
    return (x.float() - 128) / 128


def real_operations(layer, shape, classes):
    """conv -> batch norm -> ReLU, or what else a layer is in a real network; batch norm folds when quantised."""
    h, w, c = shape
    if isinstance(layer, shapes.Conv):
        return [ConvOp(c, layer, bias=False), BatchNormOp(layer.channels), ReluOp()]
    if isinstance(layer, shapes.Block):
        return [ResidualOp(c, layer)]
    if isinstance(layer, shapes.Dense):
        return [DenseOp(h * w * c, layer.units or classes, relu=layer.units is not None)]
    return [pool_of(layer)]


def build_real(topology, classes):
    """Every layer as in the INT8 network."""
    operations, stem = [], 0
    for i, (layer, shape, _) in enumerate(shapes.walk(topology, classes)):
        operations += real_operations(layer, shape, classes)
        stem = len(operations) if i < topology.stem else stem
    return Network(operations, stem)


def check_binary(topology, classes):
    """Raises where the topology has no binary form that the quantiser recognises (TENSORS.md, "Layers")."""

    def need(condition, message):
        if not condition:
            raise TrainingError(
                f"{topology.name} has no binary form: {message}", "choose another topology for the binary network with --binary"
            )

    need(topology.graph is None, "it was imported")
    need(not topology.has_blocks, "it has residual blocks")
    need(isinstance(topology.layers[0], shapes.Conv), "its first layer is no convolution")
    hidden = 0
    for i, (layer, (h, w, _), _) in enumerate(shapes.walk(topology, classes)):
        if i < topology.stem:
            hidden = 1  # as one first layer
            continue
        if isinstance(layer, (shapes.Pool, shapes.GlobalPool)):
            need(getattr(layer, "kind", "max") == "max", "it pools by averages")
            need(isinstance(topology.layers[i - 1], shapes.Conv), f"pooling, layer {i}, does not follow a convolution")
        elif isinstance(layer, shapes.Dense) and layer.units:
            need(
                h == w <= MOST_BINARY_KERNEL,
                f"a hidden dense layer, {i}, is a convolution over the whole map, here {h}×{w}; at most "
                f"{MOST_BINARY_KERNEL}×{MOST_BINARY_KERNEL}, and square",
            )
        hidden += isinstance(layer, shapes.Conv) or bool(getattr(layer, "units", None))
    need(hidden >= 2, "it has no hidden layer between the first and the last")


def build_binary(topology, classes):
    """conv [-> pool] -> batch norm -> sign -> binary convolution [-> pool] -> batch norm -> sign ... -> ReLU -> dense.

    Hidden dense layers are binary convolutions over the whole map, eq. (12). A stem stands before the first batch norm as in the
    INT8 network.
    """
    check_binary(topology, classes)
    operations, pending = [], None  # pending: batch norm that waits until a pool, if any, has gone before it
    stem = 0

    def flush(activation):
        if pending:
            operations.extend([pending, activation])

    for i, (layer, (h, w, c), after) in enumerate(shapes.walk(topology, classes)):
        if isinstance(layer, shapes.Dense) and layer.units:
            layer = shapes.Conv(layer.units, h, padding="valid")
        if i < topology.stem:
            operations += real_operations(layer, (h, w, c), classes)
            stem, pending = len(operations), BatchNormOp(after[2])
        elif isinstance(layer, shapes.Conv):
            flush(SignOp())
            operations.append(BinaryConvOp(c, layer) if operations else FirstConvOp(c, layer, bias=False))
            pending = BatchNormOp(layer.channels)
        elif isinstance(layer, shapes.Dense):
            flush(RoundedReluOp())
            pending = None
            operations.append(RoundedDenseOp(h * w * c, classes))
        else:
            operations.append(pool_of(layer))
    return Network(operations, stem)


def pool_of(layer):
    return MaxPoolOp(layer) if isinstance(layer, shapes.Pool) else GlobalPoolOp(layer)


BUILDERS = {"fp32": build_real, "bnn": build_binary}


def build(topology_name, form, classes, sign_gradient="parabola"):
    network = BUILDERS[form](shapes.find(topology_name), classes)
    for operation in network.operations:
        if isinstance(operation, SignOp):
            operation.function = SIGN_FUNCTIONS[sign_gradient]
    return network.to(memory_format=torch.channels_last)
