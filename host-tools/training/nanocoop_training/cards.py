"""What training knows of a model for its card: where it comes from, the float accuracies, the commands that make it. It goes into
the bundle's manifest, as "card"; the card itself is written by nanocoop, from this and the blob; its schema is
host-tools/src/NanoCoopNet.Evaluation/card.schema.json."""
from . import costs, graph, papers, topology as shapes

FLOATS = (("fp32", "fp32"), ("bnn", "bnnFloat"), ("branch", "branchFloat"), ("bcnet", "bcnetFloat"))


def make(model, data, manifest, commands):
    """The fields of the card, without what the manifest's other parts and the blob say. `commands`: what commands_of gives."""
    provenance, accuracy = manifest["provenance"], manifest["provenance"]["accuracy"]
    classes = len(data.about.classes)
    networks = {}
    for key, topology in (("bnn", model.bnn), ("int8", model.topology)):
        found = shapes.find(topology)
        counted = graph.count(found) if found.graph else costs.count(found, classes)
        networks[key] = {
            "topology": topology,
            "parameters": counted.parameters,
            "macs": counted.macs,
            "temperature": manifest["networks"][key]["temperature"],
        }
    stem = shapes.find(model.topology).stem
    if stem:
        networks["stem"] = {"layers": stem, "macs": costs.stem_macs(shapes.find(model.topology), classes)}
    card = {
        "networks": networks,
        "dataset": {
            "name": data.about.title,
            "file": data.about.file_name,
            "sha256": data.sha256,
            "source": data.about.source,
            "training": len(data.train.y),
            "validation": len(data.validation.y),
            "test": len(data.test.y),
        },
        **{key: provenance[key] for key in ("recipe", "seed", "epochs", "precision", "origins") if key in provenance},
        "trainingSeconds": provenance["seconds"],
        "torch": provenance["torch"],
        "float": {
            key: {"validation": accuracy[held + "Validation"], "test": accuracy[held]} for key, held in FLOATS if held in accuracy
        },
        "papers": papers.row(model.topology, model.binary, model.data, model.form),
        "commands": commands,
    }
    if "glue" in manifest["networks"]:
        weight = costs.glue_inputs(shapes.find(model.bnn), shapes.find(model.topology), classes, model.form)
        networks["glue"] = {
            "inputs": weight,
            "parameters": (weight + 1) * classes,
            "macs": weight * classes,
            "temperature": manifest["networks"]["glue"]["temperature"],
        }
        networks["int8"]["keepsLastLayer"] = manifest["networks"]["int8"]["keepsLastLayer"]
        card["baseline"] = {"model": model.baseline, "blobSha256": None}
    return card
