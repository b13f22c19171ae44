"""The data sets: what each is called, where a person gets it, its classes and shapes, and how its images become network
inputs."""
from dataclasses import dataclass
from typing import Dict, Optional, Tuple

from .words import ARABIC_CLASSES, CLASSES as KEYWORD_CLASSES, SPEECH_CLASSES


@dataclass(frozen=True)
class DataSet:
    name: str
    title: str
    classes: Tuple[str, ...]
    shape: Tuple[int, int, int]  # of the network's input
    validation: int  # images split off the training set where the archive has no val_x
    augmentation: str  # see augment.py
    source: str  # where a person gets it
    published: str  # the file or folder that its publishers ship, which `train convert` reads
    preprocessing: Optional[Dict] = None  # of TENSORS.md; raw images are `raw_shape`
    raw_shape: Optional[Tuple[int, int, int]] = None  # default: shape

    own_file: Optional[str] = None  # of a person's own archive
    otherwise: str = ""  # added to the title where `train convert` did not make the archive from the published one
    joined: Optional[str] = None  # data set of the same classes whose training split is added to this one's

    @property
    def file_name(self):
        return self.own_file or f"{self.name}.npz"

    @property
    def stored_shape(self):
        return self.raw_shape or self.shape


CIFAR100_CLASSES = tuple(
    "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle "
    "caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish "
    "forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle "
    "mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine "
    "possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar "
    "sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle wardrobe whale willow_tree "
    "wolf woman worm".split()
)

DATA_SETS = {
    d.name: d
    for d in (
        DataSet(
            "cifar10",
            "CIFAR-10",
            ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
            (32, 32, 3),
            5000,
            "crop-flip",
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            "cifar-10-binary.tar.gz",
        ),
        DataSet(
            "cifar100",
            "CIFAR-100",
            CIFAR100_CLASSES,
            (32, 32, 3),
            5000,
            "crop-flip",
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            "cifar-100-binary.tar.gz",
            otherwise=" (own split)",
        ),
        DataSet(
            "mnist",
            "MNIST",
            tuple("0123456789"),
            (32, 32, 1),
            5000,
            "shift",
            "http://yann.lecun.com/exdb/mnist",
            "folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, "
            "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (or these with .gz)",
            {"kind": "pad", "top": 2, "bottom": 2, "left": 2, "right": 2, "value": 0},
            (28, 28, 1),
        ),
        DataSet(
            "fer2013",
            "FER2013",
            ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"),
            (44, 44, 1),
            2870,
            "crop44-flip",
            "https://www.kaggle.com/c/challenges-in-representation-learning-facial-expression-recognition-challenge",
            "fer2013.csv (or fer2013.tar.gz)",
            {"kind": "centreCrop", "height": 44, "width": 44},
            (48, 48, 1),
        ),
        DataSet(
            "speech-commands",
            "Google Speech Commands",
            SPEECH_CLASSES,
            (32, 32, 1),
            0,
            "shift-mask",
            "https://www.tensorflow.org/datasets/catalog/speech_commands",
            "folder with one folder of .wav files a word, _background_noise_, validation_list.txt, testing_list.txt",
            {"kind": "logMel"},
        ),
        DataSet(
            "arabic",
            "Arabic Speech Commands",
            ARABIC_CLASSES,
            (32, 32, 1),
            0,
            "shift-mask",
            "https://github.com/abdulkaderghandoura/arabic-speech-commands-dataset",
            "arabic-speech-commands.npz: {train,val,test}_x int16 (N, 16000) and _y",
            {"kind": "logMel"},
        ),
        DataSet(
            "keywords",
            "espeak-ng keywords",
            KEYWORD_CLASSES,
            (32, 32, 1),
            0,
            "shift-mask",
            "made here: train keywords --out FOLDER (needs espeak-ng)",
            "nothing",
            {"kind": "logMel"},
        ),
        DataSet(  # validation and test are people alone
            "voices",
            "voices of people and espeak-ng",
            KEYWORD_CLASSES,
            (32, 32, 1),
            0,
            "shift-mask",
            "https://www.tensorflow.org/datasets/catalog/speech_commands",
            "voices.npz: {train,val,test}_x int16 (N, 16000), _word and _speaker, speakers of one split each",
            {"kind": "logMel"},
            joined="keywords",
        ),
    )
}
