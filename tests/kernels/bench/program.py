"""The image under test as the models see it: instructions, functions, addresses."""
import bisect
import re
import subprocess

import decode


def output_of(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


class Program:
    def __init__(self, image):
        self.image = image
        self.instructions = decode.disassembly(output_of("arm-none-eabi-objdump", "-d", str(image)))
        self.symbols, functions = {}, {}
        for line in output_of("arm-none-eabi-nm", "-S", str(image)).splitlines():
            match = re.match(r"([0-9a-f]+) (?:([0-9a-f]+) )?(\w) (\S+)$", line)
            if match is None:  # neither code nor data: a mark of an empty section
                continue
            address, size = int(match.group(1), 16), int(match.group(2) or "0", 16)
            self.symbols[match.group(4)] = (address, size)
            if match.group(3) in "tT" and size:
                functions[address] = (size, match.group(4))
        self.starts = sorted(functions)
        self.functions = functions

    def function_at(self, address):
        """(name, bytes of code)"""
        start = self.starts[bisect.bisect_right(self.starts, address) - 1]
        size, name = self.functions[start]
        return name, size
