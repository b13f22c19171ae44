"""A person's own network and data: from a topology (JSON) and an archive (.npz) to the bundles of a CoopNet and a BC-Net."""
import pathlib
import re
import zipfile

import numpy as np

from . import compute, data as data_sets, models, stems, topology as shapes, topology_file
from .datasets import DATA_SETS, DataSet
from .errors import TrainingError

LOG_MEL_SHAPE = (32, 32, 1)
VALIDATION_SHARE = 0.1  # of the training samples, where the archive has no val_x
README = 'README.md, "Own network", says what the archive holds'


def find_topology(text):
    """A network of the project by name, or one in a file."""
    return shapes.TOPOLOGIES.get(text) or topology_file.read(text)


def small(data):
    """A small network for the images of `data`, an archive or a data set of the project."""
    return small_for(data, DATA_SETS[data].shape if data in DATA_SETS else image_shape(pathlib.Path(data)))


def small_for(data, image):
    """3x3 convolutions, each followed by a pool that halves the map, while it has 8 rows and columns. `image`: (H, W, C)."""
    height, width, channels = image
    layers, h, w = [], height, width
    while min(h, w) >= 8 or len(layers) < 4:
        layers += [shapes.Conv(32 if not layers else 64, 3), shapes.HALVE]
        h, w = h // 2, w // 2
    if min(h, w) < 1:
        raise TrainingError(
            f"{data} holds images of {height}x{width}, too few pixels for the small network",
            "give a topology of your own with --net, or larger images",
        )
    name = f"small{height}x{width}x{channels}" if (height, width, channels) != (32, 32, 3) else "small"
    return shapes.register(shapes.Topology(name, height, width, channels, 0, (*layers, shapes.Dense()), own=True))


def image_shape(path):
    """(height, width, channels) that an archive's train_x gives a network, by the array's header."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            shape, kind = header_of(archive, "train_x")
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} is not an archive to train on: {error}", README) from error
    if len(shape) == 2 and kind == np.int16:
        return LOG_MEL_SHAPE
    if len(shape) not in (3, 4) or min(shape) < 1:
        raise TrainingError(f"{path}: train_x has shape {shape}", README)
    return (*shape[1:], 1) if len(shape) == 3 else shape[1:]


def find_data(text, folder, topology, augmentation):
    """A data set of the project by name, in `folder`, or an archive of a person's own. Returns Data."""
    if text in DATA_SETS:
        if folder is None:
            raise TrainingError(f"--data {text} needs --data-folder", f"the folder of {DATA_SETS[text].file_name}")
        return data_sets.load(text, folder)
    path = pathlib.Path(text)
    about = describe(path, topology, augmentation)
    DATA_SETS[about.name] = about
    return data_sets.load(about.name, path.parent)


def describe(path, topology, augmentation):
    """What the archive says of itself: classes from `classes`, or numbered up to the largest label."""
    name = path.stem.lower().replace("_", "-")
    if path.suffix != ".npz" or not re.fullmatch(r"[a-z0-9]+(-?[a-z0-9]+)*", name) or name in DATA_SETS:
        raise TrainingError(
            f"{path}: the archive's name becomes the data set's",
            "call it NAME.npz: letters, digits, single hyphens, and not like a data set of the project",
        )
    try:
        with np.load(path, allow_pickle=False) as archive:
            labels, validated = data_sets.labels_of(f"{path}: train_y", archive["train_y"]), "val_y" in archive.files
            sound = is_sound(archive)
            classes = (
                class_names(archive["classes"]) if "classes" in archive.files else [str(i) for i in range(int(labels.max()) + 1)]
            )
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} is not an archive to train on: {error}", README) from error
    if not 2 <= len(classes) <= 255 or len(set(classes)) != len(classes):
        raise TrainingError(
            f"{path} has {len(classes)} classes, {len(set(classes))} of them different",
            "2 to 255 classes, each with a name of its own",
        )
    if sound and (topology.height, topology.width, topology.channels) != LOG_MEL_SHAPE:
        raise TrainingError(
            f"{path} holds sound, and the network takes {topology.height}x{topology.width}x{topology.channels}",
            "sound becomes log-mel images of 32x32x1 (LOGMEL.md): give the topology that input",
        )
    held = 0 if validated else max(1, round(VALIDATION_SHARE * len(labels)))
    return DataSet(
        name,
        path.stem,
        tuple(classes),
        (topology.height, topology.width, topology.channels),
        held,
        augmentation or ("shift-mask" if sound else "crop"),
        "a person's own",
        "nothing",
        data_sets.LOG_MEL if sound else None,
        own_file=path.name,
    )


def is_sound(archive):
    """Whether train_x is int16 (N, samples): sound at 16 kHz."""
    shape, kind = header_of(archive, "train_x")
    return kind == np.int16 and len(shape) == 2


def header_of(archive, name):
    """Shape and type of an array; reads its header only."""
    with archive.zip.open(f"{name}.npy") as member:
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
        shape, _, kind = read[np.lib.format.read_magic(member)](member)
    return shape, kind


def class_names(names):
    """The names in an array of text or of bytes in UTF-8."""
    return [name.decode() if isinstance(name, bytes) else str(name) for name in names.reshape(-1).tolist()]


def command_line(words):
    """The command as a card shows it: without the number of epochs and the seed, which Model.commands adds."""
    return "host-tools/training/train " + " ".join(words)


def make(net, binary, data, data_folder, out, forms, augmentation, choice, say=print, machine=compute.Compute()):
    """Trains and exports; returns the manifests by form."""
    real = find_topology(net) if net else small(data)
    low = find_topology(binary) if binary else real
    stems.check_pair(low.name, real.name)
    whole = find_data(data, data_folder, real, augmentation)
    words = [
        *([f"--net {net}"] if net else []),
        *([f"--binary {binary}"] if binary else []),
        f"--data {data}",
        *(["--data-folder DATA"] if data in DATA_SETS and data_folder else []),
        "--out RUNS",
        *([f"--augmentation {augmentation}"] if augmentation else []),
    ]
    family = models.family(real.name, whole.about.name, low.name if low != real else None, command_line(words))
    if machine.leads:
        models.write_splits(whole, out)
    return make_family(family, forms, whole, out, choice, say, machine)


def make_family(family, forms, data, out, choice, say, machine):
    """Trains and exports the forms asked for; returns the manifests by form."""
    manifests = {}
    for model in family:
        if model.form in forms:
            manifest = models.make(model, data, out, choice, say=say, machine=machine)
            if manifest:
                say(f"next:   {manifest['card']['commands'][1].replace('RUNS', str(out))}")
            manifests[model.form] = manifest
    return manifests
