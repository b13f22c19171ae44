"""Every kernel of the list against its reference on generated layers (m7/test_kernels.c): on the PC under the sanitizers, where
the core's instructions are emulated, and on QEMU's Cortex-M7 and M4, as arm-none-eabi-gcc builds them."""
import re
import subprocess
import unittest

import c_library
import emulator
import seeds

PC_LAYERS = 1500  # for each kernel
M7_LAYERS = 800
M4_LAYERS = 300
MOST_STACK_BYTES = 512  # of a kernel with all it calls; the CLR's thread has 4 KiB


class Kernels(unittest.TestCase):
    def check(self, code, output):
        self.assertEqual(code, 0, output)
        self.assertRegex(output, r"ncn_plan_largest_gap cases \d+ failures 0")
        self.assertRegex(output, r"ncn_m7_b1_look_up cases \d+ failures 0")
        self.assertRegex(output, r"f45 cases \d+ failures 0")
        for layout in "f23", "f43":
            self.assertRegex(output, rf"ncn_s8_conv2d_{layout}__m7 extremes \d+ failures 0")
            self.assertRegex(output, rf"ncn_s8_conv2d_{layout}__m7 products \d+ failures 0")
        kernels = [name for _, _, name, implementation in c_library.kernel_list() if implementation == "M7"]
        for name in kernels:
            line = re.search(rf"{name} cases \d+ failures 0 stack (\d+)", output)
            self.assertIsNotNone(line, output)
            self.assertLessEqual(int(line.group(1)), MOST_STACK_BYTES, name)
        print(output)

    def test_on_the_pc_under_the_sanitizers(self):
        program = next(path for path in c_library.build("asan").rglob("ncn_kernel_test") if path.is_file())
        seed = seeds.generator(self.id()).randint(1, 2**31 - 1)
        done = subprocess.run([program, str(PC_LAYERS), str(seed)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.check(done.returncode, done.stdout)

    def emulate(self, preset, machine, layers):
        image = emulator.image(preset)
        seed = seeds.generator(self.id()).randint(1, 2**31 - 1)
        self.check(*emulator.emulated(image, str(layers), str(seed), machine=machine))

    def test_on_the_emulated_cortex_m7(self):
        self.emulate("cortex-m7", "mps2-an500", M7_LAYERS)

    def test_on_the_emulated_cortex_m4(self):
        self.emulate("cortex-m4", "mps2-an386", M4_LAYERS)


if __name__ == "__main__":
    unittest.main()
