"""Command line of the training side: host-tools/training/train VERB, which is /usr/bin/python3 -m nanocoop_training VERB."""
import argparse
import json
import os
import pathlib
import sys

from .errors import TrainingError


def say(line):
    print(line, flush=True)


def set_threads():
    import torch
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))


def run_model(arguments):
    from . import models
    set_threads()
    models.make(arguments.name, arguments.data_folder, arguments.out, arguments.epochs, arguments.seed, arguments.card, say)


def run_export(arguments):
    from . import data, models
    set_threads()
    if arguments.name not in models.MODELS:
        raise TrainingError(f"no model is called {arguments.name}", f"one of: {', '.join(models.MODELS)}")
    whole = data.load(models.MODELS[arguments.name].data, arguments.data_folder)
    models.export_model(arguments.name, whole, arguments.out, arguments.card, say)


def run_train(arguments):
    from . import data, recipes, training
    set_threads()
    recipe = recipes.choose(arguments.net, arguments.form, arguments.data, arguments.seed, arguments.epochs,
                            arguments.learning_rate, bool(arguments.teacher))
    whole = data.load(arguments.data, arguments.data_folder)
    training.train(recipe, whole, arguments.out, arguments.teacher, arguments.restart, say=say)


def run_simulate(arguments):
    from . import bundle, data, models, simulate
    set_threads()
    manifest, tensors = bundle.read(arguments.bundle)
    if manifest["name"] not in models.MODELS:
        raise TrainingError(f"{arguments.bundle} is of {manifest['name']!r}, no model of this program")
    whole = data.load(models.MODELS[manifest["name"]].data, arguments.data_folder)
    network = simulate.RadixNetwork(manifest, tensors)
    say("INT8 by power-of-two radices, simulated in float (a forecast; the integer engine decides)")
    for split in ("validation", "test"):
        say(f"{split}: {simulate.accuracy(network, getattr(whole, split)):.4f}")


def run_cifar10(arguments):
    from . import cifar
    cifar.convert(arguments.archive, arguments.out)


def run_keywords(arguments):
    from . import keywords
    keywords.make(arguments.out, workers=os.cpu_count() or 1, say=say)


def run_demo_samples(arguments):
    from . import keywords
    keywords.write_demo(arguments.data_folder, arguments.out)


def run_splits(arguments):
    from . import models
    models.write_splits(arguments.data, arguments.data_folder, arguments.out)


def run_counts(arguments):
    from . import topology
    for t in topology.TOPOLOGIES.values():
        say(f"{t.name:10} {arguments.classes} classes  {topology.parameters(t, arguments.classes):>9,} parameters  "
            f"{topology.macs(t, arguments.classes):>12,} MACs")


def run_logmel_example(arguments):
    from . import logmel
    held = logmel.example()
    rows = ",\n".join("    " + json.dumps(row) for row in held.pop("image"))
    head = "{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in held.items())
    pathlib.Path(arguments.out).write_text(f'{head},\n  "image": [\n{rows}\n  ]\n}}\n')


VERBS = {
    "model": (run_model, "train, export and describe one model of host-tools/models; goes on where it was interrupted", (
        ("name", {}), ("--data-folder", {"required": True}), ("--out", {"required": True}), ("--epochs", {"type": int}),
        ("--seed", {"type": int, "default": 1}), ("--card", {"help": "where the card draft goes; default: beside the bundle"}))),
    "train": (run_train, "train one network", (
        ("--net", {"required": True}), ("--form", {"required": True, "choices": ("fp32", "bnn")}),
        ("--data", {"required": True}), ("--data-folder", {"required": True}), ("--out", {"required": True}),
        ("--teacher", {"help": "checkpoint to distil from"}),
        ("--epochs", {"type": int}), ("--learning-rate", {"type": float}), ("--seed", {"type": int, "default": 1}),
        ("--restart", {"action": "store_true", "help": "from the beginning, over what is there"}))),
    "export": (run_export, "bundle and card draft from the checkpoints of a model, finished or not", (
        ("name", {}), ("--data-folder", {"required": True}), ("--out", {"required": True}), ("--card", {}))),
    "simulate": (run_simulate, "accuracy of a bundle's INT8 network, simulated", (
        ("bundle", {}), ("--data-folder", {"required": True}))),
    "cifar10": (run_cifar10, "cifar10.npz from the published archive", (("archive", {}), ("--out", {"required": True}))),
    "keywords": (run_keywords, "make the keyword data set with espeak-ng", (("--out", {"required": True}),)),
    "demo-samples": (run_demo_samples, "the demo's samples from the keyword data set", (
        ("--data-folder", {"required": True}), ("--out", {"required": True}))),
    "splits": (run_splits, "validation and test split as archives of x and y", (
        ("data", {}), ("--data-folder", {"required": True}), ("--out", {"required": True}))),
    "counts": (run_counts, "parameters and MACs of every network", (("--classes", {"type": int, "default": 10}),)),
    "logmel-example": (run_logmel_example, "the worked example of LOGMEL.md", (("--out", {"required": True}),)),
}


def make_parser():
    parser = argparse.ArgumentParser(prog="train", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, (_, text, options) in VERBS.items():
        command = verbs.add_parser(verb, help=text, description=text)
        for flag, settings in options:
            command.add_argument(flag, **settings)
    return parser


def main(words=None):
    arguments = make_parser().parse_args(words)
    try:
        VERBS[arguments.verb][0](arguments)
    except TrainingError as error:
        print(f"error: {error}", file=sys.stderr)
        if error.hint:
            print(f"  try: {error.hint}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if error.name not in ("torch", "numpy"):
            raise
        print(f"error: this Python has no {error.name}\n  try: Debian: apt-get install python3-torch python3-numpy, and its own "
              "/usr/bin/python3", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted: the same command goes on after the last whole epoch", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
