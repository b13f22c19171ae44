"""The training loop: one recipe, one network, a checkpoint after each epoch; resuming repeats nothing and differs in nothing.

Every random choice of epoch e is drawn from (seed, e), so a run resumed after epoch e is the uninterrupted run.
"""
import json
import math
import pathlib
import sys
import time
from typing import Optional

import numpy as np
import torch
from torch.nn import functional as F

from . import cascade, checkpoints, compute, cooperative, fine_tuning, networks, optimisation, stems
from .augment import AUGMENTATIONS
from .data import preprocess
from .errors import TrainingError
from .recipe import Recipe


@torch.no_grad()
def logits_of(network, images, batch=500):
    """uint8 (N, H, W, C) -> float (N, classes), in evaluation mode and fp32."""
    network.eval()
    device = next(network.parameters()).device
    return torch.cat([network(networks.to_input(images[i : i + batch]).to(device)).cpu() for i in range(0, len(images), batch)])


def validate(network, split, full_logits=None):
    """Returns (accuracy, cross entropy, score): the score, by which the best checkpoint is chosen, is the accuracy or, where
    `full_logits` (N, classes) of a cascade's full network are given, the share of light mode at that network's accuracy."""
    logits = logits_of(network, split.x)  # (N, classes)
    labels = torch.as_tensor(split.y)  # (N,)
    accuracy = score = int((logits.argmax(1) == labels).sum()) / len(labels)
    if full_logits is not None:
        wanted = int((full_logits.argmax(1) == labels).sum()) / len(labels)
        score = 1 - cascade.full_fraction(logits, labels, full_logits, wanted)
    return accuracy, float(F.cross_entropy(logits, labels)), score


