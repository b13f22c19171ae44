"""The recipes: `paper`, as the papers train; `best`, which gave the best figures here (README.md), chosen on validation data;
`short`."""
from dataclasses import replace

from . import cooperative, data as data_sets, topology as shapes
from .errors import TrainingError
from .recipe import Recipe

BEST = {
    "fp32": dict(epochs=40, learning_rate=4e-3, weight_decay=0.05),
    "bnn": dict(epochs=45, learning_rate=4e-3, distillation=0.7),
    "bcnet-features": dict(epochs=14, learning_rate=3e-3, weight_decay=0.05, distillation=0.3),
    "bcnet-logits": dict(epochs=14, learning_rate=3e-3, weight_decay=0.05, distillation=0.3),
}
# What differs from BEST for one data set.
TUNED = {
    ("keywords", "fp32"): dict(epochs=15, learning_rate=3e-3),
    ("keywords", "bnn"): dict(epochs=25),
    ("keywords", "bcnet-features"): dict(epochs=10, learning_rate=2e-3),
    ("keywords", "bcnet-logits"): dict(epochs=10, learning_rate=2e-3),
    ("voices", "fp32"): dict(epochs=15, learning_rate=3e-3),
    ("voices", "bnn"): dict(epochs=12),
    ("voices", "bcnet-features"): dict(epochs=2, learning_rate=1e-4, binary_share=0.2),
    ("voices", "bcnet-logits"): dict(epochs=2, learning_rate=1e-4, binary_share=0.2),
    ("arabic", "fp32"): dict(epochs=30, learning_rate=3e-3),
    ("arabic", "bcnet-features"): dict(epochs=12, learning_rate=1e-4, binary_share=0.1),
    ("arabic", "bcnet-logits"): dict(epochs=12, learning_rate=1e-4, binary_share=0.1),
    ("mnist", "fp32"): dict(epochs=20),
    ("mnist", "bnn"): dict(epochs=25, learning_rate=1e-2),
    ("mnist", "bcnet-features"): dict(epochs=8),
    ("mnist", "bcnet-logits"): dict(epochs=8),
    ("cifar100", "fp32"): dict(epochs=26),
    ("cifar100", "bnn"): dict(epochs=16),
    ("cifar100", "bcnet-features"): dict(epochs=3, learning_rate=1e-3, binary_share=0.25),
    ("cifar100", "bcnet-logits"): dict(epochs=3, learning_rate=1e-3, binary_share=0.25),
    ("fer2013", "fp32"): dict(epochs=13, learning_rate=2e-3, label_smoothing=0.1),
    ("fer2013", "bnn"): dict(epochs=7),
    ("fer2013", "bcnet-features"): dict(epochs=2, learning_rate=5e-4, binary_share=0.25),
    ("fer2013", "bcnet-logits"): dict(epochs=2, learning_rate=5e-4, binary_share=0.25),
}
# And for one network on it, or the BC-Nets of one pair.
GENTLE = dict(epochs=7, learning_rate=5e-4, binary_share=0.25)
# Of a pair whose real network is trained already: little more than the mean of both answers, which is better than either.
BRIEF = dict(epochs=2, learning_rate=1e-4, binary_share=0.5)
TUNED_NETWORKS = {
    ("resnet8", "cifar10", "fp32"): dict(epochs=60),
    ("resnet20", "cifar10", "fp32"): dict(epochs=45),
    ("lightnet", "cifar10", "bnn"): dict(epochs=40),
    ("lightnet", "cifar100", "bnn"): dict(epochs=30),
    ("lightfernet", "fer2013", "bnn"): dict(epochs=30),
    ("lightgscnet", "voices", "bnn"): dict(epochs=20),
    ("stemnet", "cifar10", "bnn"): dict(epochs=40),
    ("stemres8", "cifar10", "fp32"): dict(epochs=22, distillation=0.7),
    **{(network, "cifar10", form): GENTLE for network in ("resnet8", "resnet20", "stemres8") for form in cooperative.FORMS},
    **{("lightnet-vgg6", "cifar100", form): BRIEF for form in cooperative.FORMS},
    **{("lightfernet-fernet", "fer2013", form): BRIEF for form in cooperative.FORMS},
}
# For a network from elsewhere, whose batch norms are folded: gentle steps from what it is.
PARTNER = dict(epochs=7, learning_rate=1e-4, weight_decay=0.0, binary_share=0.25)
# Whose FP32 network a binary one, or the BC-Nets of a pair, distil from, where it is another topology than their own; and an
# FP32 one that is taught.
TEACHERS = {
    ("lightnet", "cifar10"): "resnet8",
    ("lightnet-caffenet", "cifar10"): "resnet8",
    ("lightnet", "cifar100"): "vgg6",
    ("lightfernet", "fer2013"): "fernet",
    ("lightgscnet", "voices"): "gscnet",
    ("stemnet", "cifar10"): "resnet8",
    ("stemres8", "cifar10"): "resnet8",
    ("stemnet-stemres8", "cifar10"): "resnet20",
}
# A second schedule of `best`, from the best checkpoint of the first; what differs from the first. None: of any network.
SECOND = {
    (None, "cifar10", "bnn"): dict(epochs=40, learning_rate=2e-3),
    (None, "cifar100", "bnn"): dict(epochs=30, learning_rate=2e-3),
    (None, "fer2013", "bnn"): dict(epochs=12, learning_rate=2e-3),
    ("lightfernet", "fer2013", "bnn"): {},  # 12 epochs more ended at 62.1, after 62.3
    ("resnet8", "cifar10", "fp32"): dict(epochs=26, learning_rate=3e-3),
}
# Adam, rate x 0.1 after 15 epochs in which the validation loss did not fall, images as they are, straight-through gradient.
PAPER = dict(epochs=60, learning_rate=1e-3, schedule="plateau", augmented=False, sign_gradient="straight-through")
# What differs from BEST in `short`: few epochs and no teacher, which ends near the papers' accuracy with CaffeNet on CIFAR-10.
SHORT = {
    "fp32": dict(epochs=8),
    "bnn": dict(epochs=24, distillation=0.0),
    "bcnet-features": dict(epochs=4, distillation=0.0),
    "bcnet-logits": dict(epochs=4, distillation=0.0),
}
# What differs in the fine-tuning in 8 bits that may follow any of them (fine_tuning.py).
ROUNDED = dict(epochs=4, learning_rate=1e-4, schedule="one-cycle", weight_decay=0.0)
NAMES = ("best", "paper", "short")


