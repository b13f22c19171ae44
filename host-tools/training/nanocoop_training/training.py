"""The training loop: one recipe, one network, a checkpoint after each epoch; resuming repeats nothing and differs in nothing.

Every random choice of epoch e is drawn from (seed, e), so a run resumed after epoch e is the uninterrupted run.
"""
import dataclasses
import json
import math
import pathlib
import sys
import time
from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch
from torch.nn import functional as F

from . import compute, cooperative, networks
from .augment import AUGMENTATIONS
from .data import preprocess
from .errors import TrainingError


@dataclass(frozen=True)
class Recipe:
    topology: str
    form: str  # "fp32", "bnn", or one of cooperative.FORMS
    data: str  # name in data.DATA_SETS
    epochs: int
    batch: int = 128
    learning_rate: float = 4e-3  # the peak of the cycle, or where the plateau schedule starts
    schedule: str = "one-cycle"  # or "plateau": x 0.1 after PATIENCE epochs in which the validation loss did not fall
    augmented: bool = True
    sign_gradient: str = "parabola"  # or "straight-through"; see networks.py
    weight_decay: float = 0.0
    label_smoothing: float = 0.0
    distillation: float = 0.0  # weight of the teacher's softened probabilities in the loss
    distillation_temperature: float = 2.0
    branch: float = 0.0  # bcnet forms: weight of the INT8 branch's own loss beside the glue's; 0: the branch alone means nothing
    binary: Optional[str] = None  # bcnet forms: topology of the binary network where it is another
    seed: int = 1

    def build(self, classes):
        return cooperative.build(self.topology, self.form, classes, self.binary, self.sign_gradient)


PATIENCE = 15


def plateau_rate(history, start):
    """The rate after the epochs in `history`: a tenth for each PATIENCE epochs in a row without a lower validation loss."""
    rate, lowest, waited = start, math.inf, 0
    for held in history:
        if held["validationLoss"] < lowest:
            lowest, waited = held["validationLoss"], 0
        else:
            waited += 1
        if waited == PATIENCE:
            rate, waited = rate * 0.1, 0
    return rate


def learning_rate_at(step, steps, peak):
    """One cycle: linear up over the first 20 %, cosine down to zero."""
    rise = 0.2 * steps
    if step < rise:
        return peak * (0.05 + 0.95 * step / rise)
    return peak * 0.5 * (1 + math.cos(math.pi * (step - rise) / (steps - rise)))


def make_optimiser(network, recipe):
    trained = [p for p in network.parameters() if p.requires_grad]
    decayed = [p for p in trained if p.dim() > 1]
    free = [p for p in trained if p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=recipe.learning_rate)


def loss_of(logits, labels, teacher_logits, recipe):  # (N, C), (N,), (N, C) or None
    loss = F.cross_entropy(logits, labels, label_smoothing=recipe.label_smoothing)
    if teacher_logits is None:
        return loss
    t = recipe.distillation_temperature
    soft = F.kl_div(F.log_softmax(logits / t, 1), F.softmax(teacher_logits / t, 1), reduction="batchmean") * t * t
    return (1 - recipe.distillation) * loss + recipe.distillation * soft


@torch.no_grad()
def logits_of(network, images, batch=500):
    """uint8 (N, H, W, C) -> float (N, classes), in evaluation mode."""
    network.eval()
    return torch.cat([network(networks.to_input(images[i:i + batch])) for i in range(0, len(images), batch)])


def validate(network, split):
    """Returns (accuracy, cross entropy)."""
    logits = logits_of(network, split.x)  # (N, classes)
    labels = torch.as_tensor(split.y)  # (N,)
    return float((logits.argmax(1) == labels).float().mean()), float(F.cross_entropy(logits, labels))


def load_network(path):
    """Returns (network, checkpoint) from a checkpoint file."""
    path = pathlib.Path(path)
    if not path.is_file():
        raise TrainingError(f"no checkpoint at {path}", "train first, or give --out the folder of the run")
    try:
        checkpoint = torch.load(path, map_location="cpu")
        recipe = Recipe(**checkpoint["recipe"])
    except Exception as error:  # torch raises what its unpickler meets
        raise TrainingError(f"{path} is not a checkpoint of this program: {error}") from error
    network = recipe.build(checkpoint["classes"])
    network.load_state_dict(checkpoint["network"])
    return network.eval(), checkpoint


