"""Regenerates the golden files and nf-interop/kernels/example.hex: /usr/bin/python3 tests/kernels/make_golden.py

golden/*.ncn and golden.json: a few small models with inputs, logits and confidences, for the C# tests.
golden/thresholds.json: batch-norm parameters with the sign thresholds and flips of eq. (8) and (10), for the quantiser's tests.
"""
import json
import pathlib

import numpy as np

from model import blob, example, run, thresholds
from model.description import BCNET_FEATURES, BCNET_LOGITS, COOPNET
from model.random_model import random_image, random_model

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = HERE.parent.parent / "nf-interop" / "kernels" / "example.hex"
MODELS = {
    "coopnet": (COOPNET, True),
    "bcnet-logits": (BCNET_LOGITS, True),
    "bcnet-features": (BCNET_FEATURES, True),
    "bcnet-features-only": (BCNET_FEATURES, False),
}
STEM = "coopnet-stem"  # a CoopNet whose networks share a stem
LARGEST = 6000  # bytes of a golden model
IMAGES = 3


def files():
    """{path: bytes} of every golden file."""
    golden, out = [], {}
    for name, (form, int8_logits) in {**MODELS, STEM: (COOPNET, True)}.items():
        data, model, rng = _pick(form, int8_logits, name == STEM)
        golden.append(entry(f"{name}.ncn", data, model, rng))
        out[HERE / "golden" / f"{name}.ncn"] = data
    out[HERE / "golden" / "golden.json"] = to_json(golden)
    out[HERE / "golden" / "thresholds.json"] = to_json(_thresholds())
    out[EXAMPLE] = example.text().encode()
    return out


def entry(name, data, model, rng):
    """A model's line of golden.json: random images; by net the logits and (top1, top2, floor(256 CS), CS in 2^-16)."""
    cases = []
    for _ in range(IMAGES):
        image = random_image(rng, model.input_shape)
        result = run.run(data, image)
        cases.append(
            {
                "input": image.hex(),
                "logits": [None if z is None else z.tolist() for z in result.logits],
                "confidence": [None if c is None else list(c) for c in result.confidences],
            }
        )
    return {"model": name, "arenaBytes": model.arena_bytes, "cases": cases}


def to_json(value):
    """One case a line."""
    text = json.dumps(value)
    for opening in ('{"model"', '{"input"', '{"gamma"', '"first"'):
        text = text.replace(opening, "\n" + opening)
    return (text.replace(" \n", "\n") + "\n").encode()


def _pick(form, int8_logits, stem):
    """The first seed that gives a small model with many different ops whose answers depend on the image."""
    for seed in range(100000):
        rng = np.random.RandomState(seed)
        model = random_model(rng, form, int8_logits, numbers=0, newest=stem)
        if stem and not (model.stem_layers and len(model.nets[0]) > model.stem_layers + 2 and len(model.nets[1]) > 1):
            continue
        ops = {layer.op for net in model.nets for layer in net}
        if len(ops) < 7 or len(model.class_names) > 10:
            continue
        data = blob.write(model)
        if len(data) > LARGEST:
            continue
        answers = [run.run(data, random_image(rng, model.input_shape)).logits for _ in range(6)]
        if all(len({tuple(a[net]) for a in answers}) > 2 for net in range(3) if answers[0][net] is not None):
            return data, model, rng
    raise AssertionError("no seed fits")


def _thresholds():
    """gamma, beta, … are exact float32 values, as training hands them over."""
    rng = np.random.RandomState(8)

    def value(x):
        return float(np.float32(x))

    hidden, first = [], []
    for index in range(80):
        gamma = value(rng.choice((0.0, 1.0, -1.0, 0.5, -2.0)) if index % 4 == 0 else rng.normal())
        beta, mean = value(rng.randint(-16, 17) / 8 if index % 4 == 0 else rng.normal()), value(rng.randint(-40, 41) / 4)
        epsilon = 2.0**-10
        variance = value((rng.randint(1, 17) / 4) ** 2 - epsilon if index % 4 == 0 else np.exp(rng.normal()))
        beta = value(beta * 1e10) if index % 20 == 1 else beta  # beyond int32
        alpha = value(rng.randint(1, 17) / 16 if index % 4 == 0 else np.exp(rng.normal() - 2))
        case = {"gamma": gamma, "beta": beta, "mean": mean, "variance": variance, "epsilon": epsilon}
        t, flip = thresholds.hidden(gamma, beta, mean, variance, epsilon, alpha)
        hidden.append({**case, "alpha": alpha, "threshold": t, "flip": bool(flip)})
        radix, relu = int(rng.randint(4, 16)), bool(rng.randint(0, 2))
        case["mean"] = value(mean / 16)
        t, flip = thresholds.first(gamma, beta, case["mean"], variance, epsilon, radix, relu)
        first.append({**case, "radix": radix, "relu": relu, "threshold": t, "flip": bool(flip)})
    return {"hidden": hidden, "first": first}


if __name__ == "__main__":
    for path, content in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content):7} bytes  {path.relative_to(HERE.parent.parent)}")
