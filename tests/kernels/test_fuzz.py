"""Damaged blobs with right checksums: refused by a named rule, or run without a bad access and with NumPy's answers."""
import collections
import subprocess
import tempfile
import unittest

import bad_blobs
import c_library
import seeds
from make_golden import HERE
from model import blob, example, places, run
from model.random_model import random_image, random_model
from native_fields import MODEL
from pc_native import ARENA_BYTES, PcNative

PER_BLOB = 800  # damaged copies of each seed blob under the sanitizers
GENERATED = 4
LEAST_REFUSED = 0.3
DIFFERENTIAL = 3000


def print_histogram(title, counts):
    total = sum(counts.values())
    rules = ", ".join(f"{name} {n}" for name, n in counts.most_common())
    print(f"{title}: {total} blobs, {1 - counts['accepted'] / total:.0%} refused: {rules}")


class Sanitized(unittest.TestCase):
    def test_no_bad_access_under_the_sanitizers(self):
        """The C fuzzer (fuzz/ncn_fuzz_blob.c), built with AddressSanitizer and UBSan, on golden, example and generated blobs."""
        fuzzer = next(path for path in c_library.build("asan").rglob("ncn_fuzz_blob") if path.is_file())
        rng = seeds.generator(self.id())
        blobs = [path.read_bytes() for path in sorted((HERE / "golden").glob("*.ncn"))]
        blobs += [blob.write(example.model())] + [blob.write(random_model(rng)) for _ in range(GENERATED)]
        blobs += [self.placed(rng) for _ in range(GENERATED)]
        counts = collections.Counter()
        with tempfile.NamedTemporaryFile(suffix=".ncn") as file:
            for data in blobs:
                file.seek(0)
                file.truncate()
                file.write(data)
                file.flush()
                seed = int(rng.randint(1, 2**31 - 1))
                done = subprocess.run([fuzzer, file.name, str(PER_BLOB), str(seed)], capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, f"seed {seed}: {done.stderr[-4000:]}")
                for line in done.stdout.splitlines():
                    *what, number = line.split()
                    if what[0] not in ("run", "answers"):
                        counts[what[-1]] += int(number)
        self.assertGreater(counts.pop("placed"), 0, "some accepted blobs run in two regions")
        print_histogram("sanitizers", counts)
        self.assertEqual(sum(counts.values()), PER_BLOB * len(blobs))
        self.assertGreaterEqual(1 - counts["accepted"] / sum(counts.values()), LEAST_REFUSED)
        self.assertGreater(counts["accepted"], 0)
        self.assertGreater(len(counts), 25, "the damage reaches many rules")

    @staticmethod
    def placed(rng):
        """A generated model whose buffers lie in two regions."""
        model = random_model(rng)
        data = blob.write(model)
        placed = places.buffers(model, data)
        return places.write(data, placed, places.at_random(rng, placed))


class Differential(unittest.TestCase):
    def test_what_is_accepted_means_the_same_to_the_integer_model(self):
        """Damage inside the tables and tensors of random models; accepted blobs give the answers NumPy reads from their bytes."""
        rng, native = seeds.generator(self.id()), PcNative()
        self.addCleanup(native.close)
        names, counts = c_library.rules(), collections.Counter()
        while sum(counts.values()) < DIFFERENTIAL:
            original = blob.write(random_model(rng))
            for _ in range(10):
                data = self.damaged(rng, original)
                status, info = native.open(data)
                counts[names[info[MODEL.RULE]] if info[MODEL.RULE] else "accepted"] += 1
                if status:
                    self.assertTrue(info[MODEL.RULE] or info[MODEL.ARENA_BYTES] > ARENA_BYTES, (status, info))
                    continue
                image = random_image(rng, info[MODEL.HEIGHT : MODEL.CHANNELS + 1])
                expected = run.run(data, image)
                self.assertEqual(native.run(image, info[MODEL.LAYERS : MODEL.LAYERS + 3]), 0)
                for net in range(3):
                    if expected.logits[net] is not None:
                        self.assertEqual(native.logits(net, info[MODEL.CLASSES]).tolist(), expected.logits[net].tolist())
                        self.assertEqual(native.confidence(net), expected.confidences[net])
        print_histogram("differential", counts)

    @staticmethod
    def damaged(rng, original):
        """One byte of the header, of a layer record or anywhere behind them gets a new value; sealed."""
        data = bytearray(original)
        net = int(rng.randint(0, 2))
        record = bad_blobs.record_at(data, net, int(rng.randint(0, data[92 + net])))
        at = (int(rng.randint(48, 112)), record + int(rng.randint(0, 68)), int(rng.randint(224, len(data))))[rng.randint(0, 3)]
        was = data[at]
        data[at] = int(rng.choice((was ^ (1 << rng.randint(0, 8)), (was + 1) % 256, (was - 1) % 256, 0, 1, rng.randint(0, 256))))
        return blob.seal(data)


if __name__ == "__main__":
    unittest.main()
