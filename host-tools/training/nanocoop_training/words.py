"""The keyword classes (Google Speech Commands v1) and the other words, which are all one class, "unknown"."""

KEYWORDS = tuple(
    "bed bird cat dog down eight five four go happy house left marvin nine no off on one right seven sheila six stop "
    "three tree two up wow yes zero".split())

UNKNOWN = "unknown"
CLASSES = KEYWORDS + (UNKNOWN,)

# Unknown words heard in training and validation, and in the test set; and those heard in the test set only.
OTHER_WORDS = tuple(
    "apple banana water garden window yellow purple table summer winter doctor music river mountain paper silver "
    "orange kitchen pencil village camera letter number morning forest engine bottle planet market sugar".split())
OTHER_WORDS_TEST_ONLY = tuple("butter rabbit castle violin thunder ladder island pepper".split())
