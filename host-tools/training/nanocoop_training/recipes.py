"""The recipes that are known to work, one for each (topology, form, data set). Figures seen with them are in README.md."""
from dataclasses import replace

from .errors import TrainingError
from .training import Recipe

RECIPES = {
    (r.topology, r.form, r.data): r
    for r in (
        Recipe("caffenet", "fp32", "cifar10", epochs=40, learning_rate=4e-3, weight_decay=0.05),
        Recipe("caffenet", "bnn", "cifar10", epochs=45, learning_rate=4e-3, distillation=0.7),
        Recipe("gscnet", "fp32", "keywords", epochs=15, learning_rate=3e-3, weight_decay=0.05),
        Recipe("gscnet", "bnn", "keywords", epochs=25, learning_rate=4e-3, distillation=0.7),
    )
}


def choose(topology, form, data, seed=1, epochs=None, learning_rate=None, teacher=True):
    try:
        recipe = RECIPES[topology, form, data]
    except KeyError:
        known = ", ".join(" ".join(k) for k in RECIPES)
        raise TrainingError(f"no recipe for {topology} {form} on {data}", f"one of: {known}") from None
    changes = {"seed": seed}
    if epochs:
        changes["epochs"] = epochs
    if learning_rate:
        changes["learning_rate"] = learning_rate
    if not teacher:
        changes["distillation"] = 0.0
    return replace(recipe, **changes)