def fields_of(name, topology, form, data, started, rounded=False, taught=False, binary=None):
    """`started`: goes on from a checkpoint; `rounded`: in 8 bits; `taught`: by a network from elsewhere, whatever the recipe;
    `binary`: topology of a BC-Net's binary network."""
    if rounded:
        return {**fields_of(name, topology, form, data, False, binary=binary), **ROUNDED, "rounded": True}
    partner = PARTNER if shapes.find(topology).graph and form in cooperative.FORMS else {}
    lesson = {"distillation": BEST[form]["distillation"]} if taught else {}
    if name == "paper":
        return {**PAPER, **partner, **lesson}
    if name == "short":
        return {**BEST[form], **SHORT[form], **partner, **({"epochs": SHORT[form]["epochs"]} if partner else {}), **lesson}
    second = second_of(topology, form, data) if started else {}
    own = TUNED_NETWORKS.get((topology, data, form), {})
    own = TUNED_NETWORKS.get((shapes.pair_name(topology, binary), data, form), own)
    return {**BEST[form], **TUNED.get((data, form), {}), **own, **second, **partner}


def second_of(topology, form, data):
    """Empty where `best` has one schedule only."""
    return SECOND.get((topology, data, form), SECOND.get((None, data, form), {}))


def choose(
    topology,
    form,
    data,
    seed=1,
    epochs=None,
    learning_rate=None,
    teacher=True,
    name="best",
    binary=None,
    binary_share=None,
    start=None,
    rounded=False,
    taught=False,
    cascade=None,
    full_price=None,
    stem=False,
):
    """The recipe of one training. `binary`: topology of a BC-Net's binary network where it is another one; `start`: recipe of the
    checkpoint that training goes on from; `rounded`: fine-tuning in 8 bits from there; `taught`: a binary network that a network
    from elsewhere teaches; `stem`: it is given another network's stem."""
    about = data_sets.find(data)
    for each in filter(None, (topology, binary)):
        t = shapes.find(each)
        if (t.height, t.width, t.channels) != about.shape:
            raise TrainingError(
                f"{each} takes {t.height}×{t.width}×{t.channels}, {about.title} gives {'×'.join(map(str, about.shape))}",
                "choose a network of that input",
            )
    if form not in BEST or name not in NAMES:
        raise TrainingError(f"no recipe {name} for {form}", f"forms: {', '.join(BEST)}; recipes: {', '.join(NAMES)}")
    if rounded and (form == "bnn" or not start):
        raise TrainingError(
            "fine-tuning in 8 bits goes on from a trained fp32 or bcnet network",
            "give --start CHECKPOINT, and a --form other than bnn",
        )
    recipe = Recipe(
        topology, form, data, seed=seed, **fields_of(name, topology, form, data, bool(start), rounded, taught, binary)
    )
    other = binary if form in cooperative.FORMS and binary != topology else None
    if stem and (form in cooperative.FORMS or not shapes.find(topology).stem):
        raise TrainingError(
            f"a {topology} {form} network takes no stem",
            'a stem is for the fp32 or bnn form of a network that shares its first layers: README.md, "A shared stem"',
        )
    changes = {"binary": other, "stem": stem}
    if epochs:
        changes["epochs"] = epochs
    if learning_rate:
        changes["learning_rate"] = learning_rate
    for field, value in (("binary_share", binary_share), ("cascade", cascade), ("full_price", full_price)):
        if value is not None:
            changes[field] = value
    if start:
        if (start["topology"], start["form"], start["data"], start["binary"]) != (topology, form, data, other):
            raise TrainingError(
                f"the checkpoint to start from is a {start['topology']} {start['form']} trained on {start['data']}",
                "start from one of the same network, form and data",
            )
        changes["start"] = start
    if not teacher:
        changes["distillation"] = 0.0
    chosen = replace(recipe, **changes)
    if chosen.cascade and (form != "bnn" or not teacher):
        raise TrainingError("the loss of a cascade is for a bnn with a teacher", "give --form bnn and --teacher CHECKPOINT")
    return chosen
