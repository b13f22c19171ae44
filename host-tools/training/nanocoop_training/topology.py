"""The networks, defined once: a topology is a list of shapes, from which networks.py builds every form (real, binary).

Geometry is that of the table in numerics.md, which tests/training checks against `parameters` and `macs`.
"""
from dataclasses import dataclass
from typing import Optional, Tuple, Union


@dataclass(frozen=True)
class Conv:
    channels: int
    kernel: int
    stride: int = 1
    padding: str = "same"  # "same" pads kernel // 2 zeros on every side, "valid" none: eq. (3)


@dataclass(frozen=True)
class Pool:
    kernel: int
    stride: int
    rounding: str  # "up": windows clipped at the edge, as Caffe has it; "down": the rest is dropped: eq. (3)


@dataclass(frozen=True)
class Dense:
    units: Optional[int] = None  # None: one unit a class


Layer = Union[Conv, Pool, Dense]


@dataclass(frozen=True)
class Topology:
    name: str
    height: int
    width: int
    channels: int
    layers: Tuple[Layer, ...]


CAFFE_POOL = Pool(3, 2, "up")

TOPOLOGIES = {
    t.name: t
    for t in (
        Topology("caffenet", 32, 32, 3, (
            Conv(32, 5), CAFFE_POOL, Conv(32, 5), CAFFE_POOL, Conv(64, 5), CAFFE_POOL, Dense())),
        Topology("gscnet", 32, 32, 1, (
            Conv(32, 5), CAFFE_POOL, Conv(32, 5), CAFFE_POOL, Conv(64, 5), Conv(64, 5), CAFFE_POOL, Dense())),
    )
}


def output_shape(layer, shape, classes):
    """Shape (height, width, channels) after `layer`; a dense layer gives (1, 1, units)."""
    h, w, c = shape
    if isinstance(layer, Conv):
        pad = layer.kernel // 2 if layer.padding == "same" else 0
        return tuple((n + 2 * pad - layer.kernel) // layer.stride + 1 for n in (h, w)) + (layer.channels,)
    if isinstance(layer, Pool):
        up = layer.stride - 1 if layer.rounding == "up" else 0
        return tuple((n - layer.kernel + up) // layer.stride + 1 for n in (h, w)) + (c,)
    return (1, 1, layer.units or classes)


def walk(topology, classes):
    """Yields (layer, input shape, output shape) in order."""
    shape = (topology.height, topology.width, topology.channels)
    for layer in topology.layers:
        after = output_shape(layer, shape, classes)
        yield layer, shape, after
        shape = after


def parameters(topology, classes):
    """Weights and biases of the folded network (batch norm folds away)."""
    total = 0
    for layer, (h, w, c), (_, _, o) in walk(topology, classes):
        if isinstance(layer, Conv):
            total += layer.kernel ** 2 * c * o + o
        elif isinstance(layer, Dense):
            total += h * w * c * o + o
    return total


def macs(topology, classes):
    """Multiplications of one inference; taps on padding count, biases do not."""
    total = 0
    for layer, (h, w, c), (oh, ow, o) in walk(topology, classes):
        if isinstance(layer, Conv):
            total += oh * ow * o * layer.kernel ** 2 * c
        elif isinstance(layer, Dense):
            total += h * w * c * o
    return total
