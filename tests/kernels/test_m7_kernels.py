"""Every kernel of the list against its reference on generated layers (m7/test_kernels.c): on the PC under the sanitizers, where
the core's instructions are emulated, and on QEMU's Cortex-M7 and M4, as arm-none-eabi-gcc builds them."""
import os
import re
import subprocess
import time
import unittest

import c_library
import emulator
import seeds

PC_LAYERS = 500  # for each kernel, a round
M7_LAYERS = 400
M4_LAYERS = 200
MOST_STACK_BYTES = 512  # of a kernel with all it calls; the CLR's thread has 4 KiB


class Kernels(unittest.TestCase):
    def rounds(self, layers, run):
        """run(layers, seed) -> (exit status, output): once; in tests/campaign.sh with new seeds until its seconds are up."""
        end = time.monotonic() + float(os.environ.get("NANOCOOP_CAMPAIGN_SECONDS", 0))
        rng, done = seeds.generator(self.id()), 0
        while done == 0 or time.monotonic() < end:
            self.check(*run(str(layers), str(rng.randint(1, 2**31 - 1))))
            done += 1
        log = os.environ.get("NANOCOOP_CAMPAIGN_LOG")
        if log:
            with open(log, "a") as counts:
                counts.write(f"{self.id().rpartition('test_')[2].replace('_', ' ')}: {done * layers} layers of each kernel\n")

    def check(self, code, output):
        self.assertEqual(code, 0, output)
        self.assertRegex(output, r"ncn_plan_largest_gap cases \d+ failures 0")
        self.assertRegex(output, r"ncn_m7_b1_look_up cases \d+ failures 0")
        self.assertRegex(output, r"f45 cases \d+ failures 0")
        self.assertRegex(output, r"f43 transformed \d+ failures 0")
        signature = re.search(r"ncn_signature_check cases \d+ failures 0 stack (\d+)", output)
        self.assertIsNotNone(signature, output)
        self.assertLess(int(signature.group(1)), 1536)
        for layout in "f23", "f43":
            self.assertRegex(output, rf"ncn_s8_conv2d_{layout}__m7 extremes \d+ failures 0")
            self.assertRegex(output, rf"ncn_s8_conv2d_{layout}__m7 products \d+ failures 0")
        listed = c_library.kernel_list() + c_library.float_kernel_list()
        for name in sorted({name for _, _, name, implementation in listed if implementation == "M7"}):
            line = re.search(rf"{name} cases \d+ failures 0 stack (\d+)", output)
            self.assertIsNotNone(line, output)
            self.assertLessEqual(int(line.group(1)), MOST_STACK_BYTES, name)
        print(output)

    def test_on_the_pc_under_the_sanitizers(self):
        program = next(path for path in c_library.build("asan").rglob("ncn_kernel_test") if path.is_file())

        def run(*arguments):
            done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            return done.returncode, done.stdout

        self.rounds(PC_LAYERS, run)

    def emulate(self, preset, machine, layers):
        image = emulator.image(preset)
        self.rounds(layers, lambda *arguments: emulator.emulated(image, *arguments, machine=machine))

    def test_on_the_emulated_cortex_m7(self):
        self.emulate("cortex-m7", "mps2-an500", M7_LAYERS)

    def test_on_the_emulated_cortex_m4(self):
        self.emulate("cortex-m4", "mps2-an386", M4_LAYERS)


if __name__ == "__main__":
    unittest.main()
