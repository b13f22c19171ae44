"""The models of host-tools/models: for each, one command from data to bundle and card draft."""
import json
import pathlib
from dataclasses import dataclass

import numpy as np

from . import data as data_sets, export, recipes, topology as shapes, training
from .errors import TrainingError


@dataclass(frozen=True)
class Model:
    name: str  # network-dataset-form
    topology: str
    data: str
    preprocessing: str


MODELS = {
    m.name: m
    for m in (
        Model("caffenet-cifar10-coopnet", "caffenet", "cifar10", "none"),
        Model("gscnet-keywords-coopnet", "gscnet", "keywords", "logMel"),
    )
}


def command_of(model):
    return f"host-tools/training/train model {model.name} --data-folder DATA --out RUNS"


def make(name, data_folder, runs, epochs=None, seed=1, card_path=None, say=print):
    """Trains what is not trained yet, in runs/NAME/{fp32,bnn}; exports runs/NAME/bundle; writes and returns the card draft."""
    if name not in MODELS:
        raise TrainingError(f"no model is called {name}", f"one of: {', '.join(MODELS)}")
    model = MODELS[name]
    data = data_sets.load(model.data, data_folder)
    folder = pathlib.Path(runs) / name
    for form, teacher in (("fp32", None), ("bnn", folder / "fp32" / "best.pt")):
        recipe = recipes.choose(model.topology, form, model.data, seed, epochs, teacher=bool(teacher))
        training.train(recipe, data, folder / form, teacher, say=say)
    return export_model(name, data, runs, card_path, say)


def export_model(name, data, runs, card_path=None, say=print):
    model = MODELS[name]
    folder = pathlib.Path(runs) / name
    manifest = export.export_coopnet(
        name, folder / "fp32" / "best.pt", folder / "bnn" / "best.pt", data, folder / "bundle",
        {"kind": model.preprocessing}, command_of(model))
    card = make_card(model, data, manifest)
    path = pathlib.Path(card_path or folder / f"{name}.json")
    path.write_text(json.dumps(card, indent=2) + "\n")
    say(f"bundle: {folder / 'bundle'}\ncard:   {path}")
    return card


def make_card(model, data, manifest):
    """What training knows of a model; the integer figures are filled in by the C# tools, from the integer engine alone."""
    provenance, accuracy = manifest["provenance"], manifest["provenance"]["accuracy"]
    classes = len(data.about.classes)
    topology = shapes.TOPOLOGIES[model.topology]
    return {
        "name": model.name,
        "form": manifest["form"],
        "networks": {
            key: {"topology": model.topology, "parameters": shapes.parameters(topology, classes),
                  "macs": shapes.macs(topology, classes), "temperature": manifest["networks"][key]["temperature"]}
            for key in ("bnn", "int8")
        },
        "dataset": {
            "name": data.about.title, "file": data.about.file_name, "sha256": data.sha256, "source": data.about.source,
            "training": len(data.train.y), "validation": len(data.validation.y), "test": len(data.test.y),
        },
        "recipe": provenance["recipe"],
        "seed": provenance["seed"],
        "epochs": provenance["epochs"],
        "trainingSeconds": provenance["seconds"],
        "torch": provenance["torch"],
        "float": {
            "fp32": {"validation": accuracy["fp32Validation"], "test": accuracy["fp32"]},
            "bnn": {"validation": accuracy["bnnFloatValidation"], "test": accuracy["bnnFloat"]},
        },
        "integer": {
            "accuracyInt8": None, "accuracyBnn": None, "accuracyAuto": None, "confidenceThreshold": None, "lightFraction": None,
            "deltaOverInt8": None, "deltaInterval95": None, "blobBytes": None, "blobSha256": None,
        },
        "commands": [
            command_of(model),
            f"host-tools/training/train splits {model.data} --data-folder DATA --out DATA",
            f"host-tools/nanocoop quantise RUNS/{model.name}/bundle -o host-tools/models/{model.name}.ncn "
            f"--validation DATA/{model.data}-val.npz",
            f"host-tools/nanocoop evaluate host-tools/models/{model.name}.ncn --data DATA/{data.about.file_name} --split test",
        ],
    }


def write_splits(name, data_folder, out):
    """Writes NAME-val.npz and NAME-test.npz (x, y) for tools that choose thresholds on validation data."""
    data = data_sets.load(name, data_folder)
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for split, part in (("val", data.validation), ("test", data.test)):
        np.savez_compressed(out / f"{name}-{split}.npz", x=part.x, y=part.y.astype(np.uint8))
