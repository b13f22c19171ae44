"""The models of host-tools/models, and a person's own: for each, one command from data to bundle."""
import pathlib
from dataclasses import asdict, dataclass, replace
from typing import Optional

import numpy as np

from . import (
    bundle,
    cards,
    checkpoints,
    compute,
    cooperative,
    data as data_sets,
    export,
    learning_curves,
    recipes,
    topology as shapes,
    training,
)
from .errors import TrainingError
from .recipe import Recipe


@dataclass(frozen=True)
class Model:
    name: str  # network-dataset-form
    topology: str  # of the INT8 network
    data: str
    form: str  # "coopnet" or one of cooperative.FORMS
    binary: Optional[str] = None  # topology of the binary network where it is another
    own_command: Optional[str] = None  # the command line, where it is a person's own network or data

    @property
    def bnn(self):
        return self.binary or self.topology

    @property
    def has_partner(self):
        """Whether its INT8 network came from elsewhere (graph.py)."""
        return bool(self.topology in shapes.TOPOLOGIES and shapes.TOPOLOGIES[self.topology].graph)

    @property
    def has_stem(self):
        """Whether its networks have their first layers in common."""
        return self.topology in shapes.TOPOLOGIES and shapes.TOPOLOGIES[self.topology].stem > 0

    @property
    def last(self):
        """The form that is trained last, which the INT8 network is made from."""
        return self.form if self.form in cooperative.FORMS else "fp32"

    @property
    def baseline(self):
        """The CoopNet whose INT8 network this model is compared with, eq. (16)."""
        return f"{shapes.pair_name(self.topology, self.binary)}-{self.data}-coopnet"


@dataclass(frozen=True)
class Choice:
    """How a model is to be trained, beside what its recipe says."""

    recipe: str = "best"
    epochs: Optional[int] = None
    seed: int = 1
    rounded: bool = False  # the real network is fine-tuned in 8 bits at last

    @property
    def suffix(self):
        """Of folders and model names: runs of another recipe lie beside those of `best`."""
        return "" if self.recipe == "best" else f"-{self.recipe}"

    @property
    def options(self):
        return (
            (f" --recipe {self.recipe}" if self.suffix else "")
            + (f" --epochs {self.epochs}" if self.epochs else "")
            + (f" --seed {self.seed}" if self.seed != 1 else "")
            + (" --rounded" if self.rounded else "")
        )


def family(topology, data, binary=None, own_command=None):
    """CoopNet and both BC-Nets of one pair of topologies."""
    pair = shapes.pair_name(topology, binary)
    forms = (("coopnet", "coopnet"), ("bcnet", "bcnet-features"), ("bcnet-logits", "bcnet-logits"))
    return [Model(f"{pair}-{data}-{name}", topology, data, form, binary, own_command) for name, form in forms]


MODELS = {
    m.name: m
    for m in (
        *family("caffenet", "cifar10"),
        *family("gscnet", "keywords"),
        *family("gscnet", "voices"),
        *family("gscnet", "arabic"),
        *family("gscnet", "speech-commands"),
        *family("lenet5", "mnist"),
        *family("vgg6", "cifar100"),
        *family("fernet", "fer2013"),
        *family("resnet8", "cifar10", "caffenet"),
        *family("resnet20", "cifar10", "caffenet"),
        *family("lightnet", "cifar10"),
        *family("resnet8", "cifar10", "lightnet"),
        *family("resnet20", "cifar10", "lightnet"),
        *family("caffenet", "cifar10", "lightnet"),
        *family("stemres8", "cifar10", "stemnet"),
        *family("vgg6", "cifar100", "lightnet"),
        *family("fernet", "fer2013", "lightfernet"),
        *family("gscnet", "voices", "lightgscnet"),
    )
}


def find(name):
    if name not in MODELS:
        raise TrainingError(f"no model is called {name}", f"one of: {', '.join(MODELS)}")
    return MODELS[name]


def read_back_commands(blob, topology, data, folder):
    """What makes the checkpoint of a network that was read back from a blob."""
    return [
        f"host-tools/nanocoop repack host-tools/models/{blob} --layout reference -o RUNS/{blob}",
        f"host-tools/training/train read-blob RUNS/{blob} --net {topology} --data {data} --data-folder DATA --out "
        f"{folder.as_posix()}",
    ]


