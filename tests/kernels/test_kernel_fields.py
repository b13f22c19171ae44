"""The table in ncn_kernels.h of what each operation's kernels read of their arguments: its reference kernel reads just that."""
import pathlib
import re
import unittest

import c_library

KERNELS = c_library.INTEROP / "kernels"
OF_ALL = {"src0", "dst", "inH", "inW", "inC", "outH", "outW", "outC"}


def text_of(file, seen):
    """A source with the headers that it includes, each once; without those of the arguments themselves."""
    text = file.read_text()
    for name in re.findall(r'#include "(\w+\.h)"', text):
        found = next(
            (KERNELS / folder / name for folder in ("reference", "internal") if (KERNELS / folder / name).exists()), None
        )
        if found and name != "ncn_kernels.h" and name not in seen:
            seen.add(name)
            text += text_of(found, seen)
    return text


def fields_read(file):
    """Fields of its arguments that a kernel reads."""
    return set(re.findall(r"\ba->(\w+)", text_of(file, set())))


class Fields(unittest.TestCase):
    def test_the_table_is_what_the_reference_kernels_read(self):
        header = (KERNELS / "internal" / "ncn_kernels.h").read_text()
        row = r"^     ([A-Z][A-Z0-9_]+(?: FLOAT32| MIXED)?) {2,}(\w.*)$"
        table = {op: set(fields.split()) for op, fields in re.findall(row, header, re.M)}
        known = set(
            re.findall(
                r"\b(\w+)(?=[,;])", header[header.index("typedef struct ncn_kernel_args") : header.index("} ncn_kernel_args")]
            )
        )
        reference = {op: name for op, layout, name, kind in c_library.kernel_list() if kind == "REF" and layout == "0"}
        for op, numbers, name, kind in c_library.float_kernel_list():
            if kind == "REF" and (numbers == "FLOAT32" or f"{op} {numbers}" in table or name.startswith("ncn_f32s8")):
                reference[f"{op} {numbers}"] = name  # MIXED without weights has the kernels of FLOAT32
        self.assertEqual(set(table), set(reference))
        for op, name in reference.items():
            self.assertLessEqual(table[op] | OF_ALL, known, op)
            self.assertEqual(fields_read(KERNELS / "reference" / f"{name}.c") - OF_ALL, table[op], op)


if __name__ == "__main__":
    unittest.main()
