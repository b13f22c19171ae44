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
    from . import compute, models
    set_threads()
    models.make(arguments.name, arguments.data_folder, arguments.out, arguments.epochs, arguments.seed, arguments.card, say,
                arguments.recipe, compute.choose(arguments.precision))


def run_export(arguments):
    from . import data, models
    set_threads()
    whole = data.load(models.find(arguments.name).data, arguments.data_folder)
    models.export_model(arguments.name, whole, arguments.out, arguments.card, say, arguments.recipe)


def run_train(arguments):
    from . import compute, data, recipes, training
    set_threads()
    recipe = recipes.choose(arguments.net, arguments.form, arguments.data, arguments.seed, arguments.epochs,
                            arguments.learning_rate, bool(arguments.teacher), arguments.recipe, arguments.binary)
    whole = data.load(arguments.data, arguments.data_folder)
    parts = (arguments.bnn, arguments.fp32) if arguments.bnn and arguments.fp32 else None
    training.train(recipe, whole, arguments.out, arguments.teacher, arguments.restart, say=say, parts=parts,
                   machine=compute.choose(arguments.precision))


def run_simulate(arguments):
    from . import bundle, data, models, simulate
    set_threads()
    manifest, tensors = bundle.read(arguments.bundle)
    whole = data.load(models.find(manifest["name"]).data, arguments.data_folder)
    network = simulate.RadixNetwork(manifest, tensors)
    say("INT8 by power-of-two radices, simulated in float (a forecast; the integer engine decides)")
    for split in ("validation", "test"):
        say(f"{split}: {simulate.accuracy(network, getattr(whole, split)):.4f}")


def run_convert(arguments):
    from . import convert
    say(f"wrote {convert.convert(arguments.data, arguments.source, arguments.out)}")


def run_keywords(arguments):
    from . import keywords
    keywords.make(arguments.out, workers=os.cpu_count() or 1, say=say)


def run_demo_samples(arguments):
    from . import keywords
    keywords.write_demo(arguments.data_folder, arguments.out)


def run_splits(arguments):
    from . import models
    models.write_splits(arguments.data, arguments.data_folder, arguments.out)


def run_points(arguments):
    from . import points
    try:
        accuracies = {f"validation{text}": float(text) / 100 for text in arguments.accuracy}
    except ValueError as error:
        raise TrainingError(f"--accuracy: {error}", "give percentages, for example 80.20") from error
    found = points.update_card(arguments.card, arguments.validation, arguments.test, arguments.baseline_validation,
                               arguments.baseline_test, accuracies)
    for name, point in found.items():
        say(f"{name}: " + ("not reached" if point is None else ", ".join(f"{key} {value}" for key, value in point.items())))


def run_counts(arguments):
    from . import costs, topology
    say(f"{'network':10} {'classes':>7} {'parameters':>11} {'with norms':>11} {'MACs':>12} {'MACC':>12}")
    for t in topology.TOPOLOGIES.values():
        classes = arguments.classes or t.classes
        c = costs.count(t, classes)
        say(f"{t.name:10} {classes:>7} {c.parameters:>11,} {c.parameters + c.norm_values:>11,} {c.macs:>12,} {c.macc:>12,}")
    say("MACC = MACs + biases of convolutions + elements through ReLU + k² a pooled element + added elements + 15 a class")


def run_logmel_example(arguments):
    from . import logmel
    held = logmel.example()
    rows = ",\n".join("    " + json.dumps(row) for row in held.pop("image"))
    head = "{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in held.items())
    pathlib.Path(arguments.out).write_text(f'{head},\n  "image": [\n{rows}\n  ]\n}}\n')


RECIPE = ("--recipe", {"choices": ("best", "paper"), "default": "best"})
PRECISION = ("--precision", {"choices": ("bf16", "fp32"), "help": "default: bf16 where GPU or CPU (AMX) have it, fp32 elsewhere"})
VERBS = {
    "model": (run_model, "train, export and describe one model of host-tools/models; goes on where it was interrupted", (
        ("name", {}), ("--data-folder", {"required": True}), ("--out", {"required": True}), ("--epochs", {"type": int}),
        RECIPE, PRECISION, ("--seed", {"type": int, "default": 1}), ("--card", {"help": "where the card draft goes; default: beside the bundle"}))),
    "train": (run_train, "train one network", (
        ("--net", {"required": True}), ("--form", {"required": True, "choices": ("fp32", "bnn", "bcnet-logits", "bcnet-features")}),
        ("--data", {"required": True}), ("--data-folder", {"required": True}), ("--out", {"required": True}),
        ("--teacher", {"help": "checkpoint to distil from"}),
        ("--bnn", {"help": "bcnet forms: checkpoint of the binary network, which stays as it is"}),
        ("--binary", {"help": "bcnet forms: topology of the binary network where it is not --net"}), RECIPE, PRECISION,
        ("--fp32", {"help": "bcnet forms: checkpoint that the INT8 branch starts from"}),
        ("--epochs", {"type": int}), ("--learning-rate", {"type": float}), ("--seed", {"type": int, "default": 1}),
        ("--restart", {"action": "store_true", "help": "from the beginning, over what is there"}))),
    "export": (run_export, "bundle and card draft from the checkpoints of a model, finished or not", (
        ("name", {}), ("--data-folder", {"required": True}), ("--out", {"required": True}), ("--card", {}), RECIPE)),
    "simulate": (run_simulate, "accuracy of a bundle's INT8 network, simulated", (
        ("bundle", {}), ("--data-folder", {"required": True}))),
    "convert": (run_convert, "NAME.npz from what the data set's publishers ship", (
        ("data", {}), ("source", {"help": "the published file or folder"}), ("--out", {"required": True}))),
    "keywords": (run_keywords, "make the keyword data set with espeak-ng", (("--out", {"required": True}),)),
    "demo-samples": (run_demo_samples, "the demo's samples from the keyword data set", (
        ("--data-folder", {"required": True}), ("--out", {"required": True}))),
    "splits": (run_splits, "validation and test split as archives of x and y", (
        ("data", {}), ("--data-folder", {"required": True}), ("--out", {"required": True}))),
    "points": (run_points, "working points of a model against the baseline's INT8 network, from records of nanocoop evaluate, into its card", (
        ("card", {}), ("--validation", {"required": True, "help": "record of the model on validation data"}),
        ("--test", {"required": True}), ("--baseline-validation", {"required": True, "help": "record of the CoopNet"}),
        ("--baseline-test", {"required": True}),
        ("--accuracy", {"nargs": "*", "default": [], "help": "percentages of validation accuracy to be reached as well"}))),
    "counts": (run_counts, "parameters, MACs and the slides' MACC of every network", (("--classes", {"type": int, "help": "default: of the data set each is meant for"}),)),
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