def training_commands(model, choice, trained, blobs=None):
    """The one command that trains all, where every network was trained as its recipe says; else one for each network and the
    export. `blobs`: folder -> blob, of the networks that were read back."""
    blobs = blobs or {}
    whole = (model.own_command or f"host-tools/training/train model {model.name} --data-folder DATA --out RUNS") + choice.options
    other = {form: recipe for form, recipe in trained.items() if recipe != default_recipe(model, form, choice)}
    back = [
        command
        for folder, blob in ({} if model.has_partner else blobs).items()
        for command in read_back_commands(blob, folder.parent.name.split("-")[0], model.data, folder)
    ]
    other = {form: recipe for form, recipe in other.items() if recipe.epochs}
    if not other or model.own_command:
        return [*back, whole]
    paths = {form: path.as_posix() for form, path in checkpoints_of(model, "RUNS", choice).items()}
    steps, same = [], replace(choice, epochs=None, rounded=False).options  # each command says its own epochs
    teachers = other_teachers(model)
    own_bnn = "bnn" in other or teacher_topology(model, "bnn") != model.bnn
    if model.binary and not own_bnn:  # it and its teacher are those of a model of its own
        teachers.discard(teacher_topology(model, "bnn"))
        steps.append(
            f"host-tools/training/train model {model.binary}-{model.data}-coopnet --data-folder DATA --out "
            f"RUNS{replace(choice, rounded=False).options}"
        )
    for teacher in sorted(teachers):
        folder = run_folder("RUNS", teacher, model.data, "fp32", choice)
        if folder not in blobs:
            steps += steps_of(default_recipe(model, "fp32", replace(choice, epochs=None), teacher), folder, same)
    for form, recipe in in_order(trained).items():
        if not recipe.epochs or form == "bnn" and model.binary and not own_bnn:
            continue
        if recipe.stem_of:
            steps += stem_commands(recipe, pathlib.PurePosixPath(paths[form]).parent, choice)
            continue
        options = f"--teacher {teacher_path(model, form, 'RUNS', choice).as_posix()}" if recipe.is_taught else ""
        options += f" --stem {paths['fp32' if form == 'bnn' else 'bnn']}" if recipe.stem else ""
        if form in cooperative.FORMS:
            options += f" --bnn {paths['bnn']} --fp32 {paths['fp32']} --binary-share {recipe.binary_share:g}" + (
                f" --binary {recipe.binary}" if recipe.binary else ""
            )
        steps += steps_of(recipe, pathlib.PurePosixPath(paths[form]).parent, options + same)
    return [*back, *steps, f"host-tools/training/train export {model.name} --data-folder DATA --out RUNS{choice.options}"]


def in_order(trained):
    """Recipes by form as they are trained: a real network that takes the binary one's stem comes after it."""
    binary_first = "fp32" in trained and trained["fp32"].stem
    return dict(sorted(trained.items(), key=lambda item: item[0] != "bnn")) if binary_first else trained


def stem_commands(recipe, folder, choice):
    """Those that make a binary network of one whose first layers become a stem."""
    trained = run_folder("RUNS", recipe.stem_of, recipe.data, "bnn", choice).as_posix()
    return [
        f"host-tools/training/train model {recipe.stem_of}-{recipe.data}-coopnet --data-folder DATA --out RUNS"
        + replace(choice, epochs=None, rounded=False).options,
        f"host-tools/training/train share-stem {trained}/best.pt --net {recipe.topology} --out {folder.as_posix()}",
    ]


def steps_of(recipe, folder, options):
    """One command that trains a network into `folder` (a path), after those whose checkpoints it goes on from (FOLDER-start,
    FOLDER-start-start ...)."""
    start = Recipe(**recipe.start) if recipe.start else None
    words = [
        f"host-tools/training/train train --net {recipe.topology} --form {recipe.form} --data {recipe.data} --data-folder DATA",
        f"--out {folder.as_posix()} --epochs {recipe.epochs} --learning-rate {recipe.learning_rate:g}",
        options.strip(),
    ]
    if recipe.cascade:
        words.append(f"--cascade {recipe.cascade:g} --full-price {recipe.full_price:g}")
    if start:
        words.append(f"--start {checkpoints.start_of(folder).as_posix()}/best.pt" + (" --rounded" if recipe.rounded else ""))
    return [*(steps_of(start, checkpoints.start_of(folder), options) if start else []), " ".join(filter(None, words))]


