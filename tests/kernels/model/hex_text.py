"""The text form of a blob, one field a line: `OFFSET: HEX BYTES  # what they are`. Everything after # is a comment."""
import struct

LINE_BYTES = 16


def render(blob, notes):
    """Blob and its notes -> text; long fields go on over several lines, numbers stand decoded in the comment."""
    lines = []
    for offset, length, text in notes:
        for at in range(offset, offset + length, LINE_BYTES):
            data = blob[at : min(at + LINE_BYTES, offset + length)]
            comment = text if at == offset else "(goes on) " + text
            lines.append(f"{at:06X}: {data.hex(' ').upper():<{3 * LINE_BYTES}} # {comment}{_values(data, text)}")
    return "\n".join(lines) + "\n"


def parse(text):
    """Text -> blob; ValueError with the line's number where it is not of the form above or an offset is wrong."""
    out = bytearray()
    for number, line in enumerate(text.splitlines(), 1):
        field = line.split("#", 1)[0].strip()
        if not field:
            continue
        offset, colon, data = field.partition(":")
        if not colon or int(offset, 16) != len(out):
            raise ValueError(f"line {number}: offset {len(out):06X} expected")
        out += bytes.fromhex(data)
    return bytes(out)


def _values(data, text):
    for kind, code, size in (("int8", "b", 1), ("int16", "h", 2), ("int32", "i", 4)):
        if text.endswith(", " + kind):
            return ": " + " ".join(map(str, struct.unpack(f"<{len(data) // size}{code}", data)))
    return ""
