"""Optimiser, schedules of its rate, and the loss, as a recipe asks for them."""
import math

import torch
from torch.nn import functional as F

from . import cascade

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


def one_cycle_rate(step, steps, peak):
    """Linear up over the first 20 %, cosine down to zero."""
    rise = 0.2 * steps
    if step < rise:
        return peak * (0.05 + 0.95 * step / rise)
    return peak * 0.5 * (1 + math.cos(math.pi * (step - rise) / (steps - rise)))


def rate_at(recipe, history, batch, batches):
    """Learning rate of a batch in the epoch after those in `history`."""
    if recipe.schedule == "plateau":
        return plateau_rate(history, recipe.learning_rate)
    return one_cycle_rate(len(history) * batches + batch, recipe.epochs * batches, recipe.learning_rate)


def make_optimiser(network, recipe):
    trained = [p for p in network.parameters() if p.requires_grad]
    decayed = [p for p in trained if p.dim() > 1]
    free = [p for p in trained if p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=recipe.learning_rate)


def loss_of(logits, labels, teacher_logits, recipe):  # (N, C), (N,), (N, C) or None
    if recipe.cascade:
        learned = cascade.can_be_learned(logits, labels, teacher_logits)  # (N,)
        whole = cascade.loss_of(logits, labels, teacher_logits, recipe.full_price)
        rest = own_loss_of(logits[learned], labels[learned], teacher_logits[learned], recipe) if learned.any() else 0
        return rest + recipe.cascade * whole
    return own_loss_of(logits, labels, teacher_logits, recipe)


def own_loss_of(logits, labels, teacher_logits, recipe):
    """Of the network for itself: cross entropy with the labels, and the distance from the teacher's softened answers."""
    loss = F.cross_entropy(logits, labels, label_smoothing=recipe.label_smoothing)
    if teacher_logits is None:
        return loss
    t = recipe.distillation_temperature
    soft = F.kl_div(F.log_softmax(logits / t, 1), F.softmax(teacher_logits / t, 1), reduction="batchmean") * t * t
    return (1 - recipe.distillation) * loss + recipe.distillation * soft
