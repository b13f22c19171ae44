"""Waiting for memory on a board: boards/*/board.json, "waiting", over what plugin/board.h counted."""
import json
import pathlib

BOARDS = pathlib.Path(__file__).resolve().parents[3] / "boards"


def read(file):
    return json.loads(pathlib.Path(file).read_text())


def of_core(core):
    """The boards with a core."""
    return [b for b in (read(file) for file in sorted(BOARDS.glob("*/board.json"))) if b["core"] == core]


def plugin_text(board, ram_is_cached):
    """The plugin's argument; any line may lie anywhere, also where the board's has a few ways."""
    w = board["waiting"]
    parts = (w["code"]["lineBytes"], w["code"]["lines"], w["constants"]["lineBytes"], w["constants"]["lines"])
    return ":".join([board["name"], *map(str, parts), str(int(ram_is_cached))])


def cycles(board, memory):
    """Every miss holds the core until its line is in."""
    w, name = board["waiting"], board["name"]
    code = w["code"]["jumpCycles"] * memory[f"{name}.codeJumps"] + w["code"]["nextCycles"] * memory[f"{name}.codeNext"]
    data = w["constants"]["lineCycles"] * memory[f"{name}.constantLines"]
    return code + data + w.get("ramLineCycles", 0) * memory[f"{name}.ramLines"]