def default_recipe(model, form, choice, topology=None):
    """What `train_model` trains by, after the recipe in its `start` where it has one. `topology`: of an fp32 network that is a
    teacher only."""
    network = topology or (model.bnn if form == "bnn" else model.topology)

    def choose(start=None, rounded=False):
        return recipes.choose(
            network,
            form,
            model.data,
            choice.seed,
            choice.epochs,
            name=choice.recipe,
            binary=model.binary if form in cooperative.FORMS else None,
            start=start,
            rounded=rounded,
            taught=model.has_partner and form == "bnn",
            stem=model.has_stem and form == "bnn",
        )

    recipe = choose()
    if choice.recipe == "best" and recipes.second_of(network, form, model.data):
        recipe = choose(asdict(recipe))
    return choose(asdict(recipe), rounded=True) if choice.rounded and form == model.last and not topology else recipe


def commands_of(model, choice, trained, blobs=None):
    """Command lines from data to the finished card; DATA and RUNS are folders of a person's choice. `trained`: recipes by form;
    `blobs` as above."""
    name, held = f"{model.name}{choice.suffix}", "RUNS" if model.own_command else "DATA"
    base = f"{model.baseline}{choice.suffix}"
    kept, own = "RUNS" if model.own_command else "host-tools/models", model.form == "coopnet"
    blob, card = f"{kept}/{name}.ncn", f"{kept}/{name}.json"
    splits = {split: f"{held}/{model.data}-{split}.npz" for split in ("val", "test")}
    is_compared = not (model.own_command or model.has_stem)  # behind a stem of 8 bits answers are others than in float
    return [
        *training_commands(model, choice, trained, blobs),
        *([] if model.own_command else [f"host-tools/training/train splits {model.data} --data-folder DATA --out DATA"]),
        f"host-tools/nanocoop quantise RUNS/{name}/bundle -o {blob} --validation {splits['val']} --ct break-even"
        + ("" if own else f" --baseline {kept}/{base}.ncn")
        + f" --card {card}",
        f"host-tools/nanocoop evaluate {blob} --data {splits['val']} --record RUNS/{name}-val.csv",
        f"host-tools/nanocoop evaluate {blob} --data {splits['test']} --record RUNS/{name}-test.csv --card {card}",
        *(
            []
            if not is_compared
            else [
                f"host-tools/training/train agree RUNS/{name}/bundle --record RUNS/{name}-test.csv --data {model.data} "
                f"--data-folder DATA --out RUNS/{name}-agreement.json"
            ]
        ),
        f"host-tools/nanocoop points {card} --validation RUNS/{name}-val.csv --test RUNS/{name}-test.csv"
        + ("" if own else f" --baseline-validation RUNS/{base}-val.csv --baseline-test RUNS/{base}-test.csv")
        + (f" --agreement RUNS/{name}-agreement.json" if is_compared else ""),
    ]


def run_folder(runs, topology, data, form, choice, binary=None):
    """Step one's checkpoints are shared by every model that needs them: RUNS/NETWORK-DATA[-paper]/FORM."""
    return pathlib.Path(runs) / f"{shapes.pair_name(topology, binary)}-{data}{choice.suffix}" / form


def checkpoints_of(model, runs, choice):
    """Where the model's networks lie: fp32, bnn and, for a BC-Net, the form itself."""
    paths = {
        "fp32": own_fp32(run_folder(runs, model.topology, model.data, "fp32", choice), model) / "best.pt",
        "bnn": binary_folder(model, runs, choice) / "best.pt",
    }
    if model.form in cooperative.FORMS:
        paths[model.form] = run_folder(runs, model.topology, model.data, model.form, choice, model.binary) / "best.pt"
    return paths


def binary_folder(model, runs, choice):
    """A binary network that a network from elsewhere taught is that pair's own."""
    if model.has_partner:
        return run_folder(runs, model.topology, model.data, "bnn", choice, model.binary)
    return run_folder(runs, model.bnn, model.data, "bnn", choice)


def own_fp32(folder, model):
    """A BC-Net begins with its FP32 network as it was before a CoopNet's fine-tuning in 8 bits."""
    return checkpoints.start_of(folder) if model.form in cooperative.FORMS and checkpoints.is_rounded(folder) else folder


def make_way(folder):
    """What is trained in `folder`, not yet in 8 bits, becomes what fine-tuning starts from, and with it what it started from
    itself."""
    if not (folder / "best.pt").is_file() or checkpoints.is_rounded(folder):
        return
    chain = [folder]
    while chain[-1].is_dir():
        chain.append(checkpoints.start_of(chain[-1]))
    for before, after in reversed(list(zip(chain, chain[1:]))):
        before.rename(after)