def batches_of(data, recipe, epoch, machine):
    """Yields this process's part of each batch: images as bytes (N, H, W, C) and labels (N,)."""
    rng = np.random.default_rng([recipe.seed, epoch])
    augment = AUGMENTATIONS[data.about.augmentation] if recipe.augmented else lambda x, _: preprocess(x, data.about)
    n, batch = len(data.train.y), min(recipe.batch, len(data.train.y))
    order = rng.permutation(n)
    for b in range(n // batch):
        chosen = order[b * batch : (b + 1) * batch]
        yield machine.share(preprocess(augment(data.train.x[chosen], rng), data.about)), machine.share(data.train.y[chosen])


def train_epoch(network, teacher, optimiser, data, recipe, history, machine, report):
    """One epoch of `network` as Compute.parallel gives it. Returns (mean loss, share of right answers, precision)."""
    epoch = len(history)
    precision = "fp32" if recipe.rounded else machine.of_epoch(epoch, recipe.epochs)
    torch.manual_seed(recipe.seed * 1000003 + epoch)
    batches = len(data.train.y) // min(recipe.batch, len(data.train.y))
    total, right = 0.0, 0.0
    network.train()
    for b, (images, labels) in enumerate(batches_of(data, recipe, epoch, machine)):
        x = networks.to_input(images).to(machine.device)  # (N, C, H, W)
        y = torch.as_tensor(labels).to(machine.device)  # (N,)
        for group in optimiser.param_groups:
            group["lr"] = optimisation.rate_at(recipe, history, b, batches)
        with torch.no_grad(), machine.autocast(precision):
            soft = teacher(x).float() if teacher else None  # (N, classes)
        with machine.autocast(precision):
            logits = network(x)  # (N, classes)
        loss = optimisation.loss_of(logits.float(), y, soft, recipe)
        if recipe.branch:
            branch = getattr(network, "module", network).branch_logits  # (N, classes); `module`: inside DistributedDataParallel
            loss = loss + recipe.branch * optimisation.loss_of(branch.float(), y, soft, recipe)
        value = machine.mean(float(loss.detach()))
        if not math.isfinite(value):
            raise TrainingError(
                f"loss is {value} in epoch {epoch + 1}, batch {b + 1}: stopped; the checkpoint of the last whole epoch is kept",
                "lower --learning-rate, then run the same command with --restart",
            )
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        total, right = total + value, right + float((logits.argmax(1) == y).float().mean())
        report(epoch, b + 1, batches, total / (b + 1))
    return total / batches, machine.mean(right / batches), precision


def progress(epoch, done, batches, loss):
    if sys.stderr.isatty() and (done % 10 == 0 or done == batches):
        end = "\n" if done == batches else "\r"
        print(f"epoch {epoch + 1:3d}  {100 * done // batches:3d} %  loss {loss:.4f}", end=end, file=sys.stderr)


def ignore(*_):
    """What the processes that do not lead say."""


def start(recipe, data, teacher_path, parts, start_path, stem_path=None):
    """Returns (network as training starts with it, teacher or None)."""
    if bool(teacher_path) != recipe.is_taught:
        raise TrainingError(
            "distillation and the loss of a cascade need a teacher, and a teacher needs one of the two",
            "give --teacher CHECKPOINT with one of them, or leave all out",
        )
    torch.manual_seed(recipe.seed)
    network = recipe.build(len(data.about.classes))
    if recipe.form in cooperative.FORMS and not start_path:
        if not parts:
            raise TrainingError(f"{recipe.form} starts from a binary and an FP32 network", "give --bnn and --fp32")
        cooperative.initialise(network, *(checkpoints.load(path)[0] for path in parts), recipe.binary_share)
    if start_path:
        before, checkpoint = checkpoints.load(start_path)
        if recipe.rounded and not checkpoint["recipe"].get("rounded"):
            before = fine_tuning.rounded(before)
        network.load_state_dict(before.state_dict())
    elif recipe.stem:
        stems.copy(stem_path, recipe.topology, network)
    return network, checkpoints.load(teacher_path)[0] if teacher_path else None


def resume(last, recipe, data, network, optimiser):
    """Loads the checkpoint `last` into network and optimiser; returns its history."""
    before, checkpoint = checkpoints.load(last)
    if Recipe(**checkpoint["recipe"]) != recipe or checkpoint["data_sha256"] != data.sha256:
        raise TrainingError(f"{last} was made by another recipe or other data", "give another --out, or --restart")
    network.load_state_dict(before.state_dict())
    optimiser.load_state_dict(checkpoint["optimiser"])
    return checkpoint["history"]


def train(
    recipe,
    data,
    out,
    teacher_path: Optional[pathlib.Path] = None,
    restart=False,
    stop_after=None,
    say=print,
    parts=None,
    machine=compute.Compute(),
    start_path=None,
    stem_path=None,
):
    """Trains (or goes on training) into folder `out`: last.pt after every epoch, best.pt by validation accuracy, history.json.

    `parts`: checkpoints (binary, real) that a bcnet form starts from; `start_path`: the one whose recipe is `recipe.start`;
    `stem_path`: the one whose stem a recipe with `stem` takes.
    `stop_after` ends the call after so many epochs in all, as an interruption would; used by tests.
    """
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    last, best = out / "last.pt", out / "best.pt"
    if recipe.batch % machine.processes:
        raise TrainingError(
            f"batches of {recipe.batch} cannot be shared among {machine.processes} processes", "start 2, 4, 8 ... of them"
        )
    report = progress
    if not machine.leads:
        say = report = ignore

    say(
        f"{recipe.topology} {recipe.form} on {data.about.title}: seed {recipe.seed}, {len(data.train.y)} training and "
        f"{len(data.validation.y)} validation samples, {recipe.epochs} epochs"
    )
    network, teacher = start(recipe, data, teacher_path, parts, start_path, stem_path)
    network, teacher = machine.place(network), machine.place(teacher) if teacher else None
    optimiser = optimisation.make_optimiser(network, recipe)
    earlier = checkpoints.seconds(checkpoints.load(start_path)[1]) if start_path else 0
    history = []
    if last.is_file() and not restart:
        history = resume(last, recipe, data, network, optimiser)
        done = len(history)
        say(f"going on after epoch {done} of {recipe.epochs}" if done < recipe.epochs else "trained already")
    full_logits = logits_of(teacher, data.validation.x) if recipe.cascade else None
    parallel = machine.parallel(network)
    for epoch in range(len(history), recipe.epochs):
        if stop_after is not None and epoch >= stop_after:
            break
        began = time.monotonic()
        loss, right, precision = train_epoch(parallel, teacher, optimiser, data, recipe, history, machine, report)
        seconds = time.monotonic() - began
        validation, validation_loss, score = machine.of_leader(
            validate(network, data.validation, full_logits) if machine.leads else (0, 0, 0)
        )
        history.append(
            {
                "epoch": epoch + 1,
                "loss": loss,
                "train": right,
                "validation": validation,
                "validationLoss": validation_loss,
                "score": score,
                "seconds": seconds,
                "precision": precision,
            }
        )
        left = seconds * (recipe.epochs - epoch - 1) / 60
        say(
            f"epoch {epoch + 1:3d}/{recipe.epochs}  loss {loss:.4f}  train {right:.4f}  val {validation:.4f}  "
            + (f"full mode at break-even {1 - score:.4f}  " if recipe.cascade else "")
            + f"{seconds:.1f} s {precision}  {left:.0f} min left"
        )
        if machine.leads:
            checkpoint = checkpoints.describe(recipe, data, network, optimiser, history, earlier)
            checkpoints.save(checkpoint, last)
            if score >= max(h.get("score", h["validation"]) for h in history):
                checkpoints.save(checkpoint, best)
            (out / "history.json").write_text(json.dumps(history, indent=1) + "\n")
        machine.wait()
    return network, history
