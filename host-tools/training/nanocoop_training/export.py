"""From two checkpoints (FP32, BNN) to a CoopNet bundle, with float logits beside it by which the quantiser can check itself."""
import pathlib

import numpy as np
import torch

from . import bundle, calibration, training
from .errors import TrainingError

CALIBRATION_SAMPLES = 512
CHECK_SAMPLES = 64


def export_coopnet(name, fp32_path, bnn_path, data, folder, preprocessing, command):
    """Writes manifest.json, tensors.npz and float-check.npz into `folder`; returns the manifest.

    Choices (temperature) are made on validation data; the test accuracies are reported, nothing depends on them.
    """
    folder = pathlib.Path(folder)
    checkpoints, networks, tensors, accuracy, check = {}, {}, {}, {}, {}
    samples = data.validation.x[:CHECK_SAMPLES]
    for key, path in (("int8", fp32_path), ("bnn", bnn_path)):
        network, checkpoint = training.load_network(path)
        recipe = checkpoint["recipe"]
        if checkpoint["data_sha256"] != data.sha256:
            raise TrainingError(f"{path} was trained on other data than {data.about.file_name} here", "train again")
        if recipe["form"] != {"int8": "fp32", "bnn": "bnn"}[key]:
            raise TrainingError(f"{path} holds a {recipe['form']} network")
        layers, own = bundle.describe(network, key)
        tensors.update(own)
        validation = training.logits_of(network, data.validation.x)  # (N, classes)
        test = training.logits_of(network, data.test.x)  # (N, classes)
        networks[key] = {
            "topology": recipe["topology"],
            "temperature": round(calibration.fit_temperature(validation, data.validation.y), 4),
            "layers": layers,
        }
        checkpoints[key] = checkpoint
        float_key = {"int8": "fp32", "bnn": "bnnFloat"}[key]
        accuracy[float_key] = float((test.argmax(1).numpy() == data.test.y).mean())
        accuracy[float_key + "Validation"] = float((validation.argmax(1).numpy() == data.validation.y).mean())
        check[{"int8": "fp32_logits", "bnn": "bnn_logits"}[key]] = validation[:CHECK_SAMPLES].numpy()
    networks["int8"]["keepsLastLayer"] = True
    bundle.require_finite(tensors)

    rng = np.random.default_rng([checkpoints["int8"]["seed"], 0xCA1])
    chosen = np.sort(rng.choice(len(data.train.y), min(CALIBRATION_SAMPLES, len(data.train.y)), replace=False))
    tensors["calibration"] = data.train.x[chosen]
    h, w, c = data.about.shape
    manifest = {
        "format": "nanocoop-tensors", "version": 1, "name": name, "form": "coopnet",
        "input": {"height": h, "width": w, "channels": c, "preprocessing": preprocessing},
        "classes": list(data.about.classes),
        "calibration": "calibration",
        "networks": networks,
        "defaultConfidenceThreshold": None,
        "provenance": {
            "dataset": data.about.title, "datasetSha256": data.sha256,
            "recipe": {k: checkpoints[n]["recipe"] for k, n in (("fp32", "int8"), ("bnn", "bnn"))},
            "seed": checkpoints["int8"]["seed"],
            "epochs": {k: len(checkpoints[n]["history"]) for k, n in (("fp32", "int8"), ("bnn", "bnn"))},
            "accuracy": accuracy,
            "command": command, "torch": torch.__version__,
            "seconds": round(sum(h["seconds"] for n in checkpoints.values() for h in n["history"])),
        },
    }
    bundle.write(folder, manifest, tensors)
    np.savez_compressed(folder / "float-check.npz", x=samples, y=data.validation.y[:CHECK_SAMPLES].astype(np.uint8), **check)
    return manifest
