"""The made keywords: splits that share no voice, clips that repeat exactly, the committed demo samples."""
import unittest

import support

if support.np:
    import numpy as np

    from nanocoop_training import espeak, keywords, logmel, voices, words

MODELS = support.REPOSITORY / "host-tools" / "models"


@unittest.skipUnless(support.np, support.NEEDS_NUMPY)
class KeywordsTest(unittest.TestCase):
    def test_classes(self):
        self.assertEqual(len(words.CLASSES), 31)
        self.assertEqual(
            len(set(words.CLASSES + words.OTHER_WORDS + words.OTHER_WORDS_TEST_ONLY)),
            31 + len(words.OTHER_WORDS) + len(words.OTHER_WORDS_TEST_ONLY),
        )
        self.assertGreaterEqual(len(words.OTHER_WORDS), 30)

    def test_no_voice_is_in_two_splits(self):
        seen = {}
        for split, families in voices.SPLIT_FAMILIES.items():
            for family in families:
                for variant in voices.variants(family):
                    self.assertNotIn(variant, seen)
                    seen[variant] = split
        self.assertEqual(set(seen.values()), set(keywords.SPLITS))
        for family in voices.FAMILIES:
            self.assertTrue(any(family in families for families in voices.SPLIT_FAMILIES.values()), family)

    def test_clips_of_a_split(self):
        settings = keywords.Settings(keyword_clips=(2, 1, 1), other_clips=(1, 1, 1))
        for split in keywords.SPLITS:
            clips = keywords.clip_list(settings, split)
            self.assertEqual(clips, keywords.clip_list(settings, split))
            self.assertEqual({label for _, label, _ in clips}, set(range(31)))
            allowed = {v for family in voices.SPLIT_FAMILIES[split] for v in voices.variants(family)}
            self.assertLessEqual({u.variant for u, _, _ in clips}, allowed)
            unheard = {u.word for u, _, _ in clips} & set(words.OTHER_WORDS_TEST_ONLY)
            self.assertEqual(bool(unheard), split == "test")

    def test_mixing_repeats_and_keeps_its_level(self):
        rng = support.generator("mixing")
        speech = (rng.standard_normal(6000) * 3000).astype(np.int16)
        settings = keywords.Settings()
        a, b = (keywords.mix(speech, (1, 2, 3, 4), settings) for _ in range(2))
        self.assertTrue((a == b).all())
        self.assertEqual((a.shape, a.dtype), ((16000,), np.int16))
        self.assertFalse((a == keywords.mix(speech, (1, 2, 3, 5), settings)).all())

    def test_espeak_repeats(self):
        if not espeak.available():
            self.skipTest("espeak-ng is not installed")
        utterances = [u for u, _, _ in keywords.clip_list(keywords.Settings(keyword_clips=(1, 1, 1)), "test")[:4]]
        for utterance in utterances:
            first, again = espeak.speak(utterance), espeak.speak(utterance)
            self.assertTrue(np.array_equal(first, again), utterance)
            self.assertGreater(len(first), 1000)
            self.assertLessEqual(abs(int(np.abs(first.astype(int)).max()) - espeak.PEAK), 1)

    def test_demo_samples(self):
        path = MODELS / "keywords-demo.npz"
        if not path.is_file():
            self.skipTest("host-tools/models/keywords-demo.npz is not there yet")
        with np.load(path, allow_pickle=False) as demo:
            x, y, names = demo["x"], demo["y"], demo["words"]
        self.assertEqual((x.dtype, x.shape[1:], y.dtype), (np.uint8, (32, 32, 1), np.uint8))
        self.assertEqual(tuple(names), words.CLASSES)
        self.assertTrue((np.bincount(y, minlength=31) == 10).all())
        import wave

        for label, word in enumerate(words.CLASSES):
            with wave.open(str(MODELS / "keywords-wav" / f"{word}.wav")) as f:
                self.assertEqual((f.getframerate(), f.getnchannels(), f.getsampwidth(), f.getnframes()), (16000, 1, 2, 16000))
                image = logmel.log_mel(np.frombuffer(f.readframes(16000), "<i2"))
            of_the_word = x[y == label].astype(int)  # (10, 32, 32, 1)
            difference = np.abs(of_the_word - image).reshape(len(of_the_word), -1)
            best = difference[difference.mean(1).argmin()]
            self.assertLessEqual(best.max(), 1, f"{word}.wav is none of the demo's samples of that word")


if __name__ == "__main__":
    unittest.main()
