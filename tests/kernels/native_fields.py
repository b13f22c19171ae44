"""Indices of the native interface's int arrays, from native-interface.json: MODEL.RULE, LAYER.LAYOUT, ..., and their lengths."""
import enum
import json
import pathlib
import re

INTERFACE = pathlib.Path(__file__).resolve().parents[2] / "nf-interop" / "native-interface.json"
_ARRAYS = {array["name"]: array for array in json.loads(INTERFACE.read_text())["arrays"]}


def _constant(name):
    """defaultThreshold -> DEFAULT_THRESHOLD."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()


def _fields(name):
    array = _ARRAYS[name]
    return enum.IntEnum(name, {"INTS": array["ints"], **{_constant(field["name"]): field["at"] for field in array["fields"]}})


MODEL = _fields("Model")
LAYER = _fields("Layer")
CONFIDENCE = _fields("Confidence")
