"""Writes and checks a bundle of neutral tensors, as TENSORS.md specifies: manifest.json and tensors.npz in one folder."""
import json
import pathlib
import zipfile

import numpy as np

from .errors import TrainingError

# Tensor fields of each op: those it must have, those it may have.
TENSOR_FIELDS = {
    "conv": (("weight",), ("bias",)),
    "depthwise": (("weight",), ("bias",)),
    "binaryConv": (("weight",), ("alpha",)),
    "batchNorm": (("gamma", "beta", "mean", "variance"), ()),
    "relu": ((), ()),
    "sign": ((), ()),
    "maxPool": ((), ()),
    "averagePool": ((), ()),
    "add": ((), ()),
    "concat": ((), ()),
    "dense": (("weight",), ("bias",)),
}


INPUT = "input"  # the name of what enters a network


class Description:
    """The layers of one network for the manifest, and its tensors by name (PREFIX.NUMBER.FIELD)."""

    def __init__(self, prefix):
        self.prefix, self.layers, self.tensors = prefix, [], {}

    def store(self, field, tensor):
        name = f"{self.prefix}.{len(self.layers)}.{field}"
        self.tensors[name] = np.ascontiguousarray(tensor.detach().cpu().numpy(), dtype=np.float32)
        return name

    def add(self, operation):
        if hasattr(operation, "main"):
            self.add_block(operation)
            return
        if operation.op == "graph":
            self.add_graph(operation)
            return
        layer = {"op": operation.op}
        if operation.op in ("conv", "depthwise", "binaryConv"):
            weight = operation.weight if operation.op == "binaryConv" else operation.exported_weight()  # (O, I, kH, kW)
            layer["weight"] = self.store("weight", weight.permute(0, 2, 3, 1))  # (O, kH, kW, I)
            if getattr(operation, "bias", None) is not None:
                layer["bias"] = self.store("bias", operation.bias)  # (O,)
            layer.update(stride=operation.layer.stride, padding=operation.layer.padding)
            if operation.op != "binaryConv":
                layer["relu"] = getattr(operation, "relu", False)
        elif operation.op == "batchNorm":
            for field, tensor in (
                ("gamma", operation.weight),
                ("beta", operation.bias),
                ("mean", operation.running_mean),
                ("variance", operation.running_var),
            ):
                layer[field] = self.store(field, tensor)  # (O,)
            layer["epsilon"] = operation.eps
        elif operation.op == "relu" and operation.radix() is not None:
            layer["radix"] = operation.radix()
        elif operation.op in ("maxPool", "averagePool"):
            pool = operation.layer
            layer.update(
                {"global": True}
                if hasattr(pool, "kind")
                else {"kernel": pool.kernel, "stride": pool.stride, "rounding": pool.rounding}
            )
        elif operation.op == "dense":
            layer["weight"] = self.store("weight", operation.exported_weight())  # (O, H*W*C)
            layer["bias"] = self.store("bias", operation.bias)  # (O,)
            layer["relu"] = getattr(operation, "relu", False)
        self.layers.append(layer)

    def add_block(self, block):
        """A residual block: what its layers take and give is named, as TENSORS.md has it."""
        source = self.name_last()
        for operation in block.main:
            self.add(operation)
        operands = [self.name_last(), source]
        if block.shortcut is not None:
            self.add(block.shortcut)
            self.layers[-1]["input"] = source
            operands[1] = self.name_last()
        self.layers.append({"op": "add", "inputs": operands, "relu": True})

    def add_graph(self, graph):
        """The layers of an imported network, by the names that they have."""
        for (name, reads), operation in zip(graph.steps, graph.layers):
            self.add(operation)
            layer = self.layers[-1]
            layer["name"] = name
            if len(reads) > 1:
                layer.update(inputs=reads, relu=operation.relu)
            elif reads[0] is not None:
                layer["input"] = reads[0]

    def name_last(self):
        if not self.layers:
            return INPUT
        return self.layers[-1].setdefault("name", f"layer{len(self.layers) - 1}")


