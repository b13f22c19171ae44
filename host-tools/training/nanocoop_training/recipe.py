"""What one training does, in numbers; recipes.py chooses them."""
from dataclasses import asdict, dataclass
from typing import Optional

from . import cooperative, fine_tuning


@dataclass(frozen=True)
class Recipe:
    topology: str
    form: str  # "fp32", "bnn", or one of cooperative.FORMS
    data: str  # name in data.DATA_SETS
    epochs: int
    batch: int = 128
    learning_rate: float = 4e-3  # the peak of the cycle, or where the plateau schedule starts
    schedule: str = "one-cycle"  # or "plateau": x 0.1 after PATIENCE epochs in which the validation loss did not fall
    augmented: bool = True
    sign_gradient: str = "parabola"  # or "straight-through"; see networks.py
    weight_decay: float = 0.0
    label_smoothing: float = 0.0
    distillation: float = 0.0  # weight of the teacher's softened probabilities in the loss
    distillation_temperature: float = 2.0
    cascade: float = 0.0  # bnn: weight of the loss of the cascade with the teacher as its full network, see cascade.py
    full_price: float = 0.25  # there, of full mode, in errors
    branch: float = 0.0  # bcnet forms: weight of the INT8 branch's own loss beside the glue's; 0: the branch alone means nothing
    binary: Optional[str] = None  # bcnet forms: topology of the binary network where it is another
    binary_share: float = (
        cooperative.BINARY_SHARE
    )  # bcnet forms: of the binary network's logits in the answer that training starts from
    start: Optional[
        dict
    ] = None  # recipe of the checkpoint whose weights this one goes on from, with a schedule of its own; None: from nothing
    rounded: bool = False  # fp32 and bcnet forms, from a `start` that is not: fine-tuning in 8 bits, see fine_tuning.py
    stem: bool = False  # fp32 and bnn: its stem is another network's, and stays as it is
    stem_of: Optional[str] = None  # bnn: it is the network of this topology, its first layers made a stem (stems.py)
    seed: int = 1

    @property
    def is_taught(self):
        return self.distillation > 0 or self.cascade > 0

    def __post_init__(self):
        if self.start:  # every field in it, so that recipes compare equal whenever their checkpoints were written
            object.__setattr__(self, "start", asdict(Recipe(**self.start)))

    def build(self, classes):
        network = cooperative.build(self.topology, self.form, classes, self.binary, self.sign_gradient)
        if self.stem:
            network.freeze_stem()
        return fine_tuning.rounded(network) if self.rounded else network
