"""Executes a bundle from its neutral tensors alone: in float, or with the INT8 network's power-of-two radices (eq. (1) to (5)).

This is a forecast for the training side (does this network survive projection to 8 bits?), independent of networks.py. The figure
that counts is the integer engine's, through `nanocoop quantise` and `nanocoop evaluate`.
"""
import numpy as np
import torch
from torch.nn import functional as F

from . import rounding
from .errors import TrainingError
from .networks import flatten_hwc, to_input


def fold(layers, tensors):
    """Folds each batch norm that follows a convolution into it, and ReLU into a field; returns new layers with NumPy arrays."""
    folded = []
    for layer in layers:
        layer = {k: tensors[v] if k in ("weight", "bias", "gamma", "beta", "mean", "variance") else v for k, v in layer.items()}
        before = folded[-1] if folded else None
        if layer["op"] == "batchNorm" and before["op"] == "conv":
            scale = layer["gamma"] / np.sqrt(layer["variance"] + layer["epsilon"])  # (O,)
            before["weight"] = before["weight"] * scale[:, None, None, None]  # (O, kH, kW, I)
            before["bias"] = (before.get("bias", 0) - layer["mean"]) * scale + layer["beta"]  # (O,)
        elif layer["op"] == "relu" and before["op"] in ("conv", "dense"):
            before["relu"] = True
        else:
            folded.append(layer)
    return folded


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
def run_float(layers, tensors, images, dtype=torch.float32):
    """uint8 (N, H, W, C), or float (N, F) for a glue -> float logits (N, classes), layer by layer as the manifest has them."""
    x = to_input(images).to(dtype) if isinstance(images, np.ndarray) else images  # (N, C, H, W)
    named = {}
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
            x = torch.where(x >= 0, 1.0, -1.0).to(dtype)
        elif layer["op"] in ("maxPool", "averagePool"):
            x = pool(x, layer)
        elif layer["op"] == "add":
            x = named[layer["inputs"][0]] + named[layer["inputs"][1]]  # (N, C, H, W)
        if layer["op"] == "relu" or layer.get("relu"):
            x = F.relu(x)
        if "radix" in layer:
            x = rounding.on_radix(x, layer["radix"], rounding.LOWEST_ACTIVATION)
        if "name" in layer:
            named[layer["name"]] = x
    return x


def glue_inputs(manifest, tensors, images):
    """uint8 (N, H, W, C) -> what enters the glue's dense layer, (N, F): both networks' logits, or what enters their last layers."""
    joined = []
    for key in ("bnn", "int8"):
        layers = manifest["networks"][key]["layers"]
        y = run_float(layers if manifest["form"] == "bcnet-logits" else layers[:-1], tensors, images)
        joined.append(flatten_hwc(y))  # (N, F of this network)
    return torch.cat(joined, 1)


def radix_for(values, limit):
    """The radix f of least squared error when `values` become q / 2^f with |q| <= limit."""
    best = None
    top = int(np.floor(np.log2(limit / max(float(np.abs(values).max()), 1e-9))))
    for f in range(top, top + 4):
        q = np.clip(np.floor(values * 2.0 ** f + 0.5), -limit, limit)
        error = float(((q / 2.0 ** f - values) ** 2).mean())
        if best is None or error < best[0]:
            best = (error, f)
    return best[1]


class RadixNetwork:
    """The INT8 network of a bundle with radices chosen on its calibration images. Plain sequences with max pooling only."""

    def __init__(self, manifest, tensors):
        layers = manifest["networks"]["int8"]["layers"]
        if any(layer["op"] in ("add", "averagePool") for layer in layers):
            raise TrainingError("the forecast knows no residual networks", "nanocoop quantise and evaluate give the real figure")
        self.layers = fold(layers, tensors)
        x = to_input(tensors[manifest["calibration"]])  # (N, C, H, W)
        radix = 7
        for layer in self.layers:
            if layer["op"] == "maxPool":
                x = pool(x, layer)
                continue
            layer["weight_radix"] = f_w = radix_for(layer["weight"], 127)
            layer["q"] = torch.as_tensor(np.clip(np.floor(layer["weight"] * 2.0 ** f_w + 0.5), -127, 127))
            layer["q_bias"] = torch.as_tensor(np.floor(layer["bias"] * 2.0 ** (radix + f_w) + 0.5)).float()
            x = multiply(x, layer, torch.as_tensor(layer["weight"]), torch.as_tensor(layer["bias"]))
            if layer is self.layers[-1]:
                break  # logits stay int32: eq. (5)
            if layer.get("relu"):
                x = F.relu(x)
            out = min(radix_for(x.numpy(), 127), radix + f_w)
            layer["shift"], radix = radix + f_w - out, out

    @torch.no_grad()
    def __call__(self, images):
        """uint8 (N, H, W, C) -> integer logits (N, classes), held in float."""
        x = to_input(images) * 128  # (N, C, H, W)
        for layer in self.layers:
            if layer["op"] == "maxPool":
                x = pool(x, layer)
                continue
            x = multiply(x, layer, layer["q"], layer["q_bias"])
            if layer is self.layers[-1]:
                return x
            x = torch.floor(x / 2.0 ** layer["shift"] + (0.5 if layer["shift"] else 0)).clamp(-128, 127)  # eq. (2)
            if layer.get("relu"):
                x = F.relu(x)


def accuracy(network, split, batch=500):
    right = 0
    for i in range(0, len(split.y), batch):
        right += int((network(split.x[i:i + batch]).argmax(1).numpy() == split.y[i:i + batch]).sum())
    return right / len(split.y)
