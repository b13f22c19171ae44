"""An INT8 network read back from a blob (MODEL-FORMAT.md) as an fp32 checkpoint: a teacher, or a network to go on from, whose
own checkpoint is lost. Weights and biases are those of the blob, divided by their radices; what layers give is not rounded.

Reads weights in the reference's layout alone: `nanocoop repack MODEL.ncn --layout reference -o REFERENCE.ncn` writes that.
"""
import hashlib
import pathlib
import struct
import zlib
from dataclasses import replace

import numpy as np
import torch

from . import checkpoints, networks, recipes, topology as shapes, training
from .errors import TrainingError
from .networks import BatchNormOp, ConvOp, DenseOp, ResidualOp

INT8_NET = 1
CONV, DENSE, DENSE_LOGITS = 1, 2, 3
LAYER_BYTES = 96


def weighted_layers(path):
    """Returns ([(float32 (O, kH, kW, I) or (O, F), float32 (O,))], SHA-256): weights and biases of the INT8 network's layers, in
    order."""
    try:
        raw = pathlib.Path(path).read_bytes()
        magic, abi, _, size, crc = struct.unpack_from("<4sHHII", raw)
        if (magic, abi, size) != (b"NCN1", 1, len(raw)) or zlib.crc32(raw[16:]) != crc:
            raise ValueError("magic, length or CRC-32 are wrong")
        count, offset = raw[92 + INT8_NET], struct.unpack_from("<3I", raw, 96)[INT8_NET]
        layers = [read_layer(path, raw, offset + LAYER_BYTES * i) for i in range(count)]
    except (OSError, ValueError, struct.error) as error:
        raise TrainingError(
            f"{path} is no whole model blob: {error}", "give a .ncn file of `nanocoop quantise` or `repack`"
        ) from error
    return [layer for layer in layers if layer], hashlib.sha256(raw[48:]).hexdigest()


def read_layer(path, raw, at):
    op, layout = raw[at], raw[at + 1]
    if op not in (CONV, DENSE, DENSE_LOGITS):
        return None
    if layout:
        raise TrainingError(
            f"{path} has weights in layout {layout}",
            f"nanocoop repack {path} --layout reference -o REFERENCE.ncn, and give that file",
        )
    height, width, channels, _, _, units = struct.unpack_from("<6H", raw, at + 8)
    radix_in, _, radix_weight, _ = struct.unpack_from("<4b", raw, at + 26)
    weight_at, weight_bytes, bias_at, bias_bytes = struct.unpack_from("<4I", raw, at + 32)
    shape = (units, raw[at + 20], raw[at + 21], channels) if op == CONV else (units, height * width * channels)
    weight = np.frombuffer(raw, "i1", weight_bytes, weight_at).reshape(shape) / 2.0**radix_weight
    bias = np.frombuffer(raw, "<i4", bias_bytes // 4, bias_at) / 2.0 ** (radix_in + radix_weight)
    return weight.astype(np.float32), bias.astype(np.float32)


def slots(network):
    """Yields the modules that take the layers' tensors, in the order of a blob: (convolution, batch norm or None) or (dense,
    None)."""
    operations = list(network.operations)
    for i, operation in enumerate(operations):
        if isinstance(operation, ResidualOp):
            yield operation.main[0], operation.main[1]
            yield operation.main[3], operation.main[4]
            if operation.shortcut is not None:
                yield operation.shortcut, None
        elif isinstance(operation, ConvOp):
            yield operation, operations[i + 1]
        elif isinstance(operation, DenseOp):
            yield operation, None


def fill(network, layers, where):
    """Puts the layers' tensors into an fp32 network of their topology; its batch norms then only add the bias."""
    found = list(slots(network))
    if len(found) != len(layers):
        raise TrainingError(
            f"{where} has {len(layers)} layers with weights, this topology {len(found)}", "name the topology of its INT8 network"
        )
    with torch.no_grad():
        for number, ((module, norm), (weight, bias)) in enumerate(zip(found, layers)):
            tensor = torch.as_tensor(weight)
            tensor = tensor.permute(0, 3, 1, 2) if tensor.dim() == 4 else tensor  # (O, I, kH, kW)
            if tensor.shape != module.weight.shape:
                raise TrainingError(
                    f"{where}, layer with weights {number}: its weights are {tuple(tensor.shape)}, the topology's "
                    f"{tuple(module.weight.shape)}",
                    "name the topology of its INT8 network",
                )
            module.weight.copy_(tensor)
            if isinstance(norm, BatchNormOp):
                norm.weight.fill_(1)
                norm.bias.copy_(torch.as_tensor(bias))
                norm.running_mean.zero_()
                norm.running_var.fill_(1 - norm.eps)
            else:
                module.bias.copy_(torch.as_tensor(bias))
    return network


def write_checkpoint(path, topology, data, out, say=print):
    """OUT/best.pt: the blob's INT8 network as an fp32 network of `topology`; returns and says its accuracy on validation data."""
    shapes.find(topology)
    layers, sha256 = weighted_layers(path)
    network = fill(networks.build(topology, "fp32", len(data.about.classes)), layers, path).eval()
    accuracy = training.validate(network, data.validation)[0]
    recipe = replace(recipes.choose(topology, "fp32", data.about.name), epochs=0)
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = checkpoints.describe(recipe, data, network, torch.optim.SGD(network.parameters(), lr=0.1), [])
    checkpoint.update(
        blob=pathlib.Path(path).name, origin=f"INT8 network read back from {pathlib.Path(path).name}, SHA-256 {sha256}"
    )
    checkpoints.save(checkpoint, out / "best.pt")
    say(f"{out / 'best.pt'}: {topology}, validation {accuracy:.4f}")
    return accuracy
