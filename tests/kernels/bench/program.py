"""The image under test as the models see it: instructions, functions, addresses."""
import bisect
import re
import subprocess

import decode


def output_of(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def symbols_of(image):
    """[(name, address, size, nm's letter of its kind)]"""
    found = []
    for line in output_of("arm-none-eabi-nm", "-S", str(image)).splitlines():
        match = re.match(r"([0-9a-f]+) (?:([0-9a-f]+) )?(\w) (\S+)$", line)
        if match:  # else neither code nor data: a mark of an empty section
            found.append((match.group(4), int(match.group(1), 16), int(match.group(2) or "0", 16), match.group(3)))
    return found


def functions_of(image):
    """{address: (size, name)}"""
    return {address: (size, name) for name, address, size, kind in symbols_of(image) if kind in "tTwW"}


class Program:
    def __init__(self, image):
        self.image = image
        self.instructions = decode.disassembly(output_of("arm-none-eabi-objdump", "-d", str(image)))
        self.symbols = {name: (address, size) for name, address, size, _ in symbols_of(image)}
        self.functions = {address: (size, name) for address, (size, name) in functions_of(image).items() if size}
        self.starts = sorted(self.functions)

    def function_at(self, address):
        """(name, bytes of code)"""
        size, name = self.functions[self.starts[bisect.bisect_right(self.starts, address) - 1]]
        return name, size