def train_epoch(network, teacher, optimiser, data, recipe, history, machine, report):
    epoch = len(history)
    precision = machine.of_epoch(epoch, recipe.epochs)
    rng = np.random.default_rng([recipe.seed, epoch])
    torch.manual_seed(recipe.seed * 1000003 + epoch)
    augment = AUGMENTATIONS[data.about.augmentation] if recipe.augmented else lambda x, _: preprocess(x, data.about)
    n, batch = len(data.train.y), min(recipe.batch, len(data.train.y))
    batches = n // batch
    order = rng.permutation(n)
    total, right = 0.0, 0
    network.train()
    for b in range(batches):
        chosen = order[b * batch:(b + 1) * batch]
        x = networks.to_input(augment(data.train.x[chosen], rng))  # (N, C, H, W)
        y = torch.as_tensor(data.train.y[chosen])  # (N,)
        with torch.no_grad(), machine.autocast(precision):
            soft = teacher(x).float() if teacher else None  # (N, classes)
        if recipe.schedule == "plateau":
            rate = plateau_rate(history, recipe.learning_rate)
        else:
            rate = learning_rate_at(epoch * batches + b, recipe.epochs * batches, recipe.learning_rate)
        for group in optimiser.param_groups:
            group["lr"] = rate
        with machine.autocast(precision):
            logits = network(x).float()  # (N, classes)
        loss = loss_of(logits, y, soft, recipe)
        if recipe.branch:
            loss = loss + recipe.branch * loss_of(network.branch_logits.float(), y, soft, recipe)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise TrainingError(
                f"loss is {value} in epoch {epoch + 1}, batch {b + 1}: stopped; the checkpoint of the last whole epoch is kept",
                "lower --learning-rate, then run the same command with --restart")
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        total, right = total + value, right + int((logits.argmax(1) == y).sum())
        report(epoch, b + 1, batches, total / (b + 1))
    return total / batches, right / (batches * batch), precision


def progress(epoch, done, batches, loss):
    if sys.stderr.isatty() and (done % 10 == 0 or done == batches):
        end = "\n" if done == batches else "\r"
        print(f"epoch {epoch + 1:3d}  {100 * done // batches:3d} %  loss {loss:.4f}", end=end, file=sys.stderr)


def train(recipe, data, out, teacher_path: Optional[pathlib.Path] = None, restart=False, stop_after=None, say=print, parts=None,
          machine=compute.Compute()):
    """Trains (or goes on training) into folder `out`: last.pt after every epoch, best.pt by validation accuracy, history.json.

    `parts`: checkpoints (binary, real) that a bcnet form starts from.
    `stop_after` ends the call after so many epochs in all, as an interruption would; used by tests.
    """
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    last, best = out / "last.pt", out / "best.pt"
    classes = len(data.about.classes)
    teacher = load_network(teacher_path)[0] if teacher_path else None
    if bool(teacher) != (recipe.distillation > 0):
        raise TrainingError("distillation needs a teacher, and a teacher needs distillation > 0")

    say(f"{recipe.topology} {recipe.form} on {data.about.title}: seed {recipe.seed}, {len(data.train.y)} training and "
        f"{len(data.validation.y)} validation samples, {recipe.epochs} epochs")
    torch.manual_seed(recipe.seed)
    network = recipe.build(classes)
    if recipe.form in cooperative.FORMS:
        if not parts:
            raise TrainingError(f"{recipe.form} starts from a binary and an FP32 network", "give --bnn and --fp32")
        cooperative.initialise(network, *(load_network(path)[0] for path in parts))
    optimiser = make_optimiser(network, recipe)
    history, start = [], 0
    if last.is_file() and not restart:
        network_before, checkpoint = load_network(last)
        if Recipe(**checkpoint["recipe"]) != recipe or checkpoint["data_sha256"] != data.sha256:
            raise TrainingError(f"{last} was made by another recipe or other data", "give another --out, or --restart")
        network.load_state_dict(network_before.state_dict())
        optimiser.load_state_dict(checkpoint["optimiser"])
        history, start = checkpoint["history"], len(checkpoint["history"])
        say(f"going on after epoch {start} of {recipe.epochs}" if start < recipe.epochs else "trained already")
    for epoch in range(start, recipe.epochs):
        if stop_after is not None and epoch >= stop_after:
            break
        began = time.monotonic()
        loss, right, precision = train_epoch(network, teacher, optimiser, data, recipe, history, machine, progress)
        seconds = time.monotonic() - began
        validation, validation_loss = validate(network, data.validation)
        history.append({"epoch": epoch + 1, "loss": loss, "train": right, "validation": validation,
                        "validationLoss": validation_loss, "seconds": seconds, "precision": precision})
        left = seconds * (recipe.epochs - epoch - 1) / 60
        say(f"epoch {epoch + 1:3d}/{recipe.epochs}  loss {loss:.4f}  train {right:.4f}  val {validation:.4f}  "
            f"{seconds:.1f} s {precision}  {left:.0f} min left")
        checkpoint = {
            "recipe": dataclasses.asdict(recipe), "classes": classes, "data_sha256": data.sha256, "seed": recipe.seed,
            "network": network.state_dict(), "optimiser": optimiser.state_dict(), "history": history,
        }
        save(checkpoint, last)
        if validation >= max(h["validation"] for h in history):
            save(checkpoint, best)
        (out / "history.json").write_text(json.dumps(history, indent=1) + "\n")
    return network, history


def save(checkpoint, path):
    """Whole or not at all: an interruption while writing leaves the previous checkpoint."""
    partial = path.with_suffix(".partial")
    torch.save(checkpoint, partial)
    partial.replace(path)
