"""A network that somebody has already (ONNX) and the binary one that is trained for it: from both to a CoopNet and a BC-Net."""
import hashlib
import math
import pathlib
import re
import subprocess
from dataclasses import replace

import numpy as np
import torch

from . import (
    bundle,
    checkpoints,
    compute,
    data as data_sets,
    graph,
    graph_network,
    models,
    own,
    recipes,
    topology as shapes,
    training,
)
from .datasets import DATA_SETS
from .errors import TrainingError

SURE = 3  # standard errors between two accuracies that are not chance
LAUNCHER = pathlib.Path(__file__).resolve().parents[2] / ("nanocoop.cmd" if pathlib.os.name == "nt" else "nanocoop")


def import_network(path, archive, folder, scale, say=print):
    """Runs `nanocoop import`: what the network may hold is said there. `scale`: its options for what the input means."""
    command = [str(LAUNCHER), "import", str(path), "-o", str(folder), "--data", str(archive), "--split", "train", *scale]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    if done.returncode:
        raise TrainingError(f"{path} was not imported:\n{done.stderr.strip()}", "see ONNX.md for what can be")
    say(done.stdout.strip().split(". Next:")[0])


def read(path, archive, runs, scale, say=print):
    """An ONNX file, or the bundle that `nanocoop import` made of one. Returns (topology, manifest, tensors, SHA-256)."""
    path = pathlib.Path(path)
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "network"
    if name in shapes.TOPOLOGIES and not shapes.TOPOLOGIES[name].own:
        name += "-onnx"
    folder = path
    if not (path / "manifest.json").is_file():
        if not path.is_file():
            raise TrainingError(f"there is no file {path}", "give an ONNX file, or a bundle of `nanocoop import`")
        folder = pathlib.Path(runs) / f"{name}-imported"
        import_network(path, archive, folder, scale, say)
    elif scale:
        raise TrainingError(f"{path} is a bundle, which knows what its input means", "leave out --range, --mean and --std")
    manifest, tensors = bundle.read(folder)
    digest = hashlib.sha256((folder / "tensors.npz").read_bytes() if folder == path else path.read_bytes()).hexdigest()
    return shapes.register(graph.of_bundle(name, manifest, tensors)), manifest, tensors, digest


def find_data(archive, topology, manifest, augmentation):
    """The archive as own.find_data reads it, its images padded as the network's import says."""
    about = own.describe(pathlib.Path(archive), topology, augmentation)
    if len(about.classes) != topology.classes:
        raise TrainingError(
            f"{archive} has {len(about.classes)} classes, the network {topology.classes} logits",
            "give the data it was trained on",
        )
    how = manifest["input"]["preprocessing"]
    if how["kind"] == "pad":
        height, width, channels = about.shape
        raw = (height - how["top"] - how["bottom"], width - how["left"] - how["right"], channels)
        about = replace(about, preprocessing=how, raw_shape=raw)
    DATA_SETS[about.name] = about
    return data_sets.load(about.name, pathlib.Path(archive).parent)


def write_checkpoint(topology, manifest, tensors, digest, origin, data, folder, say=print):
    """FOLDER/best.pt: the network as it came, an FP32 network that is trained already."""
    best = folder / "best.pt"
    if checkpoints.blob_of(folder) and checkpoints.load(best)[1]["sha256"] == digest:
        return
    if best.is_file():
        raise TrainingError(f"{folder} holds another network of that name", "give another --out, or the file another name")
    network = graph_network.fill(graph_network.build(topology), manifest, tensors).eval()
    accuracy = training.validate(network, data.validation)[0]
    recipe = replace(recipes.choose(topology.name, "fp32", data.about.name), epochs=0)
    checkpoint = checkpoints.describe(recipe, data, network, torch.optim.SGD(network.parameters(), lr=0.1), [])
    checkpoint.update(blob=origin, sha256=digest, origin=f"imported from {origin}, SHA-256 {digest}")
    folder.mkdir(parents=True, exist_ok=True)
    checkpoints.save(checkpoint, best)
    say(f"{origin}: validation {accuracy:.4f} in float")


def doubt_about(validation, test, is_held_out, name):
    """What to say of validation images that the partner may have been trained on; None: nothing speaks for it.
    validation, test: (right answers, images) of the partner."""
    (right_v, n_v), (right_t, n_t) = validation, test
    share = (right_v + right_t) / (n_v + n_t)
    error = math.sqrt(max(share * (1 - share), 1e-4) * (1 / n_v + 1 / n_t))
    consequence = "Thresholds chosen by such images are too high: more samples go to full mode than need to."
    if right_v / n_v - right_t / n_t > SURE * error:
        return (
            f"warning: {name} is right on {right_v / n_v:.1%} of the validation images and on {right_t / n_t:.1%} of the test "
            f"images, so it was probably trained on the former. {consequence} Give val_x and val_y that it has not seen."
        )
    if is_held_out:
        return (
            f"note: the validation images are held out of train_x. If {name} was trained on train_x, it has seen them. "
            f"{consequence} Then give val_x and val_y that it has not seen."
        )
    return None


def make(path, binary, archive, out, forms, augmentation, scale, choice, say=print, machine=compute.Compute()):
    """Trains the binary network and, for a BC-Net, both together; returns the manifests by form."""
    if choice.rounded:
        raise TrainingError("--rounded fine-tunes a network of the project's own form", "leave it out with --partner")
    if archive in DATA_SETS:
        raise TrainingError(f"--partner takes an archive of your own, not {archive}", "name the .npz file")
    real, manifest, tensors, digest = read(path, archive, out, scale, say)
    low = own.find_topology(binary) if binary else own.small_for(archive, (real.height, real.width, real.channels))
    whole = find_data(archive, real, manifest, augmentation)
    words = [f"--partner {path}", *([f"--binary {binary}"] if binary else []), f"--data {archive}", "--out RUNS", *scale]
    words += [f"--augmentation {augmentation}"] if augmentation else []
    family = models.family(real.name, whole.about.name, low.name, own.command_line(words))
    fp32 = models.checkpoints_of(family[0], out, choice)["fp32"].parent
    if machine.leads:
        write_checkpoint(real, manifest, tensors, digest, pathlib.Path(path).name, whole, fp32, say)
        network = graph_network.fill(graph_network.build(real), manifest, tensors).eval()
        right = [
            (round(training.validate(network, part)[0] * len(part.y)), len(part.y)) for part in (whole.validation, whole.test)
        ]
        with np.load(archive, allow_pickle=False) as arrays:
            doubt = doubt_about(*right, "val_x" not in arrays.files, pathlib.Path(path).name)
        if doubt:
            say(doubt)
        models.write_splits(whole, out)
    machine.wait()
    return own.make_family(family, forms, whole, out, choice, say, machine)
