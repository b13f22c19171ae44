"""Sums of complete networks: which layout each layer takes under a budget, and what the network then costs."""
from collections import defaultdict

import clock

FLASH_BYTES = 768 * 1024  # for the models of a board: boards/NUCLEO_F767ZI
PARTS = "parts"  # of ../m7/networks.def: layers of no network
SUMMED = ("macs", "instructions", "cyclesMca", "cyclesDual", "cyclesBranch", "cycles", "flashBytes")


def is_reference(row):
    return row["kernel"].endswith("__ref")


def choices(rows):
    """{(network, form): [[rows that may run a layer]]}: references only where nothing else runs the layout."""
    by_layer = defaultdict(list)
    for row in rows:
        by_layer[row["network"], row["form"], row["layer"]].append(row)
    networks = defaultdict(list)
    for (network, form, _), group in by_layer.items():
        fast = {r["layout"] for r in group if not is_reference(r)}
        networks[network, form].append([r for r in group if not is_reference(r) or r["layout"] not in fast])
    return networks


def cost(row):
    return row["cycles"] if "cycles" in row else row["instructions"]


def fastest(layers):
    return [min(group, key=cost) for group in layers]


def one_byte(layers):
    """The fastest layouts of one byte, or bit, a weight: at most 1/8 more flash than the reference layout, for padding."""
    most = [9 * next(r["flashBytes"] for r in group if r["layout"] == 0) // 8 for group in layers]
    return [min((r for r in group if r["flashBytes"] <= limit), key=cost) for group, limit in zip(layers, most)]


def within(layers, flash_bytes):
    """The fastest mix that fits; None if none does. Keeps, after each layer, only mixes that no other beats in both bytes and
    cycles."""
    mixes = [(0, 0, [])]
    for group in layers:
        longer = sorted(
            ((b + r["flashBytes"], c + cost(r), [*chosen, r]) for b, c, chosen in mixes for r in group), key=lambda mix: mix[:2]
        )
        mixes = []
        for mix in longer:
            if mix[0] <= flash_bytes and (not mixes or mix[1] < mixes[-1][1]):
                mixes.append(mix)
    return mixes[-1][2] if mixes else None


def totals(rows):
    """[{network, form, variant, estimatedMs, ...}]; variants: fastest, oneByte, and flash768 where both forms share 768 KiB."""
    networks = {key: layers for key, layers in choices(rows).items() if key[0] != PARTS}
    out = []
    for key, layers in networks.items():
        out += [total(key, "fastest", fastest(layers)), total(key, "oneByte", one_byte(layers))]
    for network in dict.fromkeys(name for name, _ in networks):
        forms = [key for key in networks if key[0] == network]
        chosen = within([group for key in forms for group in networks[key]], FLASH_BYTES) if len(forms) > 1 else None
        for key in forms if chosen else ():
            out.append(total(key, "flash768", [r for r in chosen if r["form"] == key[1]]))
    return out


def marked(rows, total_rows, references=False):
    """The rows, each with `variants`: the totals it is part of; without references where something else runs the layer."""
    shown = rows if references else [row for layers in choices(rows).values() for group in layers for row in group]
    for row in shown:
        row["variants"] = [
            t["variant"]
            for t in total_rows
            if (t["network"], t["form"]) == (row["network"], row["form"])
            and t["chosen"].get(row["layer"]) == [row["kernel"], row["layout"]]
        ]
    return shown


def total(key, variant, rows):
    sums = {name: sum(row[name] for row in rows) for name in SUMMED if name in rows[0]}
    timed = {}
    if "cycles" in sums:
        bounds = (sums["cyclesDual"], sums["cycles"], sum(clock.most(row) for row in rows))
        timed = dict(zip(("leastMs", "estimatedMs", "mostMs"), map(clock.milliseconds, bounds)))
    return {
        "network": key[0],
        "form": key[1],
        "variant": variant,
        **timed,
        **sums,
        "chosen": {row["layer"]: [row["kernel"], row["layout"]] for row in rows},
    }
