"""The models of host-tools/models: for each, one command from data to bundle and card draft."""
import json
import pathlib
from dataclasses import dataclass
from typing import Optional

import numpy as np

from . import compute, cooperative, costs, data as data_sets, export, recipes, topology as shapes, training
from .errors import TrainingError


@dataclass(frozen=True)
class Model:
    name: str  # network-dataset-form
    topology: str  # of the INT8 network
    data: str
    form: str  # "coopnet" or one of cooperative.FORMS
    binary: Optional[str] = None  # topology of the binary network where it is another

    @property
    def bnn(self):
        return self.binary or self.topology

    @property
    def baseline(self):
        """The CoopNet whose INT8 network this model is compared with, eq. (16)."""
        return f"{pair_name(self.topology, self.binary)}-{self.data}-coopnet"


def pair_name(topology, binary):
    return f"{binary}-{topology}" if binary and binary != topology else topology


def family(topology, data, binary=None):
    """CoopNet and both BC-Nets of one pair of topologies."""
    pair = pair_name(topology, binary)
    forms = (("coopnet", "coopnet"), ("bcnet", "bcnet-features"), ("bcnet-logits", "bcnet-logits"))
    return [Model(f"{pair}-{data}-{name}", topology, data, form, binary) for name, form in forms]


MODELS = {
    m.name: m
    for m in (
        *family("caffenet", "cifar10"), *family("gscnet", "keywords"), *family("gscnet", "arabic"),
        *family("gscnet", "speech-commands"), *family("lenet5", "mnist"), *family("vgg6", "cifar100"),
        *family("fernet", "fer2013"), *family("resnet8", "cifar10", "caffenet"),
    )
}


def find(name):
    if name not in MODELS:
        raise TrainingError(f"no model is called {name}", f"one of: {', '.join(MODELS)}")
    return MODELS[name]


def command_of(model, recipe_name):
    return (f"host-tools/training/train model {model.name} --data-folder DATA --out RUNS"
            + ("" if recipe_name == "best" else f" --recipe {recipe_name}"))


def run_folder(runs, topology, data, form, recipe_name, binary=None):
    """Step one's checkpoints are shared by every model that needs them: RUNS/NETWORK-DATA[-paper]/FORM."""
    return pathlib.Path(runs) / (f"{pair_name(topology, binary)}-{data}" + ("" if recipe_name == "best" else f"-{recipe_name}")) / form


def checkpoints_of(model, runs, recipe_name):
    """Where the model's networks lie: fp32, bnn and, for a BC-Net, the form itself."""
    paths = {
        "fp32": run_folder(runs, model.topology, model.data, "fp32", recipe_name) / "best.pt",
        "bnn": run_folder(runs, model.bnn, model.data, "bnn", recipe_name) / "best.pt",
    }
    if model.form in cooperative.FORMS:
        paths[model.form] = run_folder(runs, model.topology, model.data, model.form, recipe_name, model.binary) / "best.pt"
    return paths


def make(name, data_folder, runs, epochs=None, seed=1, card_path=None, say=print, recipe_name="best",
         machine=compute.Compute()):
    """Trains what is not trained yet, in RUNS/NETWORK-DATA/FORM; exports RUNS/NAME/bundle; writes and returns the card draft."""
    model = find(name)
    train_model(model, data_sets.load(model.data, data_folder), runs, epochs, seed, say, recipe_name, machine)
    return export_model(name, data_sets.load(model.data, data_folder), runs, card_path, say, recipe_name)


def train_model(model, data, runs, epochs=None, seed=1, say=print, recipe_name="best", machine=compute.Compute()):
    """Step one (FP32 networks, then the binary one, distilled from its own topology where the recipe has it), then step two."""
    def step(topology, form, teacher=None, parts=None, binary=None):
        recipe = recipes.choose(topology, form, model.data, seed, epochs, name=recipe_name, binary=binary)
        training.train(recipe, data, run_folder(runs, topology, model.data, form, recipe_name, binary),
                       teacher if recipe.distillation else None, say=say, parts=parts, machine=machine)

    def fp32_of(topology):
        return run_folder(runs, topology, model.data, "fp32", recipe_name) / "best.pt"

    for topology in dict.fromkeys((model.topology, model.bnn)):
        step(topology, "fp32")
    step(model.bnn, "bnn", fp32_of(model.bnn))
    if model.form in cooperative.FORMS:
        paths = checkpoints_of(model, runs, recipe_name)
        step(model.topology, model.form, paths["fp32"], (paths["bnn"], paths["fp32"]), model.binary)


