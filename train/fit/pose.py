"""The joint network as the loop trains it, and the samples that it learns from."""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import Dataset

from train.data.records import MixedOrder, PoseRecord
from train.data.targets import TargetConfig, make_targets
from train.data.transforms import Augmentation, cut_at_random, draw_matrix, transform, vary_colours
from train.fit.engine import (
    Loop,
    LoopSettings,
    Processes,
    freeze_batchnorm,
    freeze_trunk,
    pick_device,
    trunk_and_rest,
)
from train.fit.imagenet import load_imagenet
from train.fit.losses import LossConfig, stage_losses
from train.fit.movenet import load_movenet
from yoga_models.imaging.read import load_image
from yoga_models.networks.movenet import MoveNetTrunk
from yoga_models.networks.pose import PoseNet
from yoga_models.networks.settings import PoseConfig


@dataclass(frozen=True)
class PoseTraining:
    """What is trained, at which rates.

    ``frozen_groups``: how many of the trunk's seven groups of blocks keep their public weights; ``train_depthwise``:
    whether the depthwise filters of the others are trained too (their gradient in bf16 costs half of a step on a CPU).
    ``pretrained``: whether the trunk starts from public weights, those of ``movenet`` from that folder.
    ``source_repeats`` says how often photos of each source are shown in an epoch (``coco=3 lspet=1``); sources not
    named: once.
    """

    trunk_rate: float = 4e-4
    head_rate: float = 1.5e-3
    weight_decay: float = 0.01
    frozen_groups: int = 3
    train_depthwise: bool = False
    source_repeats: tuple[str, ...] = ("coco=3",)
    pretrained: bool = True
    movenet: str = "runs/movenet"


class PoseSamples(Dataset[dict[str, Tensor]]):
    """Position k of the stream to one augmented sample with its targets."""

    def __init__(
        self,
        records: list[PoseRecord],
        repeats: list[float],
        network: PoseConfig,
        augmentation: Augmentation,
        targets: TargetConfig,
        seed: int,
    ) -> None:
        self.records, self.network, self.augmentation = records, network, augmentation
        self.targets, self.seed = targets, seed
        self.order = MixedOrder(repeats, seed)

    def __getitem__(self, position: int) -> dict[str, Tensor]:
        rng = np.random.default_rng((self.seed, 1, position))
        record, size = self.records[self.order[position]], self.network.input_size
        image, record = cut_at_random(load_image(record.path), record, self.augmentation, rng)
        matrix, mirrored = draw_matrix(record, self.augmentation, size, rng)
        sample = transform(image, record, matrix, size, mirrored)
        targets = make_targets(record, sample, self.network.stride, self.targets)
        varied = vary_colours(sample.image, self.augmentation, rng)
        tensors = {name: torch.from_numpy(value) for name, value in targets._asdict().items()}
        return {"image": torch.from_numpy(varied).permute(2, 0, 1), **tensors}


def source_repeats(records: list[PoseRecord], settings: tuple[str, ...]) -> list[float]:
    """How often each record is shown in an epoch, from ``source=times`` settings."""
    times = {name: float(value) for name, value in (setting.split("=") for setting in settings)}
    return [times.get(record.source, 1.0) for record in records]


class PoseTrainee:
    """The joint network as the loop trains it, its trunk partly frozen."""

    def __init__(self, network: PoseConfig, training: PoseTraining, loss: LossConfig, seed: int) -> None:
        torch.manual_seed(seed)
        self.training, self.loss = training, loss
        self.model = PoseNet(network)
        self.model.to(pick_device(), memory_format=torch.channels_last)  # type: ignore[call-overload]
        freeze_trunk(self.model.backbone, training.frozen_groups, depthwise=training.train_depthwise)

    def load_public_weights(self) -> None:
        """Give the trunk the public weights that it starts from."""
        if isinstance(self.model.backbone, MoveNetTrunk):
            load_movenet(Path(self.training.movenet), self.model.backbone)
        else:
            load_imagenet(self.model.backbone, self.model.config.backbone)

    def parameter_groups(self) -> list[dict[str, object]]:
        """AdamW groups: the trunk at its rate, the rest at another."""
        rates = self.training.trunk_rate, self.training.head_rate
        return trunk_and_rest(self.model, [self.model.backbone], *rates, self.training.weight_decay)

    def training_mode(self) -> None:
        """Training mode, but for the statistics that the trunk brought along."""
        self.model.train()
        freeze_batchnorm(self.model.backbone)

    def losses(self, net: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """One loss a stage: ``paf_1`` ..., ``heatmap_1`` ..."""
        targets = {name: value for name, value in batch.items() if name != "image"}
        fields = net(batch["image"].contiguous(memory_format=torch.channels_last))
        return stage_losses(fields, **targets, config=self.loss)


def start_run(
    folder: Path,
    network: PoseConfig,
    training: PoseTraining,
    loop: LoopSettings,
    augmentation: Augmentation,
    targets: TargetConfig,
    loss: LossConfig,
    processes: Processes,
    *,
    fresh: bool = True,
) -> Loop:
    """A run in ``folder``, ready to train; unless it is ``fresh`` its weights are still to come from a checkpoint."""
    trainee = PoseTrainee(network, training, loss, loop.seed)
    if fresh and training.pretrained:
        trainee.load_public_weights()
    description = {
        "network": network.to_dict(),
        "settings": {
            "training": asdict(training),
            "loop": asdict(loop),
            "augmentation": asdict(augmentation),
            "targets": asdict(targets),
            "loss": asdict(loss),
        },
    }
    return Loop(folder, trainee, trainee.parameter_groups(), loop, processes, description)
