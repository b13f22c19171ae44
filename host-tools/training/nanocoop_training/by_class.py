"""Accuracy by class, with counts, from a record of `nanocoop evaluate`."""
import numpy as np

from . import agreement
from .errors import TrainingError

NETWORKS = ("bnn", "int8", "full")


def count(record_path, classes, only=()):
    """Returns [(class, samples, {network: right answers})], the last row `all`. `only`: names of classes that are told apart;
    all others, as labels and as answers, count as the last class (for keywords: `unknown`)."""
    _, columns = agreement.read_record(record_path)
    if int(columns["label"].max()) >= len(classes):
        raise TrainingError(f"{record_path} has labels beyond the {len(classes)} classes", "name the data set that it is of")
    missing = [name for name in only if name not in classes]
    if missing:
        raise TrainingError(f"no class is called {missing[0]}", f"one of: {', '.join(classes)}")
    told = np.array([i if not only or name in only else len(classes) - 1 for i, name in enumerate(classes)])  # (classes,)
    labels = told[columns["label"]]  # (N,)
    answers = {name: told[columns[name]] for name in NETWORKS if (columns[name] >= 0).all()}  # each (N,)
    rows = [(name, labels == i) for i, name in enumerate(classes)] + [("all", np.ones(len(labels), bool))]
    return [
        (name, int(chosen.sum()), {key: int((answer[chosen] == labels[chosen]).sum()) for key, answer in answers.items()})
        for name, chosen in rows
        if chosen.any()
    ]


def render(rows):
    """Lines of a table."""
    networks = [name for name in NETWORKS if name in rows[0][2]]
    lines = [f"{'class':12} {'samples':>7}" + "".join(f" {name:>8}" for name in networks)]
    for name, samples, right in rows:
        lines.append(f"{name:12} {samples:>7}" + "".join(f" {100 * right[network] / samples:>7.2f}%" for network in networks))
    return lines