def make(model, data, runs, choice=Choice(), say=print, machine=compute.Compute()):
    """Trains what is not trained yet, in RUNS/NETWORK-DATA/FORM; exports RUNS/NAME/bundle; returns its manifest."""
    train_model(model, data, runs, choice, say, machine)
    return export_model(model, data, runs, choice, say) if machine.leads else None


def train_model(model, data, runs, choice=Choice(), say=print, machine=compute.Compute()):
    """Step one (FP32 networks, then the binary one, distilled from its own topology where the recipe has it), then step two."""

    def train_network(recipe, folder, parts):
        blob = checkpoints.blob_of(folder)
        if blob:
            say(f"{recipe.topology} {recipe.form}: {'as it is in' if model.has_partner else 'read back from'} {blob}")
            return
        teacher = teacher_path(model, recipe.form, runs, choice) if recipe.is_taught else None
        start = checkpoints.start_of(folder)
        if recipe.rounded:
            make_way(folder)
        if recipe.start:
            train_network(Recipe(**recipe.start), start, parts)
        training.train(
            recipe,
            data,
            folder,
            teacher,
            say=say,
            parts=parts,
            machine=machine,
            start_path=start / "best.pt" if recipe.start else None,
            stem_path=paths["fp32"] if recipe.stem else None,
        )

    paths = checkpoints_of(model, runs, choice)
    for teacher in sorted(other_teachers(model)):
        train_network(default_recipe(model, "fp32", choice, teacher), run_folder(runs, teacher, model.data, "fp32", choice), None)
    for form, path in paths.items():
        parts = (paths["bnn"], paths["fp32"]) if form in cooperative.FORMS else None
        train_network(default_recipe(model, form, choice), path.parent, parts)


def teacher_topology(model, form):
    """Of the FP32 network that a form distils from: the same, unless recipes.TEACHERS names another for a network, or for the
    BC-Nets of a pair."""
    own = model.bnn if form == "bnn" else model.topology
    if model.has_partner:
        return model.topology
    taught = shapes.pair_name(model.topology, model.binary) if form in cooperative.FORMS else own
    return recipes.TEACHERS.get((taught, model.data), own)


def other_teachers(model):
    """Topologies of the FP32 networks that the model's forms distil from and that it does not hold itself."""
    forms = ("bnn", model.form) if model.form in cooperative.FORMS else ("bnn",)
    return {teacher_topology(model, form) for form in forms} - {model.topology}


def teacher_path(model, form, runs, choice):
    return run_folder(runs, teacher_topology(model, form), model.data, "fp32", choice) / "best.pt"


def export_model(model, data, runs, choice=Choice(), say=print):
    """Writes RUNS/NAME/bundle; returns its manifest, whose "card" is what the model's card will say of its training."""
    name, paths = f"{model.name}{choice.suffix}", checkpoints_of(model, runs, choice)
    folder = pathlib.Path(runs) / name
    trained = {form: Recipe(**checkpoints.load(path)[1]["recipe"]) for form, path in paths.items()}
    folders = [path.parent for path in paths.values()] + [teacher_path(model, "bnn", runs, choice).parent]
    blobs = {pathlib.PurePosixPath("RUNS", *each.parts[-2:]): blob for each in folders if (blob := checkpoints.blob_of(each))}
    commands = commands_of(model, choice, trained, blobs)
    manifest = export.export(name, model.form, paths, data, folder / "bundle", commands[0])
    manifest["card"] = cards.make(model, data, manifest, commands)
    bundle.write_manifest(folder / "bundle", manifest)
    say(f"bundle: {folder / 'bundle'}")
    runs_of = {f"{model.bnn if form == 'bnn' else model.topology} {form}": path.parent for form, path in paths.items()}
    curves = learning_curves.write(runs_of, folder / "learning-curves.svg")
    if curves:
        say(f"curves: {curves}")
    return manifest


def write_splits(data, out):
    """Writes NAME-val.npz and NAME-test.npz (x as the network sees it, y) for tools that choose thresholds on validation data."""
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for split, part in (("val", data.validation), ("test", data.test)):
        np.savez_compressed(out / f"{data.about.name}-{split}.npz", x=part.x, y=part.y.astype(np.uint8))
