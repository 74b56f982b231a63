"""The person network as the loop trains it: one choice among all places for each joint."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from train.data.people import FirstLook
from train.data.transforms import Augmentation
from train.fit.engine import (
    Loop,
    LoopSettings,
    Processes,
    freeze_batchnorm,
    freeze_trunk,
    pick_device,
    trunk_and_rest,
)
from train.fit.movenet import load_movenet
from yoga_models.body.skeleton import MIRROR_JOINTS
from yoga_models.joints.choosing import choose
from yoga_models.joints.hint import draw_chosen
from yoga_models.networks.movenet import MoveNetTrunk
from yoga_models.networks.person import Choice, PersonNet
from yoga_models.networks.settings import PERSON, PersonConfig


@dataclass(frozen=True)
class PersonTraining:
    """What is trained, at which rates; as in ``PoseTraining``. MoveNet's own heatmaps learn at the trunk's rate.
    ``sigma``: standard deviation, in pixels of the crop, of where a labelled joint is taken to be. ``again_share``: the
    part of the crops that are looked at as in the mirror, told what the network itself just saw in the crop.
    """

    trunk_rate: float = 2e-4
    head_rate: float = 1.5e-3
    weight_decay: float = 0.01
    frozen_groups: int = 3
    train_depthwise: bool = False
    sigma: float = 4.0
    again_share: float = 0.0
    source_repeats: tuple[str, ...] = ("coco=2", "nobody=4")
    movenet: str = "runs/movenet"


def choice_loss(choice: Choice, joints: Tensor, trust: Tensor, there: Tensor, stride: int, sigma: float) -> Tensor:
    """Cross-entropy of the choices with where the joints are: a Gaussian around the label, or nowhere; mean over what
    is known. ``joints`` (N, 17, 2), ``trust`` (N, 17), ``there`` (N, 17) bool.
    """
    places = choice.places.float()
    height, width = places.shape[-2:]
    x = torch.arange(width, device=places.device) * stride + (stride - 1) / 2
    y = torch.arange(height, device=places.device) * stride + (stride - 1) / 2
    along_x = torch.softmax(-((x - joints[..., 0:1]) ** 2) / (2 * sigma**2), dim=-1)
    along_y = torch.softmax(-((y - joints[..., 1:2]) ** 2) / (2 * sigma**2), dim=-1)
    expected = torch.einsum("njh,njhw,njw->nj", along_y, places, along_x)
    target = torch.where(there, expected, choice.nowhere.float())
    logits = torch.cat([places.flatten(2), choice.nowhere.float()[..., None]], dim=2)
    return (trust * (logits.logsumexp(dim=2) - target)).sum() / trust.sum().clamp_min(1)


class PersonTrainee:
    """The person network as the loop trains it, its trunk partly frozen. ``pose``: weights of a joint network, which it
    begins with where they fit. With MoveNet's own heatmaps these, and the trunk below, begin as the public weights.
    """

    def __init__(
        self, network: PersonConfig, training: PersonTraining, seed: int, pose: Mapping[str, Tensor] | None = None
    ) -> None:
        torch.manual_seed(seed)
        self.training = training
        self.model = PersonNet(network)
        if pose:
            self._begin_with(pose)
        self.model.to(pick_device(), memory_format=torch.channels_last)  # type: ignore[call-overload]
        freeze_trunk(self.model.backbone, training.frozen_groups, depthwise=training.train_depthwise)

    def _begin_with(self, pose: Mapping[str, Tensor]) -> None:
        model = self.model
        for module in (model.hints, model.places, model.nowhere):
            for parameter in module.parameters():
                nn.init.zeros_(parameter)
        state = model.state_dict()
        for name, value in pose.items():
            name = name.replace("paf_stages.0.", "layers.")
            if name in state and state[name].shape == value.shape:
                state[name].copy_(value)
        if model.heatmaps and isinstance(model.backbone, MoveNetTrunk):
            load_movenet(Path(self.training.movenet), model.backbone, model.heatmaps)

    def parameter_groups(self) -> list[dict[str, object]]:
        """AdamW groups: the trunk, and what came with it, at its rate, the rest at another."""
        rates = self.training.trunk_rate, self.training.head_rate
        trunk = [module for module in (self.model.backbone, self.model.heatmaps) if module is not None]
        return trunk_and_rest(self.model, trunk, *rates, self.training.weight_decay)

    def training_mode(self) -> None:
        """Training mode, but for the statistics that the trunk brought along."""
        self.model.train()
        freeze_batchnorm(self.model.backbone)

    def losses(self, net: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """``places`` and ``presence``."""
        crops = batch["crop"].contiguous(memory_format=torch.channels_last)
        again = round(self.training.again_share * len(crops))
        if again:
            crops[:again, 3:] = self._seen_mirrored(crops[:again])
        choice, presence, _ = net(crops)
        where = batch["joints"], batch["trust"], batch["there"]
        return {
            "places": choice_loss(choice, *where, self.model.config.stride, self.training.sigma),
            "presence": F.binary_cross_entropy_with_logits(presence.float(), batch["somebody"]),
        }

    @torch.no_grad()
    def _seen_mirrored(self, crops: Tensor) -> Tensor:
        """(N, 1, S, S): the hint that the mirror images of crops (N, 4, S, S) give."""
        self.model.eval()
        places = self.model(crops.flip(3)).choice.probabilities()[:, list(MIRROR_JOINTS)].flip(3)
        self.training_mode()
        chosen = choose(places.cpu().numpy())
        hints = [draw_chosen(joints, crops.shape[3], self.model.config.stride) for joints in chosen]
        return torch.from_numpy(np.stack(hints))[:, None].to(crops.device)


def start_run(
    folder: Path,
    network: PersonConfig,
    training: PersonTraining,
    loop: LoopSettings,
    augmentation: Augmentation,
    first_look: FirstLook,
    processes: Processes,
    pose: Mapping[str, Tensor] | None,
) -> Loop:
    """A run in ``folder``, ready to train. ``pose``: weights of a joint network, for its trunk to begin with."""
    trainee = PersonTrainee(network, training, loop.seed, pose)
    description = {
        "kind": PERSON,
        "network": network.to_dict(),
        "settings": {
            "training": asdict(training),
            "loop": asdict(loop),
            "augmentation": asdict(augmentation),
            "first_look": asdict(first_look),
        },
    }
    return Loop(folder, trainee, trainee.parameter_groups(), loop, processes, description)