def describe(network, prefix):
    """Walks a network, behind its stem if it shares one: returns (layers for the manifest, tensors by name)."""
    return describe_operations(network.operations[network.stem :], prefix)


def describe_stem(network):
    """The same of its stem."""
    return describe_operations(network.operations[: network.stem], "stem")


def describe_operations(operations, prefix):
    description = Description(prefix)
    for operation in operations:
        description.add(operation)
    return description.layers, description.tensors


def describe_glue(network):
    """The glue of a cooperative network: `concat`, then its dense layer."""
    description = Description("glue")
    description.layers.append({"op": "concat"})
    layer = {"op": "dense"}
    layer.update(
        weight=description.store("weight", network.glue.exported_weight()),
        bias=description.store("bias", network.glue.bias),
        relu=False,
    )
    description.layers.append(layer)
    return description.layers, description.tensors


def write(folder, manifest, tensors):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    check(manifest, {name: (array.shape, array.dtype) for name, array in tensors.items()})
    np.savez_compressed(folder / "tensors.npz", **tensors)
    write_manifest(folder, manifest)


def write_manifest(folder, manifest):
    (pathlib.Path(folder) / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def read(folder):
    """Returns (manifest, tensors) of a checked bundle."""
    folder = pathlib.Path(folder)
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
        with open(folder / "tensors.npz", "rb") as file, np.load(file, allow_pickle=False) as archive:
            tensors = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{folder} is not a readable bundle: {error}", "export it again") from error
    check(manifest, {name: (array.shape, array.dtype) for name, array in tensors.items()})
    return manifest, tensors


def check(manifest, tensors):
    """Raises unless every tensor named is there with a fitting shape. `tensors`: name -> (shape, dtype)."""

    def need(condition, message):
        if not condition:
            raise TrainingError(f"bundle {manifest.get('name')!r}: {message}", "see TENSORS.md")

    need((manifest.get("format"), manifest.get("version")) == ("nanocoop-tensors", 1), "no nanocoop-tensors manifest, version 1")
    image = tuple(manifest["input"][k] for k in ("height", "width", "channels"))
    need(manifest["calibration"] in tensors, f"tensor {manifest['calibration']!r} is missing")
    shape, dtype = tensors[manifest["calibration"]]
    need(
        dtype == np.uint8 and shape[1:] == image and shape[0] >= 64,
        f"calibration is {dtype} {shape}, not uint8 (N >= 64, {image})",
    )
    for key, network in manifest["networks"].items():
        is_stem = key == "stem"
        need(is_stem or network["temperature"] > 0, f"{key}: temperature {network.get('temperature')}")
        need(network["layers"], f"{key}: it has no layers")
        need((network["layers"][-1]["op"] == "dense") != is_stem, f"{key}: the last layer is {'' if is_stem else 'not '}dense")
        for i, layer in enumerate(network["layers"]):
            where = f"{key} layer {i} ({layer['op']})"
            need(layer["op"] in TENSOR_FIELDS, f"{where}: unknown op")
            must, may = TENSOR_FIELDS[layer["op"]]
            channels = set()
            for field in must + may:
                if field not in layer:
                    need(field in may, f"{where}: no {field}")
                    continue
                need(layer[field] in tensors, f"{where}: tensor {layer[field]!r} is missing")
                shape, dtype = tensors[layer[field]]
                rank = {"weight": 2 if layer["op"] == "dense" else 4}.get(field, 1)
                need(dtype == np.float32 and len(shape) == rank, f"{where}: {field} is {dtype} {shape}")
                channels.add(shape[0])
            need(len(channels) <= 1, f"{where}: tensors disagree about the number of channels")
        if is_stem:
            continue
        units = tensors[network["layers"][-1]["weight"]][0][0]
        need(units == len(manifest["classes"]), f"{key}: {units} logits for {len(manifest['classes'])} classes")


def require_finite(tensors):
    for name, array in tensors.items():
        if not np.isfinite(array).all():
            raise TrainingError(f"tensor {name} holds values that are not finite", "train again with a lower --learning-rate")
