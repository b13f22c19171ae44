"""A shared stem: the first layers of two networks, computed once, in 8 bits, for both. README.md, "A shared stem".

In a checkpoint each network holds the whole of it; one of the two was trained with the other's, which stayed as it was.
"""
import pathlib
from dataclasses import asdict, replace

import torch

from . import checkpoints, networks, topology as shapes
from .errors import TrainingError
from .recipe import Recipe

OFFSET = 1.0  # of deviations, from where the ReLU cuts to the thresholds of a binary network that had no stem


def layers_of(topology):
    """The input's shape and the layers of a topology's stem."""
    return (topology.height, topology.width, topology.channels), topology.layers[: topology.stem]


def check_pair(binary, real):
    """Raises where two topologies (names) are no pair: one has a stem that the other has not."""
    if layers_of(shapes.find(binary)) != layers_of(shapes.find(real)) and (shapes.find(binary).stem or shapes.find(real).stem):
        raise TrainingError(
            f"{binary} and {real} do not have the same stem", "both begin with the same input and layers, `stem` of them shared"
        )


def state_of(network):
    """Tensors of the stem by name; batch norms' counts of batches are left out."""
    stem = network.operations[: network.stem].state_dict()
    return {name: tensor for name, tensor in stem.items() if not name.endswith("num_batches_tracked")}


def copy(path, topology, network):
    """Gives a network of `topology` the stem of a checkpoint."""
    if path is None:
        raise TrainingError("a network that takes another one's stem needs it", "give --stem CHECKPOINT")
    donor, checkpoint = checkpoints.load(path)
    check_pair(checkpoint["recipe"]["topology"], topology)
    network.operations[: network.stem].load_state_dict(donor.operations[: donor.stem].state_dict())


def require_same(a, b, names):
    """Raises where two networks' stems are not equal, bit for bit; `names` are theirs, for people."""
    first, second = state_of(a), state_of(b)
    if first.keys() != second.keys() or any(not torch.equal(first[name], second[name]) for name in first):
        raise TrainingError(
            f"the stem of {names[0]} is not that of {names[1]}",
            "train one of the two with --stem CHECKPOINT of the other",
        )


@torch.no_grad()
def with_stem(binary, topology, classes):
    """A binary network as one of `topology`, the same layers with a stem of one convolution, and pooling: the same answers.

    Batch norm and sign compare each channel x of the first layer with c = mean - beta/gamma * deviation. The stem gives
    ReLU((x - c)/deviation + OFFSET), in which every threshold is OFFSET.
    """
    made = networks.build(topology, "bnn", classes)
    conv, *pools, norm = binary.operations[: next(i for i, o in enumerate(binary.operations) if o.op == "sign")]
    deviation = torch.sqrt(norm.running_var + norm.eps)  # (O,)
    flat = norm.weight == 0
    lowered = norm.running_mean - torch.where(flat, 0 * deviation, norm.bias / norm.weight) * deviation  # (O,)
    new_conv, new_norm = made.operations[0], made.operations[1]
    new_conv.weight.copy_(conv.exported_weight())
    new_norm.weight.fill_(1)
    new_norm.bias.fill_(OFFSET)
    new_norm.running_mean.copy_(lowered)
    new_norm.running_var.copy_(norm.running_var + norm.eps - new_norm.eps)
    signs = made.operations[made.stem]
    signs.weight.copy_(norm.weight.sign())
    signs.bias.copy_(torch.where(flat, norm.bias, 0 * norm.bias))
    signs.running_mean.fill_(OFFSET)
    signs.running_var.fill_(1 - signs.eps)
    for before, after in zip(binary.operations[len(pools) + 2 :], made.operations[made.stem + 1 :]):
        after.load_state_dict(before.state_dict())
    return made.eval()


def write_checkpoint(path, topology, out, say=print):
    """OUT/best.pt: the binary network of a checkpoint, its first layers as the stem of `topology`."""
    binary, checkpoint = checkpoints.load(path)
    recipe = Recipe(**checkpoint["recipe"])
    old, new = shapes.find(recipe.topology), shapes.find(topology)
    if recipe.form != "bnn" or old.stem or replace(new, name=old.name, stem=0) != old:
        raise TrainingError(
            f"{topology} is not {recipe.topology} with a stem, or {path} holds no bnn network",
            "name a topology with the same layers and `stem`, and a bnn checkpoint",
        )
    checked = sum(isinstance(layer, shapes.Conv) for layer in new.layers[: new.stem])
    if checked != 1 or isinstance(new.layers[new.stem], (shapes.Pool, shapes.GlobalPool)):
        raise TrainingError(
            f"the stem of {topology} is not its first convolution with all pooling behind it", "choose another `stem`"
        )
    network = with_stem(binary, topology, checkpoint["classes"])
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    checkpoints.save(
        {
            **checkpoint,
            "recipe": asdict(replace(recipe, topology=topology, stem_of=old.name)),
            "network": network.state_dict(),
            "origin": f"{recipe.topology} bnn with its first layer as a stem",
        },
        out / "best.pt",
    )
    say(f"{out / 'best.pt'}: {topology} bnn")
