"""Checkpoints: one file that holds a network, the recipe and data it was trained with, and what is needed to go on."""
import dataclasses
import json
import pathlib

import torch

from . import topology as shapes, topology_file
from .errors import TrainingError
from .recipe import Recipe


def save(checkpoint, path):
    """Whole or not at all: an interruption while writing leaves the previous checkpoint."""
    partial = path.with_suffix(".partial")
    torch.save(checkpoint, partial)
    partial.replace(path)


def describe(recipe, data, network, optimiser, history, earlier_seconds=0):
    """The checkpoint after the epochs in `history`; a person's own topologies travel with it. `earlier_seconds`: of what it
    started from."""
    own = {
        name: topology_file.to_json(shapes.TOPOLOGIES[name])
        for name in filter(None, (recipe.topology, recipe.binary))
        if shapes.TOPOLOGIES[name].own
    }
    return {
        "recipe": dataclasses.asdict(recipe),
        "classes": len(data.about.classes),
        "data_sha256": data.sha256,
        "seed": recipe.seed,
        "topologies": json.dumps(own),
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "history": history,
        "earlier_seconds": earlier_seconds,
    }


def recipe_of(path):
    """The recipe that the checkpoint was trained with, every field in it, as a dictionary."""
    return dataclasses.asdict(Recipe(**load(path)[1]["recipe"]))


def start_of(folder):
    """Where the run lies whose best checkpoint the run in `folder` went on from."""
    return folder.with_name(f"{folder.name}-start")


def is_rounded(folder):
    """Whether the run in `folder`, if there is one, was a fine-tuning in 8 bits."""
    best = folder / "best.pt"
    return best.is_file() and recipe_of(best)["rounded"]


def blob_of(folder):
    """The file name of the blob that the network in `folder` was read back from (blob.py); None where it was trained, or is not
    there."""
    best = folder / "best.pt"
    return load(best)[1].get("blob") if best.is_file() else None


def seconds(checkpoint):
    """What training it took, with the schedules that it went on from."""
    return checkpoint.get("earlier_seconds", 0) + sum(h["seconds"] for h in checkpoint["history"])


def load(path):
    """Returns (network in evaluation mode, checkpoint) from a checkpoint file."""
    path = pathlib.Path(path)
    if not path.is_file():
        raise TrainingError(f"no checkpoint at {path}", "train first, or give --out the folder of the run")
    try:
        checkpoint = torch.load(path, map_location="cpu")
        recipe = Recipe(**checkpoint["recipe"])
        own = json.loads(checkpoint.get("topologies", "{}"))
    except Exception as error:  # torch raises what its unpickler meets
        raise TrainingError(f"{path} is not a checkpoint of this program: {error}", "delete it, and train again") from error
    for name, description in own.items():
        shapes.register(topology_file.from_json(description, path))
    network = recipe.build(checkpoint["classes"])
    network.load_state_dict(checkpoint["network"])
    return network.eval(), checkpoint
