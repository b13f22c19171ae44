"""Command line of the training side: host-tools/training/train VERB, which is /usr/bin/python3 -m nanocoop_training VERB."""
import argparse
import json
import os
import pathlib
import sys

from .errors import TrainingError


def say(line):
    print(line, flush=True)


def ignore(line):
    pass


def set_threads():
    import torch
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))


def start(arguments):
    """Returns what a training verb needs: (machine, choice, what to say with); only the first of several processes speaks."""
    from . import compute, models
    set_threads()
    machine = compute.choose(arguments.precision)
    return machine, models.Choice(arguments.recipe, arguments.epochs, arguments.seed), say if machine.leads else ignore


def run_model(arguments):
    from . import data, models
    machine, choice, tell = start(arguments)
    model = models.find(arguments.name)
    models.make(model, data.load(model.data, arguments.data_folder), arguments.out, choice, arguments.card, tell, machine)


def run_own(arguments):
    from . import augment, own
    machine, choice, tell = start(arguments)
    if arguments.augmentation not in augment.GENERAL:
        raise TrainingError(f"no augmentation is called {arguments.augmentation}", f"one of: {', '.join(augment.GENERAL)}")
    own.make(arguments.net, arguments.binary, arguments.data, arguments.data_folder, arguments.out, arguments.forms, arguments.augmentation,
             choice, tell, machine)


def run_export(arguments):
    from . import data, models
    set_threads()
    model = models.find(arguments.name)
    models.export_model(model, data.load(model.data, arguments.data_folder), arguments.out,
                        models.Choice(arguments.recipe, arguments.epochs, arguments.seed), arguments.card, say)


def run_train(arguments):
    from . import data, recipes, training
    machine, choice, tell = start(arguments)
    recipe = recipes.choose(arguments.net, arguments.form, arguments.data, choice.seed, choice.epochs,
                            arguments.learning_rate, bool(arguments.teacher), choice.recipe, arguments.binary)
    whole = data.load(arguments.data, arguments.data_folder)
    parts = (arguments.bnn, arguments.fp32) if arguments.bnn and arguments.fp32 else None
    training.train(recipe, whole, arguments.out, arguments.teacher, arguments.restart, say=tell, parts=parts, machine=machine)


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
    from . import data, models
    models.write_splits(data.load(arguments.data, arguments.data_folder), arguments.out)


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


def run_agree(arguments):
    from . import agreement, data
    set_threads()
    found = agreement.update_card(arguments.card, arguments.bundle, arguments.record, data.load(arguments.data, arguments.data_folder).test)
    say(f"{100 * found['equal']:.2f} % of {found['samples']} answers are equal")
    for each in found["differences"]:
        say("sample {sample}: float {float}, integer {integer}, margin {margin}".format(**each))


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


FORMS = ("coopnet", "bcnet-features", "bcnet-logits")
CHOICE = (
    ("--recipe", {"choices": ("best", "paper"), "default": "best"}), ("--epochs", {"type": int, "help": "of every network; default: the recipe's"}),
    ("--seed", {"type": int, "default": 1}))
PRECISION = ("--precision", {"choices": ("bf16", "fp32"), "help": "default: bf16 where GPU or CPU (AMX) have it, fp32 elsewhere"})
DATA = ("--data-folder", {"required": True})
OUT = ("--out", {"required": True})
CARD = ("--card", {"help": "where the card draft goes; default: beside the bundle"})
VERBS = {
    "model": (run_model, "train, export and describe one model of host-tools/models; goes on where it was interrupted", (
        ("name", {}), DATA, OUT, *CHOICE, PRECISION, CARD)),
    "own": (run_own, "train and export CoopNet and BC-Net of your own network and data; the word `own` may be left out", (
        ("--net", {"required": True, "help": "topology, .json, or a network of the project"}),
        ("--data", {"required": True, "help": "archive, .npz, or a data set of the project"}),
        ("--binary", {"help": "topology of the binary network where it is another"}),
        ("--data-folder", {"help": "where --data names a data set of the project"}),
        ("--out", {"default": "runs"}),
        ("--forms", {"nargs": "+", "choices": FORMS, "default": list(FORMS[:2]), "help": "default: coopnet bcnet-features"}),
        ("--augmentation", {"default": "crop", "help": "none, crop (default), crop-flip or shift-mask (log-mel images)"}),
        *CHOICE, PRECISION)),
    "train": (run_train, "train one network", (
        ("--net", {"required": True}), ("--form", {"required": True, "choices": ("fp32", "bnn", "bcnet-logits", "bcnet-features")}),
        ("--data", {"required": True}), DATA, OUT,
        ("--teacher", {"help": "checkpoint to distil from"}),
        ("--bnn", {"help": "bcnet forms: checkpoint of the binary network, which stays as it is"}),
        ("--binary", {"help": "bcnet forms: topology of the binary network where it is not --net"}),
        ("--fp32", {"help": "bcnet forms: checkpoint that the INT8 branch starts from"}),
        ("--learning-rate", {"type": float}), *CHOICE, PRECISION,
        ("--restart", {"action": "store_true", "help": "from the beginning, over what is there"}))),
    "export": (run_export, "bundle and card draft from the checkpoints of a model, finished or not", (
        ("name", {}), DATA, OUT, CARD, *CHOICE)),
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
        ("card", {}), ("--validation", {"required": True, "help": "record of the model on validation data"}), ("--test", {"required": True}),
        ("--baseline-validation", {"help": "record of the CoopNet whose INT8 network is the baseline; default: this model's own"}),
        ("--baseline-test", {}),
        ("--accuracy", {"nargs": "*", "default": [], "help": "percentages of validation accuracy to be reached as well"}))),
    "agree": (run_agree, "answers of the bundle's float BNN and the integer engine's on the test set, into a card", (
        ("card", {}), ("--bundle", {"required": True}), ("--record", {"required": True, "help": "of nanocoop evaluate on the test set"}),
        ("--data", {"required": True}), DATA)),
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
    words = sys.argv[1:] if words is None else list(words)
    if words and words[0].startswith("--") and words[0] != "--help":
        words.insert(0, "own")
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