def export_model(name, data, runs, card_path=None, say=print, recipe_name="best"):
    model = find(name)
    folder = pathlib.Path(runs) / (name if recipe_name == "best" else f"{name}-{recipe_name}")
    paths, command = checkpoints_of(model, runs, recipe_name), command_of(model, recipe_name)
    if model.form in cooperative.FORMS:
        step_one = {key: paths[key] for key in ("fp32", "bnn")}
        manifest = export.export_bcnet(name, paths[model.form], data, folder / "bundle", command, step_one)
    else:
        manifest = export.export_coopnet(name, paths["fp32"], paths["bnn"], data, folder / "bundle", command)
    card = make_card(model, data, manifest, folder.name)
    path = pathlib.Path(card_path or folder / f"{name}.json")
    path.write_text(json.dumps(card, indent=2) + "\n")
    say(f"bundle: {folder / 'bundle'}\ncard:   {path}")
    return card


def make_card(model, data, manifest, run):
    """What training knows of a model; the integer figures are filled in by the C# tools, from the integer engine alone."""
    provenance, accuracy = manifest["provenance"], manifest["provenance"]["accuracy"]
    classes = len(data.about.classes)
    networks = {}
    for key, topology in (("bnn", model.bnn), ("int8", model.topology)):
        counted = costs.count(shapes.TOPOLOGIES[topology], classes)
        networks[key] = {"topology": topology, "parameters": counted.parameters, "macs": counted.macs,
                         "temperature": manifest["networks"][key]["temperature"]}
    card = {
        "name": model.name,
        "form": manifest["form"],
        "networks": networks,
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
            key: {"validation": accuracy[held + "Validation"], "test": accuracy[held]}
            for key, held in (("fp32", "fp32"), ("bnn", "bnnFloat"), ("branch", "branchFloat"), ("bcnet", "bcnetFloat"))
            if held in accuracy
        },
        "integer": {
            "accuracyInt8": None, "accuracyBnn": None, "accuracyAuto": None, "confidenceThreshold": None, "lightFraction": None,
            "deltaOverInt8": None, "deltaInterval95": None, "blobBytes": None, "blobSha256": None,
        },
        "commands": [
            provenance["command"],
            f"host-tools/training/train splits {model.data} --data-folder DATA --out DATA",
            f"host-tools/nanocoop quantise RUNS/{run}/bundle -o host-tools/models/{model.name}.ncn "
            f"--validation DATA/{model.data}-val.npz --ct {'break-even' if model.form == 'coopnet' else 'max'}",
            f"host-tools/nanocoop evaluate host-tools/models/{model.name}.ncn --data DATA/{model.data}-test.npz "
            f"--card host-tools/models/{model.name}.json",
        ],
    }
    if "glue" in manifest["networks"]:
        weight = costs.glue_inputs(shapes.TOPOLOGIES[model.bnn], shapes.TOPOLOGIES[model.topology], classes, model.form)
        card["networks"]["glue"] = {"inputs": weight, "parameters": (weight + 1) * classes, "macs": weight * classes,
                                    "temperature": manifest["networks"]["glue"]["temperature"]}
        card["networks"]["int8"]["keepsLastLayer"] = manifest["networks"]["int8"]["keepsLastLayer"]
        card["baseline"] = {"model": model.baseline, "blobSha256": None}
        card["commands"] += point_commands(model)
    return card


def point_commands(model):
    """How `baseline` and `points` of a BC-Net's card come about: records of both models, then `train points`."""
    records = [f"host-tools/nanocoop evaluate host-tools/models/{name}.ncn --data DATA/{model.data}-{split}.npz --record RUNS/{name}-{split}.csv"
               for name in (model.name, model.baseline) for split in ("val", "test")]
    return [*records, f"host-tools/training/train points host-tools/models/{model.name}.json --validation RUNS/{model.name}-val.csv "
            f"--test RUNS/{model.name}-test.csv --baseline-validation RUNS/{model.baseline}-val.csv "
            f"--baseline-test RUNS/{model.baseline}-test.csv"]


def write_splits(name, data_folder, out):
    """Writes NAME-val.npz and NAME-test.npz (x as the network sees it, y) for tools that choose thresholds on validation data."""
    data = data_sets.load(name, data_folder)
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for split, part in (("val", data.validation), ("test", data.test)):
        np.savez_compressed(out / f"{name}-{split}.npz", x=part.x, y=part.y.astype(np.uint8))
