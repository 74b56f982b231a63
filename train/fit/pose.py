"""Train the joint network: ``python -m train.fit.pose --help``.

Stops and resumes without loss: the same command with ``--resume`` continues the run in its folder. ``torchrun
--nproc-per-node N -m train.fit.pose ...`` trains in N processes, each on its part of the batch.
"""

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import Dataset

from train.data.records import MixedOrder, PoseRecord, load_pose_records
from train.data.targets import TargetConfig, make_targets
from train.data.transforms import Augmentation, cut_at_random, draw_matrix, transform, vary_colours
from train.fit.engine import (
    Loop,
    LoopSettings,
    Processes,
    freeze_batchnorm,
    parameter_groups,
    pick_device,
    start_processes,
)
from train.fit.imagenet import load_imagenet
from train.fit.losses import LossConfig, stage_losses
from train.fit.movenet import load_movenet
from train.fit.options import add_flags, from_flags
from yoga_models.imaging.read import load_image
from yoga_models.networks.backbone import EfficientNetLite
from yoga_models.networks.movenet import MoveNetTrunk
from yoga_models.networks.pose import FINE_STRIDE, PoseConfig, PoseNet


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
        fine = FINE_STRIDE if self.network.fine_width else None
        targets = make_targets(record, sample, self.network.stride, self.targets, fine)
        varied = vary_colours(sample.image, self.augmentation, rng)
        tensors = {name: torch.from_numpy(value) for name, value in targets._asdict().items() if value is not None}
        return {"image": torch.from_numpy(varied).permute(2, 0, 1), **tensors}


def source_repeats(records: list[PoseRecord], settings: tuple[str, ...]) -> list[float]:
    """How often each record is shown in an epoch, from ``source=times`` settings."""
    times = {name: float(value) for name, value in (setting.split("=") for setting in settings)}
    return [times.get(record.source, 1.0) for record in records]


class PoseTrainee:
    """The joint network as the loop trains it: the trunk from public weights, partly frozen."""

    def __init__(self, network: PoseConfig, training: PoseTraining, loss: LossConfig, seed: int) -> None:
        torch.manual_seed(seed)
        self.training, self.loss = training, loss
        self.model = PoseNet(network)
        if training.pretrained and isinstance(self.model.backbone, MoveNetTrunk):
            load_movenet(self.model.backbone, Path(training.movenet))
        elif training.pretrained and isinstance(self.model.backbone, EfficientNetLite):
            load_imagenet(self.model.backbone, network.backbone)
        self.model.to(pick_device(), memory_format=torch.channels_last)  # type: ignore[call-overload]
        if training.frozen_groups:
            self.model.backbone.stem.requires_grad_(False)
        for group in self.model.backbone.groups[: training.frozen_groups]:
            group.requires_grad_(False)
        for layer in self.model.backbone.modules():
            if isinstance(layer, nn.Conv2d) and layer.groups > 1 and not training.train_depthwise:
                layer.weight.requires_grad_(False)

    def parameter_groups(self) -> list[dict[str, object]]:
        """AdamW groups: the trunk at its rate, the rest at another."""
        head = [value for name, value in self.model.named_parameters() if not name.startswith("backbone.")]
        decay = self.training.weight_decay
        trunk = parameter_groups(list(self.model.backbone.parameters()), self.training.trunk_rate, decay)
        return trunk + parameter_groups(head, self.training.head_rate, decay)

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
) -> Loop:
    """A fresh run in ``folder``, ready to train or to resume."""
    trainee = PoseTrainee(network, training, loss, loop.seed)
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


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m train.fit.pose", description="Train the joint network.")
    parser.add_argument("annotations", type=Path, nargs="+", help="COCO keypoint files")
    parser.add_argument("--images", type=Path, help="folder the file names are relative to; default: each file's own")
    parser.add_argument("--folder", type=Path, required=True, help="folder for checkpoints, log and curves")
    parser.add_argument("--resume", action="store_true", help="continue the run in its folder")
    parser.add_argument("--initial", type=Path, help="weights to start from: safetensors, or a checkpoint")
    for kind in (PoseConfig, PoseTraining, LoopSettings, Augmentation, TargetConfig, LossConfig):
        add_flags(parser, kind)
    options = parser.parse_args(arguments)
    network, training, loop = (
        from_flags(PoseConfig, options),
        from_flags(PoseTraining, options),
        from_flags(LoopSettings, options),
    )
    augmentation, targets = from_flags(Augmentation, options), from_flags(TargetConfig, options)
    loss, processes = from_flags(LossConfig, options), start_processes()
    run = start_run(options.folder, network, training, loop, augmentation, targets, loss, processes)
    if options.resume and (options.folder / "last.pt").exists():
        run.resume(options.folder / "last.pt")
    elif options.initial:
        run.start_from(options.initial)
    records = [record for path in options.annotations for record in load_pose_records(path, options.images)]
    if processes.first:
        print(f"{len(records)} photos, {processes.world} process(es), {pick_device()}, from step {run.step}")
    repeats = source_repeats(records, training.source_repeats)
    run.train(PoseSamples(records, repeats, network, augmentation, targets, loop.seed))


if __name__ == "__main__":
    main()
