"""From checkpoints to a bundle, with float logits beside it by which the quantiser can check itself."""
import pathlib

import numpy as np
import torch

from . import bundle, calibration, cooperative, training
from .data import preprocess
from .errors import TrainingError

CALIBRATION_SAMPLES = 512
CHECK_SAMPLES = 64
ACCURACY_KEYS = {"int8": "fp32", "bnn": "bnnFloat", "glue": "bcnetFloat"}
CHECK_KEYS = {"int8": "fp32_logits", "bnn": "bnn_logits", "glue": "glue_logits"}


def load(path, forms, data):
    network, checkpoint = training.load_network(path)
    if checkpoint["data_sha256"] != data.sha256:
        raise TrainingError(f"{path} was trained on other data than {data.about.file_name} here", "train again")
    if checkpoint["recipe"]["form"] not in forms:
        raise TrainingError(f"{path} holds a {checkpoint['recipe']['form']} network")
    return network, checkpoint


def export_coopnet(name, fp32_path, bnn_path, data, folder, command):
    """CoopNet: two networks that know nothing of each other."""
    real, real_checkpoint = load(fp32_path, ("fp32",), data)
    binary, binary_checkpoint = load(bnn_path, ("bnn",), data)
    heads = {"int8": real, "bnn": binary}
    described = {key: bundle.describe(network, key) for key, network in heads.items()}
    topologies = {"int8": real_checkpoint["recipe"]["topology"], "bnn": binary_checkpoint["recipe"]["topology"]}
    checkpoints = {"fp32": real_checkpoint, "bnn": binary_checkpoint}
    return write(name, "coopnet", heads, described, topologies, checkpoints, data, folder, command, keeps_last_layer=True)


def export_bcnet(name, path, data, folder, command, step_one):
    """BC-Net: frozen binary network, INT8 branch, glue. `step_one`: {"fp32": path, "bnn": path}, for their provenance."""
    network, checkpoint = load(path, cooperative.FORMS, data)
    recipe = checkpoint["recipe"]
    checkpoints = {key: load(each, (key,), data)[1] for key, each in step_one.items()}
    checkpoints[recipe["form"]] = checkpoint
    heads = {"int8": network.int8, "bnn": network.bnn, "glue": network}
    described = {key: bundle.describe(heads[key], key) for key in ("int8", "bnn")}
    described["glue"] = bundle.describe_glue(network)
    topologies = {"int8": recipe["topology"], "bnn": recipe.get("binary") or recipe["topology"]}
    # Without a loss of its own the branch's last layer means nothing where the glue reads features.
    keeps = recipe["form"] == "bcnet-logits" or recipe.get("branch", 0) > 0
    return write(name, recipe["form"], heads, described, topologies, checkpoints, data, folder, command, keeps)


def write(name, form, heads, described, topologies, checkpoints, data, folder, command, keeps_last_layer):
    """Writes manifest.json, tensors.npz and float-check.npz into `folder`; returns the manifest.

    Choices (temperature) are made on validation data; the test accuracies are reported, nothing depends on them.
    """
    folder = pathlib.Path(folder)
    networks, tensors, accuracy, check = {}, {}, {}, {}
    for key, network in heads.items():
        layers, own = described[key]
        tensors.update(own)
        validation = training.logits_of(network, data.validation.x)  # (N, classes)
        test = training.logits_of(network, data.test.x)  # (N, classes)
        networks[key] = {"temperature": round(calibration.fit_temperature(validation, data.validation.y), 4), "layers": layers}
        if key in topologies:
            networks[key] = {"topology": topologies[key], **networks[key]}
        float_key = "branchFloat" if key == "int8" and "glue" in heads else ACCURACY_KEYS[key]
        accuracy[float_key] = float((test.argmax(1).numpy() == data.test.y).mean())
        accuracy[float_key + "Validation"] = float((validation.argmax(1).numpy() == data.validation.y).mean())
        check[CHECK_KEYS[key]] = validation[:CHECK_SAMPLES].numpy()
    networks["int8"]["keepsLastLayer"] = keeps_last_layer
    bundle.require_finite(tensors)

    seed = checkpoints["fp32"]["seed"]
    rng = np.random.default_rng([seed, 0xCA1])
    chosen = np.sort(rng.choice(len(data.train.y), min(CALIBRATION_SAMPLES, len(data.train.y)), replace=False))
    tensors["calibration"] = preprocess(data.train.x[chosen], data.about)
    h, w, c = data.about.shape
    manifest = {
        "format": "nanocoop-tensors", "version": 1, "name": name, "form": form,
        "input": {"height": h, "width": w, "channels": c, "preprocessing": data.about.preprocessing or {"kind": "none"}},
        "classes": list(data.about.classes),
        "calibration": "calibration",
        "networks": networks,
        "defaultConfidenceThreshold": None,
        "provenance": {
            "dataset": data.about.title, "datasetSha256": data.sha256,
            "recipe": {key: held["recipe"] for key, held in checkpoints.items()},
            "seed": seed,
            "epochs": {key: len(held["history"]) for key, held in checkpoints.items()},
            "accuracy": accuracy,
            "command": command, "torch": torch.__version__,
            "seconds": round(sum(h["seconds"] for held in checkpoints.values() for h in held["history"])),
        },
    }
    bundle.write(folder, manifest, tensors)
    np.savez_compressed(folder / "float-check.npz", x=data.validation.x[:CHECK_SAMPLES],
                        y=data.validation.y[:CHECK_SAMPLES].astype(np.uint8), **check)
    return manifest
