"""The voices of espeak-ng, in families: variants that sound alike (numbered ones, renamed ones) are one family, and a family
belongs to one split only, so that every voice of the test set is unseen. Drawn once by a seeded shuffle, then written down.
"""

# A family is the variant of that name alone, unless it stands here.
FAMILIES = {
    "Andy": ("Andy", "AnxiousAndy"),
    "Gene": ("Gene", "Gene2"),
    "anika": ("anika", "anikaRobot"),
    "edward": ("ed", "edward", "edward2"),
    "f": ("f1", "f2", "f3", "f4", "f5"),
    "iven": ("iven", "iven2", "iven3", "iven4"),
    "klatt": ("caleb", "klatt", "klatt2", "klatt3", "klatt4", "klatt5", "klatt6"),
    "m": ("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"),
    "robosoft": (
        "RicishayMax",
        "RicishayMax2",
        "RicishayMax3",
        "UniRobot",
        "robosoft",
        "robosoft2",
        "robosoft3",
        "robosoft4",
        "robosoft5",
        "robosoft6",
        "robosoft7",
        "robosoft8",
    ),
    "steph": ("steph", "steph2", "steph3"),
    "whisper": ("whisper", "whisperf"),
}

SPLIT_FAMILIES = {
    "train": (
        "Alex",
        "Alicia",
        "Andy",
        "Annie",
        "Denis",
        "Diogo",
        "Henrique",
        "Mario",
        "Michael",
        "Mike",
        "Mr serious",
        "Storm",
        "Tweaky",
        "adam",
        "anika",
        "announcer",
        "antonio",
        "aunty",
        "benjamin",
        "boris",
        "croak",
        "david",
        "edward",
        "grandma",
        "gustave",
        "john",
        "klatt",
        "max",
        "miguel",
        "pablo",
        "robosoft",
        "shelby",
        "steph",
        "travis",
        "victor",
        "whisper",
    ),
    "val": ("Jacky", "belinda", "linda", "michel", "paul", "pedro", "quincy", "robert", "zac"),
    "test": (
        "Andrea",
        "Demonic",
        "Gene",
        "Hugo",
        "Lee",
        "Marco",
        "Nguyen",
        "f",
        "grandpa",
        "iven",
        "kaukovalta",
        "m",
        "marcelo",
        "norbert",
        "rob",
        "sandro",
    ),
}

# The Caribbean accent is left out: it says "three" as "tree", so two classes would sound the same.
ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-us-nyc")


def variants(family):
    return FAMILIES.get(family, (family,))
