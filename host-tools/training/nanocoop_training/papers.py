"""The papers' figures for the models that they have too; a card shows them beside its own. Percent, kB and points, as printed."""

COOPNET = "CoopNet (ICECS 2019), tables I and II"
BCNET = "BC-Net (TCAS-I 2021), table II"
SLIDES = "ML on the edge, slides, tables 5.5 and 5.6"


def coopnet(fp32, int8, bnn, most, ram):
    return {"source": COOPNET, "fp32": fp32, "int8": int8, "bnn": bnn, "maximumDeltaOverInt8": most, "ramKilobytes": ram}


def bcnet(fp32, int8, bnn, full, ram):
    return {"source": BCNET, "fp32": fp32, "int8": int8, "bnn": bnn, "alwaysFull": full, "ramKilobytes": ram}


def ram(fp32, int8, bnn, model):
    return {"fp32": fp32, "int8": int8, "bnn": bnn, "model": model}


# (INT8 topology, data set) -> form -> row; the papers say features or logits nowhere unmistakably, so both BC-Nets have the same
# row.
ROWS = {
    ("caffenet", "cifar10"): {
        "coopnet": coopnet(80.25, 80.20, 76.52, 0.53, ram(550, 120, 94, 214)),
        "bcnet": bcnet(80.25, 80.20, 76.52, 84.00, ram(523, 131, 94, 235)),
    },
    ("gscnet", "speech-commands"): {
        "coopnet": coopnet(90.30, 89.50, 87.60, 1.47, ram(1060, 250, 90, 360)),
        "bcnet": bcnet(90.30, 89.50, 87.60, 92.55, ram(1060, 265, 90, 386)),
    },
    ("fernet", "fer2013"): {
        "coopnet": coopnet(65.16, 64.70, 62.86, 0.93, ram(2345, 577, 118, 695)),
        "bcnet": bcnet(65.16, 64.70, 62.86, 66.48, ram(2345, 587, 118, 705)),
    },
    ("vgg6", "cifar100"): {"bcnet": bcnet(65.13, 64.68, 54.06, 66.48, ram(1583, 396, 123, 569))},
    ("lenet5", "mnist"): {"coopnet": {"source": SLIDES, "fp32": 98.79, "int8": 98.74}},
}


def row(topology, binary, data, form):
    """What the papers print of a model of one topology in both networks; None where they have none."""
    if binary not in (None, topology):
        return None
    return ROWS.get((topology, data), {}).get("coopnet" if form == "coopnet" else "bcnet")
