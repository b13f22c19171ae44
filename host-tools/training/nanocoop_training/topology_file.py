"""A person's own topology: a JSON file with a name, the input's shape and layers, checked before anything is trained (README.md,
"Own network")."""
import dataclasses
import json
import pathlib
import re

from . import graph, topology as shapes
from .errors import TrainingError

OPS = {"conv": shapes.Conv, "maxPool": shapes.Pool, "globalPool": shapes.GlobalPool, "block": shapes.Block, "dense": shapes.Dense}
CHOICES = {"padding": ("same", "valid"), "rounding": ("up", "down"), "kind": ("max", "average")}
MOST = {"kernel": 15, "stride": 2}  # what the engine takes: MODEL-FORMAT.md
MOST_POOLED = 255
LARGEST = 4096


def read(path):
    """Reads the file, makes the topology known by its name and returns it."""
    path = pathlib.Path(path)
    try:
        description = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path} cannot be read as JSON: {error}", 'README.md, "Own network", shows one') from error
    return shapes.register(from_json(description, path))


def from_json(description, where):
    def need(condition, message):
        if not condition:
            raise TrainingError(f"{where}: {message}", 'README.md, "Own network", lists the layers and their fields')

    if isinstance(description, dict) and set(description) == {"name", "input", "graph"}:
        return graph.from_layers(description["name"], description["input"], description["graph"], where)
    need(
        isinstance(description, dict) and set(description) <= {"name", "input", "layers", "stem"},
        "it has other fields than name, input, layers and stem",
    )
    name, image, layers = (description.get(key) for key in ("name", "input", "layers"))
    need(
        isinstance(name, str) and re.fullmatch(r"[a-z0-9]+(-?[a-z0-9]+)*", name),
        f"name is {name!r}; lower-case letters, digits and single hyphens",
    )
    need(
        isinstance(image, list) and len(image) == 3 and all(type(n) is int and 1 <= n <= LARGEST for n in image),
        f"input is {image!r}, not [height, width, channels]",
    )
    need(isinstance(layers, list) and layers, "it has no list of layers")
    built = tuple(layer_of(layer, lambda ok, text, i=i: need(ok, f"layer {i}: {text}")) for i, layer in enumerate(layers))
    stem = description.get("stem", 0)
    need(
        type(stem) is int and 0 <= stem < len(built) and all(isinstance(x, (shapes.Conv, shapes.Pool)) for x in built[:stem]),
        f"stem is {stem!r}; of how many first layers, conv and maxPool, it shares with the other network of its pair",
    )
    need(not stem or isinstance(built[0], shapes.Conv), "a stem begins with a convolution")
    topology = shapes.Topology(name, *image, 0, built, own=True, stem=stem)
    check_order(topology, need)
    return topology


def layer_of(description, need):
    need(isinstance(description, dict) and description.get("op") in OPS, f"its op is none of {', '.join(OPS)}")
    fields = {key: value for key, value in description.items() if key != "op"}
    kind = OPS[description["op"]]
    known = {field.name: field for field in dataclasses.fields(kind)}
    for field, value in fields.items():
        need(field in known, f"{description['op']} has no field {field!r}; it has {', '.join(known)}")
        if field in CHOICES:
            need(value in CHOICES[field], f"{field} is {value!r}; one of {', '.join(CHOICES[field])}")
        else:
            most = MOST_POOLED if kind is shapes.Pool else MOST.get(field, LARGEST)
            need(type(value) is int and 1 <= value <= most, f"{field} is {value!r}; a number of 1 to {most}")
    missing = [f.name for f in known.values() if f.default is dataclasses.MISSING and f.name not in fields]
    need(not missing, f"{description['op']} needs {', '.join(missing)}")
    layer = kind(**fields)
    need(
        not isinstance(layer, shapes.Conv) or layer.padding == "valid" or layer.kernel % 2 == 1,
        "a 'same' convolution has an odd kernel",
    )
    return layer


def check_order(topology, need):
    layers = topology.layers
    need(
        isinstance(layers[-1], shapes.Dense) and layers[-1].units is None,
        "the last layer is not dense without units (one unit a class)",
    )
    first_dense = next(i for i, layer in enumerate(layers) if isinstance(layer, shapes.Dense))
    for i, layer in enumerate(layers[first_dense:-1], first_dense):
        need(
            isinstance(layer, shapes.Dense) and layer.units,
            f"layer {i}: between the first dense layer and the last stand only dense layers with units",
        )
    for i, (_, _, after) in enumerate(shapes.walk(topology, classes=2)):
        need(min(after) >= 1, f"layer {i}: its window is larger than what enters it")


def to_json(topology):
    """What from_json reads back."""
    image = [topology.height, topology.width, topology.channels]
    if topology.graph:
        return {"name": topology.name, "input": image, "graph": json.loads(topology.graph)}
    names = {kind: op for op, kind in OPS.items()}
    layers = [
        {"op": names[type(layer)], **{key: value for key, value in dataclasses.asdict(layer).items() if value is not None}}
        for layer in topology.layers
    ]
    stem = {"stem": topology.stem} if topology.stem else {}
    return {"name": topology.name, "input": image, "layers": layers, **stem}
