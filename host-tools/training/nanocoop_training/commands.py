"""What each verb of the command line does. Packages are imported where they are needed: counting needs no PyTorch."""
import json
import os
import pathlib

from .errors import TrainingError


def say(line):
    print(line, flush=True)


def ignore(line):
    pass


def set_threads():
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))


def choice_of(arguments):
    from . import models

    return models.Choice(arguments.recipe, arguments.epochs, arguments.seed, arguments.rounded)


def start(arguments):
    """Returns what a training verb needs: (machine, choice, what to say with); only the first of several processes speaks."""
    from . import compute, models

    set_threads()
    machine = compute.choose(arguments.precision)
    return machine, choice_of(arguments), say if machine.leads else ignore


def model(arguments):
    from . import data, models

    machine, choice, tell = start(arguments)
    model = models.find(arguments.name)
    models.make(model, data.load(model.data, arguments.data_folder), arguments.out, choice, tell, machine)


def own(arguments):
    from . import augment, own, partner

    machine, choice, tell = start(arguments)
    if arguments.augmentation not in (None, *augment.GENERAL):
        raise TrainingError(f"no augmentation is called {arguments.augmentation}", f"one of: {', '.join(augment.GENERAL)}")
    scale = [
        word for key in ("range", "mean", "std") if getattr(arguments, key) for word in (f"--{key}", getattr(arguments, key))
    ]
    if not arguments.partner and scale:
        raise TrainingError(f"{scale[0]} says what the input of a --partner means", "leave it out")
    if arguments.partner:
        if arguments.net or arguments.data_folder:
            raise TrainingError("--partner is the network", "leave out --net and --data-folder; --binary chooses the binary one")
        partner.make(
            arguments.partner,
            arguments.binary,
            arguments.data,
            arguments.out,
            arguments.forms,
            arguments.augmentation,
            scale,
            choice,
            tell,
            machine,
        )
        return
    own.make(
        arguments.net,
        arguments.binary,
        arguments.data,
        arguments.data_folder,
        arguments.out,
        arguments.forms,
        arguments.augmentation,
        choice,
        tell,
        machine,
    )


def export(arguments):
    from . import data, models

    set_threads()
    model = models.find(arguments.name)
    models.export_model(model, data.load(model.data, arguments.data_folder), arguments.out, choice_of(arguments), say)


def train(arguments):
    from . import checkpoints, data, recipes, training

    machine, choice, tell = start(arguments)
    recipe = recipes.choose(
        arguments.net,
        arguments.form,
        arguments.data,
        choice.seed,
        choice.epochs,
        arguments.learning_rate,
        bool(arguments.teacher),
        choice.recipe,
        arguments.binary,
        arguments.binary_share,
        checkpoints.recipe_of(arguments.start) if arguments.start else None,
        choice.rounded,
        cascade=arguments.cascade,
        full_price=arguments.full_price,
        stem=bool(arguments.stem),
    )
    whole = data.load(arguments.data, arguments.data_folder)
    parts = (arguments.bnn, arguments.fp32) if arguments.bnn and arguments.fp32 else None
    training.train(
        recipe,
        whole,
        arguments.out,
        arguments.teacher,
        arguments.restart,
        say=tell,
        parts=parts,
        machine=machine,
        start_path=arguments.start,
        stem_path=arguments.stem,
    )


def read_blob(arguments):
    from . import blob, data

    set_threads()
    blob.write_checkpoint(arguments.blob, arguments.net, data.load(arguments.data, arguments.data_folder), arguments.out, say)


def share_stem(arguments):
    from . import stems

    stems.write_checkpoint(arguments.bnn, arguments.net, arguments.out, say)


def convert(arguments):
    from . import convert

    say(f"wrote {convert.convert(arguments.data, arguments.source, arguments.out)}")


def keywords(arguments):
    from . import keywords

    keywords.make(arguments.out, workers=os.cpu_count() or 1, say=say)


def demo_samples(arguments):
    from . import keywords

    keywords.write_demo(arguments.data_folder, arguments.out)


def splits(arguments):
    from . import data, models

    models.write_splits(data.load(arguments.data, arguments.data_folder), arguments.out)


def agree(arguments):
    from . import agreement, data

    set_threads()
    found = agreement.write(
        arguments.out,
        arguments.bundle,
        arguments.record,
        data.load(arguments.data, arguments.data_folder).test,
        arguments.net,
    )
    say(f"{100 * found['equal']:.2f} % of {found['samples']} answers are equal")
    for each in found["differences"]:
        say("sample {sample}: float {float}, integer {integer}, margin {margin}".format(**each))


def by_class(arguments):
    from . import by_class, data

    for line in by_class.render(by_class.count(arguments.record, data.find(arguments.data).classes, arguments.only)):
        say(line)


def counts(arguments):
    from . import costs, topology

    say(f"{'network':10} {'classes':>7} {'parameters':>11} {'with norms':>11} {'MACs':>12} {'MACC':>12}")
    for t in topology.TOPOLOGIES.values():
        classes = arguments.classes or t.classes
        c = costs.count(t, classes)
        say(f"{t.name:10} {classes:>7} {c.parameters:>11,} {c.parameters + c.norm_values:>11,} {c.macs:>12,} {c.macc:>12,}")
    say("MACC = MACs + biases of convolutions + elements through ReLU + k² a pooled element + added elements + 15 a class")


def logmel_example(arguments):
    from . import logmel

    held = logmel.example()
    rows = ",\n".join("    " + json.dumps(row) for row in held.pop("image"))
    head = "{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in held.items())
    pathlib.Path(arguments.out).write_text(f'{head},\n  "image": [\n{rows}\n  ]\n}}\n')
