"""The benchmark's tables."""
import clock


def number(value):
    return f"{value:,}"


def per_mac(row, name):
    return f"{row[name] / row['macs']:.3f}" if row["macs"] else "-"


ROW = (
    ("network", -9, lambda r: r["network"]),
    ("form", -5, lambda r: r["form"]),
    ("layer", -10, lambda r: r["layer"]),
    ("kernel", -27, lambda r: r["kernel"]),
    ("MACs", 11, lambda r: number(r["macs"])),
    ("instructions", 13, lambda r: number(r["instructions"])),
    ("a MAC", 7, lambda r: per_mac(r, "instructions")),
)
MODELS = (
    ("mca", 12, lambda r: number(r["cyclesMca"])),
    ("dual", 12, lambda r: number(r["cyclesDual"])),
    ("a MAC", 7, lambda r: per_mac(r, "cyclesDual")),
    ("branch", 10, lambda r: number(r["cyclesBranch"])),
    ("waiting", 10, lambda r: number(clock.waiting(r, None))),
    ("in SRAM", 10, lambda r: number(clock.waiting(r, -1))),
    ("est. ms", 8, lambda r: f"{clock.milliseconds(r['cycles']):.3f}"),
    ("code", 7, lambda r: number(r["codeBytes"])),
)
MEMORY = (
    ("flash", 9, lambda r: number(r["flashBytes"])),
    ("scratch", 8, lambda r: number(r["scratchBytes"])),
    ("stack", 6, lambda r: number(r["stackBytes"])),
)
TOTAL = (
    ("network", -9, lambda t: t["network"]),
    ("form", -5, lambda t: t["form"]),
    ("variant", -9, lambda t: t["variant"]),
    ("least ms", 9, lambda t: f"{t['leastMs']:.2f}"),
    ("est. ms", 9, lambda t: f"{t['estimatedMs']:.2f}"),
    ("most ms", 9, lambda t: f"{t['mostMs']:.2f}"),
    ("mca ms", 9, lambda t: f"{clock.milliseconds(t['cyclesMca']):.2f}"),
    ("instructions", 13, lambda t: number(t["instructions"])),
    ("flash", 9, lambda t: number(t["flashBytes"])),
)
HOT = (
    ("", 9, lambda b: ""),
    ("block", -8, lambda b: b["address"]),
    ("function", -28, lambda b: b["function"]),
    ("instructions", 13, lambda b: str(b["instructions"])),
    ("runs", 10, lambda b: number(b["runs"])),
    ("dual a run", 11, lambda b: f"{b['dual']:.2f}"),
    ("mca a run", 11, lambda b: f"{b['mca']:.2f}"),
    ("share", 7, lambda b: f"{b['share']:.1%}"),
)


def line(columns, values):
    """Cells side by side; a negative width is of a column of text, at the left."""
    return " ".join(
        text.ljust(-width) if width < 0 else text.rjust(width) for (_, width, _), text in zip(columns, values)
    ).rstrip()


def table(columns, rows, after=lambda row: ""):
    """Lines: a heading, then one a row and what `after` adds to it."""
    return [
        line(columns, [name for name, _, _ in columns]),
        *(line(columns, [value(row) for _, _, value in columns]) + after(row) for row in rows),
    ]


CALL = (
    ("function", -27, lambda r: r["function"]),
    ("instructions", 13, lambda r: number(r["instructions"])),
    *(column for column in MODELS if column[0] in ("mca", "dual", "branch", "waiting") and column[1] > 7),
    ("least ms", 9, lambda r: f"{clock.milliseconds(r['cyclesDual']):.3f}"),
    ("est. ms", 9, lambda r: f"{clock.milliseconds(clock.cycles(r)):.3f}"),
    ("most ms", 9, lambda r: f"{clock.milliseconds(clock.most(r)):.3f}"),
)

SINGLE = (
    ("function", -20, lambda r: r["function"]),
    ("board", -18, lambda r: r["board"]),
    ("instructions", 13, lambda r: number(r["instructions"])),
    ("least", 12, lambda r: number(r["cyclesLeast"])),
    ("core", 12, lambda r: number(r["cyclesCore"])),
    ("most", 12, lambda r: number(r["cyclesMost"])),
    ("waiting", 12, lambda r: number(r["cyclesWaiting"])),
    ("least ms", 9, lambda r: f"{r['leastMs']:.3f}"),
    ("est. ms", 9, lambda r: f"{r['ms']:.3f}"),
    ("most ms", 9, lambda r: f"{r['mostMs']:.3f}"),
)

MARKS = {"fastest": "f", "oneByte": "1", "flash768": "k"}


def hottest(row):
    return "".join("\n" + text for text in (table(HOT, row["hot"]) if "hot" in row else ()))


def after_row(row):
    """The marks of the variants that take a row, and its hottest blocks."""
    return " " + "".join(MARKS[name] for name in row["variants"]) + hottest(row)


def render_call(rows):
    """Rows of elf.py as text, and their hottest blocks."""
    return "\n".join(table(CALL, rows, hottest))


def render_core(rows, references):
    """Rows of measure.single_issue as text; reference kernels only where asked for."""
    shown = [row for row in rows if references or not row["kernel"].endswith("__ref")] or rows
    columns = [
        ("layer", -27, lambda r: f"{r['network']}/{r['form']}/{r['layer']}"),
        ("kernel", -28, lambda r: r["kernel"]),
        ("layout", 6, lambda r: str(r["layout"])),
        ("instructions", 13, lambda r: number(r["instructions"])),
        ("core", 12, lambda r: number(r["cyclesCore"])),
        *((f"{b} ms", max(len(b) + 3, 9), lambda r, b=b: f"{r['boards'][b]['ms']:.3f}") for b in shown[0]["boards"]),
    ]
    return "\n".join(table(columns, shown))


def render_single(rows):
    """Rows of single.py as text."""
    return "\n".join(table(SINGLE, rows))


def render(rows, total_rows):
    """Rows (totals.marked) and totals as text."""
    modelled = "cyclesDual" in rows[0]
    lines = table(ROW + (MODELS if modelled else ()) + MEMORY, rows, after_row)
    if modelled and total_rows:
        lines += [
            "",
            *table(TOTAL, total_rows),
            "",
            "marks and variants: f fastest; 1 oneByte: one byte or bit a weight; k flash768: both forms in 768 KiB",
        ]
    return "\n".join(lines)
