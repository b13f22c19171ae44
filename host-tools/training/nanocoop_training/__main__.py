"""Command line of the training side: host-tools/training/train VERB, which is /usr/bin/python3 -m nanocoop_training VERB."""
import argparse
import sys

from . import commands as do
from .errors import TrainingError


FORMS = ("coopnet", "bcnet-features", "bcnet-logits")
CHOICE = (
    ("--recipe", {"choices": ("best", "paper", "short"), "default": "best"}),
    ("--epochs", {"type": int, "help": "of every network; default: the recipe's"}),
    ("--seed", {"type": int, "default": 1}),
    (
        "--rounded",
        {
            "action": "store_true",
            "help": "then fine-tune the real network in 8 bits, for where INT8 loses against FP32 (train: from --start)",
        },
    ),
)
PRECISION = ("--precision", {"choices": ("bf16", "fp32"), "help": "default: bf16 where GPU or CPU (AMX) have it, fp32 elsewhere"})
DATA = ("--data-folder", {"required": True})
OUT = ("--out", {"required": True})
VERBS = {
    "model": (
        do.model,
        "train, export and describe one model of host-tools/models; goes on where it was interrupted",
        (("name", {}), DATA, OUT, *CHOICE, PRECISION),
    ),
    "own": (
        do.own,
        "train and export CoopNet and BC-Net of your own network and data; the word `own` may be left out",
        (
            ("--net", {"help": "topology, .json, or a network of the project; default: a small one for the data's images"}),
            ("--data", {"required": True, "help": "archive, .npz, or a data set of the project"}),
            (
                "--partner",
                {"help": "in place of --net: a trained network, .onnx or a bundle of `nanocoop import`, kept as it is"},
            ),
            ("--range", {"choices": ("0..1", "-1..1", "0..255"), "help": "of --partner's input, as nanocoop import has it"}),
            ("--mean", {"help": "of --partner's input: M or M,M,M, of pixels in 0..1"}),
            ("--std", {"help": "of --partner's input"}),
            ("--binary", {"help": "topology of the binary network where it is another"}),
            ("--data-folder", {"help": "where --data names a data set of the project"}),
            ("--out", {"default": "runs"}),
            ("--forms", {"nargs": "+", "choices": FORMS, "default": list(FORMS[:2]), "help": "default: coopnet bcnet-features"}),
            ("--augmentation", {"help": "none, crop (default of pictures), crop-flip or shift-mask (default of sound)"}),
            *CHOICE,
            PRECISION,
        ),
    ),
    "train": (
        do.train,
        "train one network",
        (
            ("--net", {"required": True}),
            ("--form", {"required": True, "choices": ("fp32", "bnn", "bcnet-logits", "bcnet-features")}),
            ("--data", {"required": True}),
            DATA,
            OUT,
            ("--teacher", {"help": "checkpoint to distil from"}),
            ("--bnn", {"help": "bcnet forms: checkpoint of the binary network, which stays as it is"}),
            ("--binary", {"help": "bcnet forms: topology of the binary network where it is not --net"}),
            ("--fp32", {"help": "bcnet forms: checkpoint that the INT8 branch starts from"}),
            (
                "--binary-share",
                {"type": float, "help": "bcnet forms: of the binary network's logits in the answer that training starts from"},
            ),
            ("--start", {"help": "checkpoint of the same network and form to go on from, with a schedule of its own"}),
            (
                "--stem",
                {"help": "checkpoint of the other network of a pair that shares its first layers: they are taken, and stay"},
            ),
            ("--learning-rate", {"type": float}),
            ("--cascade", {"type": float, "help": "bnn: weight of the loss of the cascade with --teacher as its full network"}),
            ("--full-price", {"type": float, "help": "there: of full mode, in errors (0.25)"}),
            *CHOICE,
            PRECISION,
            ("--restart", {"action": "store_true", "help": "from the beginning, over what is there"}),
        ),
    ),
    "export": (
        do.export,
        "bundle from the checkpoints of a model, finished or not",
        (("name", {}), DATA, OUT, *CHOICE),
    ),
    "read-blob": (
        do.read_blob,
        "a blob's INT8 network as an fp32 checkpoint: a teacher, or a network whose checkpoint is lost",
        (
            ("blob", {"help": ".ncn, repacked with --layout reference"}),
            ("--net", {"required": True, "help": "topology of its INT8 network"}),
            ("--data", {"required": True}),
            DATA,
            OUT,
        ),
    ),
    "share-stem": (
        do.share_stem,
        "a trained binary network with its first layers as a stem, for another network to go on from; the same answers",
        (
            ("bnn", {"help": "checkpoint"}),
            ("--net", {"required": True, "help": "topology with the same layers and a stem"}),
            OUT,
        ),
    ),
    "convert": (
        do.convert,
        "NAME.npz from what the data set's publishers ship",
        (("data", {}), ("source", {"help": "the published file or folder"}), ("--out", {"required": True})),
    ),
    "keywords": (do.keywords, "make the keyword data set with espeak-ng", (("--out", {"required": True}),)),
    "demo-samples": (
        do.demo_samples,
        "the demo's samples from the keyword data set",
        (("--data-folder", {"required": True}), ("--out", {"required": True})),
    ),
    "splits": (
        do.splits,
        "validation and test split as archives of x and y",
        (("data", {}), ("--data-folder", {"required": True}), ("--out", {"required": True})),
    ),
    "agree": (
        do.agree,
        "answers of a network of the bundle and the engine's on the test set; the BNN's for nanocoop points --agreement",
        (
            ("bundle", {}),
            ("--record", {"required": True, "help": "of nanocoop evaluate on the test set"}),
            ("--data", {"required": True}),
            DATA,
            ("--out", {"required": True, "help": "file to write, .json"}),
            ("--net", {"choices": ("bnn", "int8"), "default": "bnn", "help": "int8: the full network, float32 in PyTorch"}),
        ),
    ),
    "by-class": (
        do.by_class,
        "accuracy by class, with counts, from a record of nanocoop evaluate",
        (
            ("record", {}),
            ("--data", {"required": True, "help": "data set, for the names of its classes"}),
            ("--only", {"nargs": "*", "default": [], "help": "classes to tell apart; every other counts as the last class"}),
        ),
    ),
    "counts": (
        do.counts,
        "parameters, MACs and the slides' MACC of every network",
        (("--classes", {"type": int, "help": "default: of the data set each is meant for"}),),
    ),
    "logmel-example": (do.logmel_example, "the worked example of LOGMEL.md", (("--out", {"required": True}),)),
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
        print(f"  try: {error.hint}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if error.name not in ("torch", "numpy"):
            raise
        print(
            f"error: this Python has no {error.name}\n  try: Debian: apt-get install python3-torch python3-numpy, and its own "
            "/usr/bin/python3",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("interrupted: the same command goes on after the last whole epoch", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
