"""Working points of a model from the records of `nanocoop evaluate --record`, compared with the standalone INT8 network, eq. (16).

Thresholds are chosen on validation records; test records give accuracy, fraction in full mode and the paired interval, and choose nothing.
"""
import json
import pathlib
from dataclasses import dataclass

import numpy as np

from . import papers
from .errors import TrainingError

MAGIC = "# nanocoop predictions 1"
FIELDS = "index,label,bnn,int8,full,confidence65536"
THRESHOLDS = 256
Z95 = 1.959964


@dataclass(frozen=True)
class Record:
    head: dict  # model, form, blobSha256, data
    columns: dict  # field -> int64 (N,); -1 where the file has nothing

    def right(self, field):
        return self.columns[field] == self.columns["label"]  # bool (N,)

    def at(self, threshold):
        """Returns (bool (N,) right answers, fraction in full mode) at a threshold of 0 to 255, eq. (14)."""
        light = self.columns["confidence65536"] >> 8 >= threshold  # bool (N,)
        return np.where(light, self.right("bnn"), self.right("full")), float(1 - light.mean())


def read(path):
    try:
        lines = pathlib.Path(path).read_text().splitlines()
        head = dict(line[2:].split(": ", 1) for line in lines[1:] if line.startswith("# "))
        rows = [line for line in lines if not line.startswith("#")]
        if lines[0] != MAGIC or rows[0] != FIELDS:
            raise ValueError("no record of predictions, version 1")
        table = np.array([[int(value or -1) for value in row.split(",")] for row in rows[1:]])  # (N, fields)
        return Record(head, dict(zip(FIELDS.split(","), table.T)))
    except (OSError, ValueError, IndexError) as error:
        raise TrainingError(f"{path} is not a record of predictions: {error}", "nanocoop evaluate --record FILE writes one") from error


def paired(answers, baseline):
    """Mean difference of two bool (N,) and its 95 % interval, paired normal: (difference, low, high)."""
    difference = answers.astype(float) - baseline  # (N,)
    half = Z95 * difference.std() / np.sqrt(len(difference))
    return tuple(round(float(value), 6) for value in (difference.mean(), difference.mean() - half, difference.mean() + half))


def describe(validation, test, baseline_validation, baseline_test, accuracies):
    """Points by name. `accuracies`: name -> validation accuracy to be reached, beside break-even and the maximum."""
    for one, other in ((validation, baseline_validation), (test, baseline_test)):
        if not np.array_equal(one.columns["label"], other.columns["label"]):
            raise TrainingError("the records are of different samples", "evaluate both models on the same file")
    reached = [float(validation.at(t)[0].mean()) for t in range(THRESHOLDS)]
    int8 = baseline_test.right("int8")  # (N,)
    wanted = {"breakEven": float(baseline_validation.right("int8").mean()), **accuracies, "maximum": max(reached)}
    points = {}
    for name, accuracy in wanted.items():
        threshold = next((t for t in range(THRESHOLDS) if reached[t] >= accuracy), None)
        if threshold is None:
            points[name] = None
            continue
        answers, full = test.at(threshold)
        difference, low, high = paired(answers, int8)
        points[name] = {
            "confidenceThreshold": threshold / THRESHOLDS, "validation": round(reached[threshold], 6), "test": float(answers.mean()),
            "fractionFull": round(full, 6), "deltaOverInt8": difference, "deltaInterval95": [low, high]}
    difference, low, high = paired(test.right("full"), int8)
    points["alwaysFull"] = {"validation": float(validation.right("full").mean()), "test": float(test.right("full").mean()),
                            "fractionFull": 1.0, "deltaOverInt8": difference, "deltaInterval95": [low, high]}
    return points


def update_card(path, validation, test, baseline_validation, baseline_test, accuracies):
    """Writes `points`, the papers' row, and `baseline` where records of one are given, into a card; every other field stays as it is.

    Beside break-even and the maximum there is the point that reaches the FP32 network's validation accuracy, where the card has it.
    """
    path = pathlib.Path(path)
    records = [read(each) for each in (validation, test, baseline_validation or validation, baseline_test or test)]
    if (records[2].columns["int8"] < 0).any() or (records[3].columns["int8"] < 0).any():
        raise TrainingError(f"{records[3].head['model']} has no INT8 network of its own", "give the CoopNet's records as baseline")
    card = read_card(path)
    floats = card.get("float", {}).get("fp32")
    if floats:
        accuracies = {"fp32": floats["validation"], **accuracies}
    if baseline_test:
        card["baseline"] = {"model": records[3].head["model"], "blobSha256": records[3].head["blobSha256"],
                            "accuracyInt8": float(records[3].right("int8").mean())}
    card["points"] = describe(*records, accuracies)
    if "networks" in card:
        real, binary = (card["networks"][key]["topology"] for key in ("int8", "bnn"))
        card["papers"] = papers.row(real, binary, pathlib.Path(card["dataset"]["file"]).stem, card["form"])
    write_card(path, card)
    return card["points"]


def read_card(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path} is not a model card: {error}", "train export writes a draft") from error


def write_card(path, card):
    path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n")
