"""The learning curves of a model's networks as one drawing: accuracy in training and validation by epoch. SVG, no package."""
import json
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, GAP = 300, 200, 44, 40, 34, 24
STYLE = (
    "svg{font:12px sans-serif;background:#fff}text{fill:#1b1f24}.q{fill:#59616d}path{fill:none;stroke-width:2}"
    ".a{stroke:#9aa3af;stroke-width:1}.t{stroke:#8a93a0;stroke-dasharray:4 3}.v{stroke:#1558c0}circle{fill:#1558c0}"
    "@media(prefers-color-scheme:dark){svg{background:#14161a}text{fill:#e8eaee}.q{fill:#a3abb8}.v{stroke:#7db2ff}"
    "circle{fill:#7db2ff}}"
)


def write(folders, path):
    """`folders`: name -> run (RUNS/NETWORK-DATA/FORM). Writes nothing, and returns None, where no run has epochs."""
    histories = {}
    for name, folder in folders.items():
        file = folder / "history.json"
        history = json.loads(file.read_text()) if file.is_file() else []
        if history:
            histories[name] = history
    if not histories:
        return None
    path.write_text(draw(histories))
    return path


def draw(histories):
    """`histories`: name -> [{"epoch", "train", "validation"}, ...] (training.py). Accuracies share one axis."""
    shares = [epoch[key] for history in histories.values() for epoch in history for key in ("train", "validation")]
    low, high = int(20 * min(shares)) / 20, min(1.0, (int(20 * max(shares)) + 1) / 20)
    panel = LEFT + WIDTH + GAP
    width, height = panel * len(histories), TOP + HEIGHT + BOTTOM
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="learning curves"><style>{STYLE}</style>'
    ]
    for number, (name, history) in enumerate(histories.items()):
        lines += panel_of(name, history, number * panel + LEFT, low, high)
    return "\n".join(lines) + "\n</svg>\n"


def panel_of(name, history, left, low, high):
    last = max(2, history[-1]["epoch"])
    best = max(history, key=lambda epoch: epoch["validation"])

    def x(epoch):
        return left + WIDTH * (epoch - 1) / (last - 1)

    def y(share):
        return TOP + HEIGHT * (high - share) / (high - low)

    def text(at_x, at_y, words, kind="q", anchor="middle"):
        return f'<text x="{at_x:.1f}" y="{at_y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'

    def curve(key, kind):
        points = " L".join(f"{x(epoch['epoch']):.1f} {y(epoch[key]):.1f}" for epoch in history)
        return f'<path class="{kind}" d="M{points}"/>'

    return [
        text(left, TOP - 20, name, "", "start"),
        text(left, TOP - 5, f"best {100 * best['validation']:.2f} % in epoch {best['epoch']}; dashed: training", "q", "start"),
        f'<path class="a" d="M{left} {TOP}V{TOP + HEIGHT}H{left + WIDTH}"/>',
        *(text(left - 5, y(share) + 4, f"{100 * share:.0f} %", "q", "end") for share in (low, (low + high) / 2, high)),
        text(left, TOP + HEIGHT + 16, "1"),
        text(left + WIDTH, TOP + HEIGHT + 16, str(last)),
        text(left + WIDTH / 2, TOP + HEIGHT + 28, "epoch"),
        curve("train", "t"),
        curve("validation", "v"),
        f'<circle cx="{x(best["epoch"]):.1f}" cy="{y(best["validation"]):.1f}" r="4"/>',
    ]
