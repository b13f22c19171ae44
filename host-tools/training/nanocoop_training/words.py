"""Word classes: the made keywords (the words of Google Speech Commands v1, and "unknown"), Speech Commands, Arabic Speech
Commands."""

KEYWORDS = tuple(
    "bed bird cat dog down eight five four go happy house left marvin nine no off on one right seven sheila six stop "
    "three tree two up wow yes zero".split()
)

UNKNOWN = "unknown"
CLASSES = KEYWORDS + (UNKNOWN,)

SILENCE = "silence"  # seconds of the data set's background noise
SPEECH_CLASSES = KEYWORDS + (SILENCE,)

# Unknown words heard in training and validation, and in the test set; and those heard in the test set only.
OTHER_WORDS = tuple(
    "apple banana water garden window yellow purple table summer winter doctor music river mountain paper silver "
    "orange kitchen pencil village camera letter number morning forest engine bottle planet market sugar".split()
)
OTHER_WORDS_TEST_ONLY = tuple("butter rabbit castle violin thunder ladder island pepper".split())

ARABIC_CLASSES = tuple(
    "backward, cancel, close, digit, direction, disable, down, eight, enable, enter, five, forward, four, left, "
    "move, next, nine, no, ok, one, open, options, previous, receive, record, right, rotate, send, seven, six, "
    "start, stop, three, two, undo, up, yes, zero, zoom in, zoom out".split(", ")
)
