"""The networks, defined once: a topology is a list of shapes, from which networks.py builds every form (real, binary).

Geometry is that of the table in numerics.md, which tests/training checks against costs.py.
"""
import json
from dataclasses import dataclass
from typing import Optional, Tuple, Union

from .errors import TrainingError


@dataclass(frozen=True)
class Conv:
    """ReLU follows, and in training a batch norm before it."""

    channels: int
    kernel: int
    stride: int = 1
    padding: str = "same"  # "same" pads kernel // 2 zeros on every side, "valid" none: eq. (3)


@dataclass(frozen=True)
class Pool:
    """Max pooling."""

    kernel: int
    stride: int
    rounding: str  # "up": windows clipped at the edge, as Caffe has it; "down": the rest is dropped: eq. (3)


@dataclass(frozen=True)
class GlobalPool:
    kind: str  # "max" or "average", over the whole map


@dataclass(frozen=True)
class Block:
    """Residual block: two 3x3 convolutions; the shortcut is a 1x1 convolution without batch norm where the stride is not 1."""

    channels: int
    stride: int = 1

    def first(self):
        return Conv(self.channels, 3, self.stride)

    def second(self):
        return Conv(self.channels, 3)

    def shortcut(self):
        return Conv(self.channels, 1, self.stride) if self.stride != 1 else None


@dataclass(frozen=True)
class Dense:
    """The last one gives the logits; ReLU follows the others."""

    units: Optional[int] = None  # None: one unit a class


Layer = Union[Conv, Pool, GlobalPool, Block, Dense]


@dataclass(frozen=True)
class Topology:
    name: str
    height: int
    width: int
    channels: int
    classes: int  # of the data set the papers (or MLPerf Tiny) use it for
    layers: Tuple[Layer, ...]
    own: bool = False  # a person's own, from topology_file.py
    graph: Optional[str] = None  # of a network from elsewhere: its layers (graph.py) as JSON, in place of `layers`
    stem: int = 0  # of its first layers, convolutions and pooling, that it has in common with the other network of its pair

    @property
    def has_blocks(self):
        return any(isinstance(layer, Block) for layer in self.layers)


CAFFE_POOL = Pool(3, 2, "up")
HALVE = Pool(2, 2, "down")


def vgg_group(channels):
    return Conv(channels, 3, padding="valid"), Conv(channels, 3), HALVE


TOPOLOGIES = {
    t.name: t
    for t in (
        Topology("caffenet", 32, 32, 3, 10, (Conv(32, 5), CAFFE_POOL, Conv(32, 5), CAFFE_POOL, Conv(64, 5), CAFFE_POOL, Dense())),
        Topology("vgg6", 32, 32, 3, 100, (*vgg_group(32), *vgg_group(64), *vgg_group(128), Dense())),
        Topology(
            "gscnet",
            32,
            32,
            1,
            31,
            (Conv(32, 5), CAFFE_POOL, Conv(32, 5), CAFFE_POOL, Conv(64, 5), Conv(64, 5), CAFFE_POOL, Dense()),
        ),
        Topology(
            "fernet",
            44,
            44,
            1,
            7,
            (*3 * (Conv(32, 3),), HALVE, *3 * (Conv(64, 3),), HALVE, *3 * (Conv(128, 3),), GlobalPool("max"), Dense()),
        ),
        Topology(
            "lenet5",
            32,
            32,
            1,
            10,
            (Conv(6, 3, padding="valid"), HALVE, Conv(16, 3, padding="valid"), HALVE, Dense(120), Dense(84), Dense()),
        ),
        Topology(
            "lightnet",
            32,
            32,
            3,
            10,
            (  # 3x3 throughout; its first layer, which is 8 bit in the binary form, strides
                Conv(32, 3, 2),
                Conv(64, 3),
                HALVE,
                Conv(128, 3),
                HALVE,
                Conv(128, 3),
                Dense(),
            ),
        ),
        Topology(  # the same idea for FerNet's input, with one more layer
            "lightfernet",
            44,
            44,
            1,
            7,
            (Conv(32, 3, 2), Conv(64, 3), HALVE, Conv(128, 3), Conv(128, 3), HALVE, Conv(128, 3), Dense()),
        ),
        Topology(  # and for GscNet's
            "lightgscnet",
            32,
            32,
            1,
            31,
            (Conv(32, 3, 2), Conv(64, 3), HALVE, Conv(128, 3), HALVE, Conv(128, 3), Dense()),
        ),
        # A pair that shares its first layer: lightnet's, and a residual network behind it.
        Topology(
            "stemnet",
            32,
            32,
            3,
            10,
            (Conv(32, 3, 2), Conv(64, 3), HALVE, Conv(128, 3), HALVE, Conv(128, 3), Dense()),
            stem=1,
        ),
        Topology(
            "stemres8",
            32,
            32,
            3,
            10,
            (Conv(32, 3, 2), Block(32), Block(64, 2), Block(128, 2), GlobalPool("average"), Dense()),
            stem=1,
        ),
        Topology("resnet8", 32, 32, 3, 10, (Conv(16, 3), Block(16), Block(32, 2), Block(64, 2), GlobalPool("average"), Dense())),
        Topology(
            "resnet20",
            32,
            32,
            3,
            10,
            (
                Conv(16, 3),
                *3 * (Block(16),),
                Block(32, 2),
                *2 * (Block(32),),
                Block(64, 2),
                *2 * (Block(64),),
                GlobalPool("average"),
                Dense(),
            ),
        ),
    )
}


def find(name):
    if name not in TOPOLOGIES:
        raise TrainingError(f"no network is called {name}", f"one of: {', '.join(TOPOLOGIES)}")
    return TOPOLOGIES[name]


def pair_name(topology, binary):
    return f"{binary}-{topology}" if binary and binary != topology else topology


def register(topology):
    """Makes a person's own topology known by its name for the rest of this process."""
    known = TOPOLOGIES.setdefault(topology.name, topology)
    if known != topology:
        raise TrainingError(
            f"another network is called {topology.name} already", "choose another name, or another --out for another network"
        )
    return known


def output_shape(layer, shape, classes):
    """Shape (height, width, channels) after `layer`; a dense layer gives (1, 1, units)."""
    h, w, c = shape
    if isinstance(layer, Conv):
        pad = layer.kernel // 2 if layer.padding == "same" else 0
        return tuple((n + 2 * pad - layer.kernel) // layer.stride + 1 for n in (h, w)) + (layer.channels,)
    if isinstance(layer, Block):
        return output_shape(layer.first(), shape, classes)
    if isinstance(layer, Pool):
        up = layer.stride - 1 if layer.rounding == "up" else 0
        return tuple((n - layer.kernel + up) // layer.stride + 1 for n in (h, w)) + (c,)
    if isinstance(layer, GlobalPool):
        return (1, 1, c)
    return (1, 1, layer.units or classes)


def walk(topology, classes):
    """Yields (layer, input shape, output shape) in order."""
    shape = (topology.height, topology.width, topology.channels)
    for layer in topology.layers:
        after = output_shape(layer, shape, classes)
        yield layer, shape, after
        shape = after


def features(topology, classes):
    """Inputs of the last layer."""
    if topology.graph:
        return json.loads(topology.graph)[-1]["weight"][1]
    h, w, c = list(walk(topology, classes))[-1][1]
    return h * w * c
