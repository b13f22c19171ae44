"""The recipes: `paper`, as the papers train, and `best`, which gave the best figures here (README.md), chosen on validation data."""
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
    ("arabic", "fp32"): dict(epochs=30, learning_rate=3e-3),
    ("arabic", "bcnet-features"): dict(epochs=12, learning_rate=5e-4),
    ("arabic", "bcnet-logits"): dict(epochs=12, learning_rate=5e-4),
    ("mnist", "fp32"): dict(epochs=20),
    ("mnist", "bnn"): dict(epochs=25, learning_rate=1e-2),
    ("mnist", "bcnet-features"): dict(epochs=8),
    ("mnist", "bcnet-logits"): dict(epochs=8),
}
# Adam, rate x 0.1 after 15 epochs in which the validation loss did not fall, images as they are, straight-through gradient.
PAPER = dict(epochs=60, learning_rate=1e-3, schedule="plateau", augmented=False, sign_gradient="straight-through")
NAMES = ("best", "paper")


def choose(topology, form, data, seed=1, epochs=None, learning_rate=None, teacher=True, name="best", binary=None):
    """The recipe of one training. `binary`: topology of a BC-Net's binary network where it is another one."""
    about = data_sets.find(data)
    for each in filter(None, (topology, binary)):
        t = shapes.find(each)
        if (t.height, t.width, t.channels) != about.shape:
            raise TrainingError(f"{each} takes {t.height}×{t.width}×{t.channels}, {about.title} gives {'×'.join(map(str, about.shape))}",
                                "choose a network of that input")
    if form not in BEST or name not in NAMES:
        raise TrainingError(f"no recipe {name} for {form}", f"forms: {', '.join(BEST)}; recipes: {', '.join(NAMES)}")
    fields = dict(PAPER) if name == "paper" else {**BEST[form], **TUNED.get((data, form), {})}
    recipe = Recipe(topology, form, data, seed=seed, **fields)
    changes = {}
    if epochs:
        changes["epochs"] = epochs
    if learning_rate:
        changes["learning_rate"] = learning_rate
    if not teacher:
        changes["distillation"] = 0.0
    if form in cooperative.FORMS and binary != topology:
        changes["binary"] = binary
    return replace(recipe, **changes)
