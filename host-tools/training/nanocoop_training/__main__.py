"""Command line: /usr/bin/python3 -m nanocoop_training VERB, or host-tools/training/train VERB."""
import argparse
import json
import os
import pathlib
import sys

from .errors import TrainingError


def make_parser():
    parser = argparse.ArgumentParser(prog="nanocoop_training", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    fit = verbs.add_parser("train", help="train one network")
    fit.add_argument("--net", required=True)
    fit.add_argument("--form", required=True, choices=("fp32", "bnn"))
    fit.add_argument("--data", required=True)
    fit.add_argument("--data-folder", default="data")
    fit.add_argument("--out", required=True)
    fit.add_argument("--epochs", type=int)
    fit.add_argument("--learning-rate", type=float)
    fit.add_argument("--teacher")
    fit.add_argument("--seed", type=int, default=1)
    fit.add_argument("--restart", action="store_true")
    example = verbs.add_parser("logmel-example", help="write the worked example of LOGMEL.md")
    example.add_argument("--out", required=True)
    return parser


def run_logmel_example(arguments):
    from . import logmel
    held = logmel.example()
    rows = ",\n".join("    " + json.dumps(row) for row in held.pop("image"))
    head = "{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in held.items())
    pathlib.Path(arguments.out).write_text(f'{head},\n  "image": [\n{rows}\n  ]\n}}\n')


def run_train(arguments):
    import torch

    from . import data, recipes, training
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))
    recipe = recipes.choose(arguments.net, arguments.form, arguments.data, arguments.seed, arguments.epochs,
                            arguments.learning_rate, bool(arguments.teacher))
    whole = data.load(arguments.data, arguments.data_folder)
    training.train(recipe, whole, arguments.out, arguments.teacher, arguments.restart,
                   say=lambda line: print(line, flush=True))


VERBS = {"train": run_train, "logmel-example": run_logmel_example}


def main():
    arguments = make_parser().parse_args()
    try:
        VERBS[arguments.verb](arguments)
    except TrainingError as error:
        print(f"error: {error}", file=sys.stderr)
        if error.hint:
            print(f"  try: {error.hint}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted: the same command goes on after the last whole epoch", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
