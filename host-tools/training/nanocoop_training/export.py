"""From checkpoints to a bundle, with float logits beside it by which the quantiser can check itself."""
import pathlib
from collections import Counter

import numpy as np
import torch

from . import bundle, calibration, checkpoints, cooperative, stems, training
from .data import preprocess
from .errors import TrainingError

CALIBRATION_SAMPLES = 512
CHECK_SAMPLES = 64
ACCURACY_KEYS = {"int8": "fp32", "bnn": "bnnFloat", "glue": "bcnetFloat"}
CHECK_KEYS = {"int8": "fp32_logits", "bnn": "bnn_logits", "glue": "glue_logits"}


def load(path, form, data):
    network, checkpoint = checkpoints.load(path)
    if checkpoint["data_sha256"] != data.sha256:
        raise TrainingError(
            f"{path} was trained on other data than {data.about.file_name} here",
            "name the data that it was trained on, or train again with --restart",
        )
    if checkpoint["recipe"]["form"] != form:
        raise TrainingError(
            f"{path} holds a {checkpoint['recipe']['form']} network, not a {form} one", "name the checkpoint of that form"
        )
    return network, checkpoint


def export(name, form, paths, data, folder, command):
    """Writes the bundle of a CoopNet, or of a BC-Net: frozen binary network, INT8 branch, glue. `paths`: fp32, bnn and the
    form's own checkpoint."""
    loaded = {key: load(path, key, data) for key, path in paths.items()}
    trained = {key: checkpoint for key, (_, checkpoint) in loaded.items()}
    real, binary, together = (loaded[key][0] if key in loaded else None for key in ("fp32", "bnn", form))
    stems.check_pair(*(trained[key]["recipe"]["topology"] for key in ("bnn", "fp32")))
    networks_of = [(together.bnn, together.int8)] if together is not None else []
    for a, b in [(binary, real), *networks_of]:
        stems.require_same(a, b, (paths["bnn"], paths["fp32"] if a is binary else paths[form]))
    topologies = {"int8": trained["fp32"]["recipe"]["topology"], "bnn": trained["bnn"]["recipe"]["topology"]}
    if together is None:
        heads = {"int8": real, "bnn": binary}
        described = {key: bundle.describe(network, key) for key, network in heads.items()}
        before = checkpoints.start_of(pathlib.Path(paths["fp32"]).parent) if trained["fp32"]["recipe"].get("rounded") else None
        return write(
            name,
            form,
            heads,
            described,
            topologies,
            trained,
            data,
            folder,
            command,
            keeps_last_layer=True,
            step_one=load(before / "best.pt", "fp32", data)[0] if before else None,
        )
    heads = {"int8": together.int8, "bnn": together.bnn, "glue": together}
    described = {key: bundle.describe(heads[key], key) for key in ("int8", "bnn")}
    described["glue"] = bundle.describe_glue(together)
    # Without a loss of its own the branch's last layer means nothing where the glue reads features.
    keeps = form == "bcnet-logits" or trained[form]["recipe"].get("branch", 0) > 0
    return write(name, form, heads, described, topologies, trained, data, folder, command, keeps, step_one=real)


def write(name, form, heads, described, topologies, trained, data, folder, command, keeps_last_layer, step_one=None):
    """Writes manifest.json, tensors.npz and float-check.npz into `folder`; returns the manifest.

    `trained`: the checkpoints by form. Choices (temperature) are made on validation data; the test accuracies are reported,
    nothing depends on them.
    """
    folder = pathlib.Path(folder)
    networks, tensors, accuracy, check = {}, {}, {}, {}
    if step_one is not None:
        for split, text in ((data.validation, "Validation"), (data.test, "")):
            accuracy["fp32" + text] = training.validate(step_one, split)[0]
    if heads["int8"].stem:
        layers, tensors = bundle.describe_stem(heads["int8"])
        networks["stem"] = {"layers": layers}
    for key, network in heads.items():
        layers, own = described[key]
        tensors.update(own)
        validation = training.logits_of(network, data.validation.x)  # (N, classes)
        test = training.logits_of(network, data.test.x)  # (N, classes)
        networks[key] = {"temperature": round(calibration.fit_temperature(validation, data.validation.y), 4), "layers": layers}
        if key in topologies:
            networks[key] = {"topology": topologies[key], **networks[key]}
        float_key = ACCURACY_KEYS[key]
        if key == "int8" and step_one is not None:
            float_key = "branchFloat" if "glue" in heads else "roundedFloat"
        accuracy[float_key] = float((test.argmax(1).numpy() == data.test.y).mean())
        accuracy[float_key + "Validation"] = float((validation.argmax(1).numpy() == data.validation.y).mean())
        check[CHECK_KEYS[key]] = validation[:CHECK_SAMPLES].numpy()
    networks["int8"]["keepsLastLayer"] = keeps_last_layer
    bundle.require_finite(tensors)

    seed = trained["fp32"]["seed"]
    rng = np.random.default_rng([seed, 0xCA1])
    chosen = np.sort(rng.choice(len(data.train.y), min(CALIBRATION_SAMPLES, len(data.train.y)), replace=False))
    tensors["calibration"] = preprocess(data.train.x[chosen], data.about)
    h, w, c = data.about.shape
    manifest = {
        "format": "nanocoop-tensors",
        "version": 1,
        "name": name,
        "form": form,
        "input": {"height": h, "width": w, "channels": c, "preprocessing": data.about.preprocessing or {"kind": "none"}},
        "classes": list(data.about.classes),
        "calibration": "calibration",
        "networks": networks,
        "defaultConfidenceThreshold": None,
        "provenance": {
            "dataset": data.about.title,
            "datasetSha256": data.sha256,
            "recipe": {key: held["recipe"] for key, held in trained.items()},
            "seed": seed,
            "epochs": {key: len(held["history"]) for key, held in trained.items()},
            "precision": {
                key: dict(Counter(h.get("precision", "fp32") for h in held["history"])) for key, held in trained.items()
            },
            "origins": {key: held["origin"] for key, held in trained.items() if "origin" in held},
            "accuracy": accuracy,
            "command": command,
            "torch": torch.__version__,
            "seconds": round(sum(checkpoints.seconds(held) for held in trained.values())),
        },
    }
    bundle.write(folder, manifest, tensors)
    np.savez_compressed(
        folder / "float-check.npz",
        x=data.validation.x[:CHECK_SAMPLES],
        y=data.validation.y[:CHECK_SAMPLES].astype(np.uint8),
        **check,
    )
    return manifest
