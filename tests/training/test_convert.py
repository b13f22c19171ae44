"""Made samples in the formats that the data sets' publishers ship, read back; and what is said of damaged or missing ones."""
import contextlib
import csv
import dataclasses
import gzip
import io
import pathlib
import struct
import tarfile
import tempfile
import unittest
from unittest import mock

import support

if support.torch:
    import numpy as np

    from nanocoop_training import __main__ as command_line
    from nanocoop_training import cifar, convert, data, logmel, noises, speech, wav
    from nanocoop_training.datasets import DATA_SETS


@unittest.skipUnless(support.torch, support.NEEDS_TORCH)
class ConvertTest(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        self.rng = support.generator(self.id())

    def tell(self, *arguments):
        """Runs the command line; returns (exit status, what it said on stderr)."""
        err = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
            status = command_line.main([str(a) for a in arguments])
        self.assertNotIn("Traceback", err.getvalue())
        return status, err.getvalue()

    def refused(self, name, source, words):
        status, text = self.tell("convert", name, source, "--out", self.folder / "made")
        self.assertEqual(status, 1)
        self.assertIn(words, text)

    def bytes(self, *shape):
        return self.rng.integers(0, 256, shape).astype(np.uint8)

    def test_missing_data_tells_source_and_folder(self):
        for name, about in DATA_SETS.items():
            with self.subTest(name):
                with self.assertRaises(data.TrainingError) as raised:
                    data.load(name, self.folder)
                self.assertIn(about.source, raised.exception.hint)
                self.assertIn(str(self.folder), raised.exception.hint)
                if name in convert.READERS:
                    self.refused(name, self.folder / "nowhere", about.source)

    def write_cifar(self, name, path):
        labels, which, splits = cifar.LAYOUTS[name]
        written = {}
        with tarfile.open(path, "w:gz") as tar:
            for member_name in [n for names in splits.values() for n in names]:
                block = self.bytes(20, labels + cifar.IMAGE)
                block[:, :labels] %= 10
                written[member_name] = block
                member = tarfile.TarInfo(f"some-folder/{member_name}")
                member.size = block.nbytes
                tar.addfile(member, io.BytesIO(block.tobytes()))
        return written, labels, which

    def test_cifar(self):
        for name, train, test in (("cifar10", "data_batch_1.bin", "test_batch.bin"), ("cifar100", "train.bin", "test.bin")):
            with self.subTest(name):
                source = self.folder / f"{name}.tar.gz"
                written, labels, which = self.write_cifar(name, source)
                with np.load(convert.convert(name, source, self.folder / "made")) as made:
                    self.assertEqual(made["train_x"][3, 5, 7, 2], written[train][3, labels + 2 * 1024 + 5 * 32 + 7])
                    self.assertTrue((made["test_y"] == written[test][:, which]).all())
                source.write_bytes(source.read_bytes()[:5000])
                self.refused(name, source, "not a whole")

    def test_a_split_of_our_own_says_so(self):
        x, y = self.bytes(5100, 32, 32, 3), self.bytes(5100) % 100
        arrays = dict(train_x=x, train_y=y, test_x=x[:50], test_y=y[:50])
        np.savez(self.folder / "cifar100.npz", **arrays)
        self.assertEqual(data.load("cifar100", self.folder).about.title, "CIFAR-100 (own split)")
        np.savez(self.folder / "cifar100.npz", published=True, **arrays)
        self.assertEqual(data.load("cifar100", self.folder).about.title, "CIFAR-100")
        source = self.folder / "c.tar.gz"
        self.write_cifar("cifar100", source)
        with np.load(convert.convert("cifar100", source, self.folder)) as made:
            self.assertIn("published", made.files)

    def test_cifar100_labels_in_cifar10(self):
        source = self.folder / "cifar.tar.gz"
        with tarfile.open(source, "w:gz") as tar:
            for name in cifar.LAYOUTS["cifar10"][2]["train"] + cifar.LAYOUTS["cifar10"][2]["test"]:
                member = tarfile.TarInfo(name)
                member.size = 1 + cifar.IMAGE
                tar.addfile(member, io.BytesIO(bytes([77]) + bytes(cifar.IMAGE)))
        self.refused("cifar10", source, "labels outside 0..9")

    def test_mnist(self):
        written = {}
        for prefix in ("train", "t10k"):
            for kind, array in (("images-idx3", self.bytes(5100, 28, 28)), ("labels-idx1", self.bytes(5100) % 10)):
                written[prefix, kind] = array
                raw = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()
                if prefix == "train":
                    (self.folder / f"{prefix}-{kind}-ubyte.gz").write_bytes(gzip.compress(raw))
                else:
                    (self.folder / f"{prefix}-{kind}-ubyte").write_bytes(raw)
        convert.convert("mnist", self.folder, self.folder / "made")
        whole = data.load("mnist", self.folder / "made")
        self.assertEqual((len(whole.train.y), len(whole.validation.y), whole.train.x.shape[1:]), (100, 5000, (28, 28, 1)))
        self.assertTrue((whole.test.y == written["t10k", "labels-idx1"]).all())
        self.assertEqual(whole.test.x.shape[1:], (32, 32, 1))
        self.assertTrue((whole.test.x[:, 2:30, 2:30, 0] == written["t10k", "images-idx3"]).all())
        self.assertEqual(int(whole.test.x[:, :2].max()), 0)

        path = self.folder / "t10k-images-idx3-ubyte"
        whole_file = path.read_bytes()
        path.write_bytes(whole_file[:-1])
        self.refused("mnist", self.folder, "not a whole idx file")
        path.write_bytes(whole_file[:3])
        self.refused("mnist", self.folder, "cannot be read")
        path.unlink()
        self.refused("mnist", self.folder, "t10k-images-idx3-ubyte is missing")

    def write_fer2013(self, rows):
        path = self.folder / "fer2013.csv"
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("emotion", "pixels", "Usage"))
            writer.writerows((label, " ".join(map(str, pixels.ravel())), usage) for label, pixels, usage in rows)
        return path

    def test_fer2013(self):
        usages = [*("Training", "Training", "PublicTest", "PrivateTest") * 2, *("Training",) * 70]
        rows = [(i % 7, self.bytes(48, 48), usage) for i, usage in enumerate(usages)]
        convert.convert("fer2013", self.write_fer2013(rows), self.folder / "made")
        small = dataclasses.replace(DATA_SETS["fer2013"], validation=5)
        with mock.patch.dict(DATA_SETS, fer2013=small):
            whole = data.load("fer2013", self.folder / "made")
        self.assertEqual(
            (whole.train.x.shape, len(whole.validation.y)), ((69, 48, 48, 1), 5)
        )  # raw: augmentation cuts 44 x 44 windows from it
        self.assertEqual(whole.test.y.tolist(), [rows[i][0] for i in (2, 3, 6, 7)])  # public and private test, as both papers
        self.assertTrue((whole.test.x[0, ..., 0] == rows[2][1][2:46, 2:46]).all())  # centre crop
        with self.assertRaisesRegex(data.TrainingError, "has 74 training images") as raised:
            data.load("fer2013", self.folder / "made")
        self.assertIn("at least 2934 are needed", raised.exception.hint)

        with tarfile.open(self.folder / "fer2013.tar.gz", "w:gz") as tar:
            tar.add(self.folder / "fer2013.csv", "fer2013/fer2013.csv")
        before = (self.folder / "made" / "fer2013.npz").read_bytes()
        convert.convert("fer2013", self.folder / "fer2013.tar.gz", self.folder / "made")
        with np.load(self.folder / "made" / "fer2013.npz") as again, np.load(io.BytesIO(before)) as first:
            self.assertTrue((again["train_x"] == first["train_x"]).all())

        self.refused("fer2013", self.write_fer2013([(0, self.bytes(47, 48), "Training")]), "after row 1")
        self.refused("fer2013", self.write_fer2013([(0, self.bytes(48, 48), "Rehearsal")]), "after row 1")
        self.refused("fer2013", self.write_fer2013(rows[:1]), "no rows of usage PublicTest, PrivateTest")
        self.refused("fer2013", self.write_fer2013([(9, *row[1:]) for row in rows]), "labels outside 0..6")

    def clip(self):
        return (self.rng.standard_normal(16000) * 2000).astype(np.int16)

    @staticmethod
    def as_mac_leaves_it(folder):
        (folder / "._train_nohash_0.wav").write_bytes(b"\0\5\x16\7" + bytes(200))

    def as_windows_writes_it(self, folder):
        """Capital extension, extensible format, an empty chunk of data first, backslashes and line ends in the lists."""
        path = folder / "train_nohash_0.wav"
        raw = path.read_bytes()
        extensible = struct.pack("<HHIIHHHHI", wav.EXTENSIBLE, 1, 16000, 32000, 2, 16, 22, 16, 4) + bytes(16)
        body = b"WAVEfmt " + struct.pack("<I", len(extensible)) + extensible + b"data" + bytes(4) + raw[36:]
        path.with_suffix(".WAV").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
        path.unlink()
        for name in speech.LISTS.values():
            path = self.folder / name
            path.write_bytes("".join(f".\\{line}\r\n" for line in path.read_text().replace("/", "\\").splitlines()).encode())

    @staticmethod
    def as_a_streaming_recorder_writes_it(folder):
        for name, length in (("val", 0xFFFFFFFF), ("test", 0)):
            path = folder / f"{name}_nohash_0.wav"
            raw = path.read_bytes()
            path.write_bytes(raw[:40] + struct.pack("<I", length) + raw[44:])

    def test_speech_commands(self):
        heard, listed = {}, {"val": [], "test": []}
        for word in (*speech.KEYWORDS, "visual"):
            (self.folder / word).mkdir()
            for split in ("train", "val", "test"):
                heard[word, split] = self.clip()
                wav.write(self.folder / word / f"{split}_nohash_0.wav", heard[word, split])
                if split in listed:
                    listed[split].append(f"{word}/{split}_nohash_0.wav")
        (self.folder / "_background_noise_").mkdir()
        wav.write(self.folder / "_background_noise_" / "pink.wav", np.tile(self.clip(), 12))
        for split, name in speech.LISTS.items():
            (self.folder / name).write_text("\n".join(listed[split]) + "\n")
        convert.convert("speech-commands", self.folder, self.folder / "made")
        with mock.patch.object(data, "FEWEST", 31):
            whole = data.load("speech-commands", self.folder / "made")
        for split, part in (("train", whole.train), ("val", whole.validation), ("test", whole.test)):
            self.assertEqual(sorted(part.y.tolist()), list(range(31)))  # a clip a word, and one of silence
            self.assertTrue((part.x[4] == logmel.log_mel(heard[speech.KEYWORDS[4], split])).all())

        before = (self.folder / "made" / "speech-commands.npz").read_bytes()
        for change in (self.as_mac_leaves_it, self.as_windows_writes_it, self.as_a_streaming_recorder_writes_it):
            with self.subTest(change.__name__):
                change(self.folder / "yes")
                convert.convert("speech-commands", self.folder, self.folder / "made")
                with np.load(io.BytesIO(before)) as first, np.load(self.folder / "made" / "speech-commands.npz") as again:
                    for key in first.files:
                        self.assertTrue((first[key] == again[key]).all(), key)

        path = self.folder / "bird" / "val_nohash_0.wav"
        whole = path.read_bytes()
        for content, words in (
            (b"RIFF", "it is no RIFF WAVE file"),
            (b"", "is empty (0 bytes)"),
            (whole[:-1], "promises 32000 bytes and holds"),
            (whole[:36], "it has no chunk 'data'"),
            (whole[:40] + bytes(4), "holds no sound"),
            (whole[:24] + struct.pack("<I", 8000) + whole[28:], "at 8000 Hz"),
        ):
            with self.subTest(words):
                path.write_bytes(content)
                self.refused("speech-commands", self.folder, words)
        path.write_bytes(whole)
        (self.folder / "testing_list.txt").unlink()
        self.refused("speech-commands", self.folder, "testing_list.txt is missing")

    def test_arabic(self):
        path = self.folder / "arabic-speech-commands.npz"
        sound = {f"{split}_x": np.stack([self.clip() for _ in range(40)]) for split in ("train", "val", "test")}
        labels = {key.replace("x", "y"): np.arange(40, dtype=np.uint8) for key in sound}
        np.savez(path, **sound, **labels)
        convert.convert("arabic", path, self.folder / "made")
        with mock.patch.object(data, "FEWEST", 40):
            whole = data.load("arabic", self.folder / "made")
        self.assertEqual(len(whole.about.classes), 40)
        self.assertTrue((whole.test.x[7] == logmel.log_mel(sound["test_x"][7])).all())
        np.savez(path, **{key: array.astype(np.float32) for key, array in sound.items()}, **labels)
        self.refused("arabic", path, "expected int16")
        path.write_bytes(path.read_bytes()[:1000])
        self.refused("arabic", path, "not a whole archive")

    def test_voices_of_people_join_the_made_ones(self):
        path, made = self.folder / "sound.npz", self.folder / "made"
        words = [*speech.KEYWORDS, "visual", "_silence_"]
        sound = {f"{split}_x": np.stack([self.clip() for _ in words]) for split in ("train", "val", "test")}
        told = {
            f"{split}_{key}": np.array(values)
            for split in ("train", "val", "test")
            for key, values in (("word", words), ("speaker", [f"{split}{i}" for i in range(len(words) - 1)] + ["-"]))
        }
        np.savez(path, **sound, **told)
        convert.convert("voices", path, made)
        with self.assertRaisesRegex(data.TrainingError, "keywords.npz is missing"):
            data.load("voices", made)
        x, y = self.bytes(80, 32, 32, 1), (np.arange(80) % 31).astype(np.uint8)
        np.savez(
            made / "keywords.npz",
            **{f"{split}_{key}": each for split in ("train", "val", "test") for key, each in (("x", x), ("y", y))},
        )
        whole = data.load("voices", made)
        made_noise = noises.NOISES
        # people, made noise, made voices
        self.assertEqual(whole.train.y.tolist(), [*range(31), 30, *[30] * made_noise, *y])
        self.assertEqual((whole.validation.y.tolist(), whole.test.y.tolist()), ([*range(31), 30],) * 2)  # people alone
        self.assertTrue((whole.test.x[4] == logmel.log_mel(sound["test_x"][4])).all())
        self.assertTrue((whole.train.x[32 + made_noise :] == x).all())

        np.savez(path, **sound, **{**told, "test_speaker": told["val_speaker"]})
        self.refused("voices", path, "31 speakers are in val and in test")
        np.savez(path, **sound)
        self.refused("voices", path, "not a whole archive")
        self.refused("voices", made / "voices.npz", "not a whole archive")


if __name__ == "__main__":
    unittest.main()
