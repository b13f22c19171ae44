"""Builds a network that came from elsewhere (graph.py) for PyTorch, so that a BC-Net can be trained with it and a binary network
distilled from it. Its batch norms were folded when it was imported."""
import json

import torch
from torch import nn
from torch.nn import functional as F

from . import graph, networks, topology as shapes


class GraphConvOp(nn.Conv2d):
    """A convolution, or a depthwise one: a group and a filter for each channel."""

    def __init__(self, layer):
        self.op = layer["op"]
        units, height, width, channels = layer["weight"]
        pad = (height // 2, width // 2) if layer["padding"] == "same" else 0
        groups = units if layer["op"] == "depthwise" else 1
        super().__init__(channels * groups, units, (height, width), layer["stride"], pad, groups=groups, bias="bias" in layer)
        self.layer = shapes.Conv(units, max(height, width), layer["stride"], layer["padding"])
        self.relu = layer.get("relu", False)

    def exported_weight(self):
        return self.weight  # (O, I, kH, kW)

    def forward(self, x):  # (N, I, H, W)
        y = super().forward(x)  # (N, O, H', W')
        return F.relu(y) if self.relu else y


class AveragePoolOp(nn.AvgPool2d):
    """Windows that are clipped at the edge divide by the taps inside, eq. (3)."""

    op = "averagePool"

    def __init__(self, layer):
        super().__init__(layer.kernel, layer.stride, ceil_mode=layer.rounding == "up")
        self.layer = layer


class AddOp(nn.Module):
    op = "add"

    def __init__(self, relu):
        super().__init__()
        self.relu = relu

    def forward(self, a, b):  # two maps of one shape
        return F.relu(a + b) if self.relu else a + b


def operation_of(layer):
    if layer["op"] in ("conv", "depthwise"):
        return GraphConvOp(layer)
    if layer["op"] == "dense":
        units, inputs = layer["weight"]
        return networks.DenseOp(inputs, units, layer.get("relu", False))
    if layer["op"] == "add":
        return AddOp(layer.get("relu", False))
    if layer["op"] == "relu":
        return networks.ReluOp()
    if layer.get("global"):
        return networks.GlobalPoolOp(shapes.GlobalPool({"maxPool": "max", "averagePool": "average"}[layer["op"]]))
    pool = shapes.Pool(layer["kernel"], layer["stride"], layer["rounding"])
    return networks.MaxPoolOp(pool) if layer["op"] == "maxPool" else AveragePoolOp(pool)


class GraphOp(nn.Module):
    """Every layer but the last as one operation of a Network: what reads what is named."""

    op = "graph"

    def __init__(self, layers):
        super().__init__()
        self.steps, before = [], None  # (name, names of what it reads)
        for layer in layers:
            self.steps.append((layer["name"], graph.inputs_of(layer, before)))
            before = layer["name"]
        self.layers = nn.ModuleList(operation_of(layer) for layer in layers)

    def forward(self, x):  # (N, C, H, W)
        values = {None: x}
        for (name, reads), operation in zip(self.steps, self.layers):
            y = values[name] = operation(*(values[each] for each in reads))
        return y


def build(topology):
    """The network, its weights not yet those that it came with."""
    *body, end = json.loads(topology.graph)
    return networks.Network([GraphOp(body), operation_of(end)]).to(memory_format=torch.channels_last)


def fill(network, manifest, tensors):
    """Puts a bundle's weights into the network that `build` made of its topology."""
    operations = [*network.operations[0].layers, network.operations[1]]
    with torch.no_grad():
        for layer, operation in zip(manifest["networks"]["int8"]["layers"], operations):
            if "weight" in layer:
                weight = torch.as_tensor(tensors[layer["weight"]])  # (O, kH, kW, I) or (O, F)
                operation.weight.copy_(weight.permute(0, 3, 1, 2) if weight.dim() == 4 else weight)
                if operation.bias is not None:
                    operation.bias.copy_(torch.as_tensor(tensors[layer["bias"]]) if "bias" in layer else operation.bias * 0)
    return network
