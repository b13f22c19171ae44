"""A network that came from elsewhere, as a topology: the layers of an imported bundle (TENSORS.md), with the shapes of their
weights in place of the weights. No PyTorch here; graph_network.py builds it."""
import json
import math

from . import topology as shapes
from .costs import SOFTMAX_A_CLASS, Costs
from .errors import TrainingError

OPS = ("conv", "depthwise", "relu", "maxPool", "averagePool", "dense", "add")


def of_bundle(name, manifest, tensors):
    """The topology of a bundle's INT8 network. `tensors`: name -> array."""
    image = [manifest["input"][key] for key in ("height", "width", "channels")]
    layers = []
    for i, layer in enumerate(manifest["networks"]["int8"]["layers"]):
        layer = {"name": f"layer{i}", **layer}
        for field in ("weight", "bias"):
            if field in layer:
                layer[field] = list(tensors[layer[field]].shape)
        layers.append(layer)
    return from_layers(name, image, layers, name)


def from_layers(name, image, layers, where):
    """A topology, its layers checked. `layers`: objects as in a manifest, weights and biases given as shapes."""
    topology = shapes.Topology(name, *image, layers[-1]["weight"][0], (), own=True, graph=json.dumps(layers, sort_keys=True))
    for layer, _, after in walk(topology):
        if layer["op"] not in OPS or min(after) < 1:
            raise TrainingError(f"{where}: layer {layer['name']} ({layer['op']}) cannot be trained", "import it again")
    if layers[-1]["op"] != "dense":
        raise TrainingError(f"{where}: the last layer is not dense", "import it again")
    return topology


def inputs_of(layer, before):
    """Names of the layers that one reads; `before`: the one in front of it, None at the image."""
    return layer.get("inputs") or [layer.get("input", before)]


def walk(topology):
    """Yields (layer, input shape, output shape), shapes (height, width, channels), in order."""
    known, before = {None: (topology.height, topology.width, topology.channels)}, None
    for layer in json.loads(topology.graph):
        shape = known[inputs_of(layer, before)[0]]
        before = layer["name"]
        known[before] = output_shape(layer, shape)
        yield layer, shape, known[before]


def output_shape(layer, shape):
    h, w, c = shape
    if layer["op"] in ("conv", "depthwise"):
        units, *window = layer["weight"][:3]
        pads = [2 * (k // 2) if layer["padding"] == "same" else 0 for k in window]
        return tuple((n + pad - k) // layer["stride"] + 1 for n, pad, k in zip((h, w), pads, window)) + (units,)
    if layer["op"] == "dense":
        return (1, 1, layer["weight"][0])
    if layer.get("global"):
        return (1, 1, c)
    if layer["op"] in ("maxPool", "averagePool"):
        return shapes.output_shape(shapes.Pool(layer["kernel"], layer["stride"], layer["rounding"]), shape, 0)
    return shape


def count(topology):
    """Costs of the network; costs.py says what counts."""
    parameters = macs = others = 0
    for layer, shape, after in walk(topology):
        elements = math.prod(after)
        if "weight" in layer:
            weights = math.prod(layer["weight"])
            parameters += weights + after[2]
            macs += weights * after[0] * after[1]
            others += after[2] if layer["op"] in ("conv", "depthwise") else 0
            others += elements if layer.get("relu") else 0
        elif layer.get("global"):
            others += math.prod(shape)
        else:
            others += elements * layer.get("kernel", 1) ** 2
    return Costs(parameters, 0, macs, macs + others + SOFTMAX_A_CLASS * topology.classes)
