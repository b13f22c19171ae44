"""Executes a bundle in float from its neutral tensors alone, independent of networks.py: what a bundle means (TENSORS.md)."""
import numpy as np
import torch
from torch.nn import functional as F

from . import rounding
from .networks import flatten_hwc, to_input


def pool(x, layer):  # (N, C, H, W)
    if layer.get("global"):
        return x.amax((2, 3), keepdim=True) if layer["op"] == "maxPool" else x.mean((2, 3), keepdim=True)  # (N, C, 1, 1)
    return F.max_pool2d(x, layer["kernel"], layer["stride"], ceil_mode=layer["rounding"] == "up")


def multiply(x, layer, weight, bias):
    """Convolution or dense layer; x (N, C, H, W), weight (O, kH, kW, I) or (O, F in HWC order)."""
    if layer["op"] == "dense":
        return F.linear(flatten_hwc(x), weight, bias)  # (N, O)
    pad = weight.shape[1] // 2 if layer["padding"] == "same" else 0
    return F.conv2d(x, weight.permute(0, 3, 1, 2), bias, layer["stride"], pad)  # (N, O, H', W')


@torch.no_grad()
def run_float(layers, tensors, images, dtype=torch.float32, edges=None):
    """uint8 (N, H, W, C), or float (N, F) for a glue -> float logits (N, classes), layer by layer as the manifest has them.
    `edges`: a list that takes how far each value lies from where its sign, or its rounding to 8 bits, changes, (N, C, H, W)."""
    x = to_input(images).to(dtype) if isinstance(images, np.ndarray) else images  # (N, C, H, W)
    named = {"input": x}
    for layer in layers:
        x = named.get(layer.get("input"), x)
        t = {k: torch.as_tensor(tensors[v]) for k, v in layer.items() if isinstance(v, str) and v in tensors}
        if layer["op"] == "binaryConv":
            weight = t["weight"]  # (O, kH, kW, I)
            sign = torch.where(weight >= 0, 1.0, -1.0).to(dtype)  # (O, kH, kW, I)
            x = multiply(x, layer, sign, None) * weight.abs().mean((1, 2, 3))[:, None, None]  # (N, O, H, W)
        elif layer["op"] in ("conv", "dense"):
            x = multiply(x, layer, t["weight"], t.get("bias"))  # (N, O, H, W) or (N, O)
        elif layer["op"] == "batchNorm":
            scale = t["gamma"] / torch.sqrt(t["variance"] + layer["epsilon"])  # (O,)
            x = (x - t["mean"][:, None, None]) * scale[:, None, None] + t["beta"][:, None, None]  # (N, O, H, W)
        elif layer["op"] == "sign":
            if edges is not None:
                edges.append(x.abs())
            x = torch.where(x >= 0, 1.0, -1.0).to(dtype)
        elif layer["op"] in ("maxPool", "averagePool"):
            x = pool(x, layer)
        elif layer["op"] == "add":
            x = named[layer["inputs"][0]] + named[layer["inputs"][1]]  # (N, C, H, W)
        if layer["op"] == "relu" or layer.get("relu"):
            x = F.relu(x)
        if "radix" in layer:
            if edges is not None:
                edges.append(rounding.to_edge(x, layer["radix"]))
            x = rounding.on_radix(x, layer["radix"], rounding.LOWEST_ACTIVATION)
        if "name" in layer:
            named[layer["name"]] = x
    return x


def run_stem(manifest, tensors, images, dtype=torch.float32):
    """What both networks begin with: the images, or what a shared stem makes of them, float (N, C, H, W)."""
    stem = manifest["networks"].get("stem")
    return run_float(stem["layers"], tensors, images, dtype) if stem else images


def glue_inputs(manifest, tensors, images):
    """uint8 (N, H, W, C) -> what enters the glue's dense layer, (N, F): both networks' logits, or what enters their last
    layers."""
    joined = []
    begin = run_stem(manifest, tensors, images)
    for key in ("bnn", "int8"):
        layers = manifest["networks"][key]["layers"]
        y = run_float(layers if manifest["form"] == "bcnet-logits" else layers[:-1], tensors, begin)
        joined.append(flatten_hwc(y))  # (N, F of this network)
    return torch.cat(joined, 1)
