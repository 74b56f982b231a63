"""A photo network that is kept as it is, and learns only to tell what is none of the asanas, from its own features.

Features of photos that a network was trained on are not those of new photos, so how much this answer is worth is for
calibration on the validation photos to say.
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from train.data.records import AsanaRecord
from train.fit.asana import class_indices, crops_of, known
from train.fit.calibrate import OTHER_SHARE
from train.fit.extracted import load_extracted
from yoga_models.networks.asana import PhotoNet
from yoga_models.networks.load import load_asana_net
from yoga_models.networks.settings import AsanaConfig

STEPS, RATE, DECAY = 2000, 1e-3, 0.05


def kept_photo_net(weights: Path, records: list[AsanaRecord], extracted: Path, config: AsanaConfig) -> PhotoNet:
    """The photo network of a folder of weights with the outputs of ``config``: its own for the classes it knows,
    nothing for the others (which must be among ``config.without_photos``), and a new one for what is none of them.

    Raises ``ValueError`` where a class is new to it that is to be told by photos.
    """
    old = load_asana_net(weights)
    index = {asana: position for position, asana in enumerate(old.config.classes)}
    new = [asana for asana in config.classes if asana not in index and asana not in config.without_photos]
    if new:
        raise ValueError(f"the photo network in {weights} never learned the asanas {new}: train it anew")
    net = PhotoNet(config)
    net.backbone.load_state_dict(old.photo.backbone.state_dict())
    net.eval()
    chosen = known(records, "train", config.classes)
    labels = class_indices(np.array([record.asana_id for record in chosen]), config.classes)
    weight, bias = learn_other(features_of(net, chosen, load_extracted(extracted, chosen)), labels < 0)
    head, old_head = _last(net), _last(old.photo)
    with torch.no_grad():
        head.weight.zero_()
        head.bias.zero_()
        for position, asana in enumerate(config.classes):
            if asana in index:
                head.weight[position] = old_head.weight[index[asana]]
                head.bias[position] = old_head.bias[index[asana]]
        head.weight[-1], head.bias[-1] = weight, bias
    return net


def _last(net: PhotoNet) -> nn.Linear:
    layer = net.head[-1]
    assert isinstance(layer, nn.Linear)
    return layer


@torch.inference_mode()
def features_of(net: PhotoNet, records: list[AsanaRecord], joints: np.ndarray) -> Tensor:
    """What the last layer sees of each record's crop: (N, channels)."""
    batches = []
    for crops in tqdm(crops_of(records, joints, net.config.input_size), desc="features, batches", mininterval=10):
        images = torch.from_numpy(crops).permute(0, 3, 1, 2)
        with torch.autocast("cpu", torch.bfloat16):
            batches.append(net.features(images))
    return torch.cat(batches)


def learn_other(features: Tensor, is_other: np.ndarray) -> tuple[Tensor, Tensor]:
    """Weights (channels,) and bias of a logit that is high for what is none of the asanas, (N,) bool: logistic
    regression on (N, channels) features, with a decay of the weights.
    """
    mean, deviation = features.mean(dim=0), features.std(dim=0)
    deviation = deviation + 1e-3 * deviation.mean()  # what hardly varies is no evidence
    scaled, truth = (features.clone() - mean) / deviation, torch.from_numpy(is_other).float()
    rows = torch.where(truth > 0, OTHER_SHARE / truth.sum(), (1 - OTHER_SHARE) / (1 - truth).sum())
    layer = nn.Linear(features.shape[1], 1)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.AdamW(layer.parameters(), RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        loss = nn.functional.binary_cross_entropy_with_logits(layer(scaled)[:, 0], truth, rows, reduction="sum")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    weight = layer.weight.detach()[0] / deviation
    return weight, layer.bias.detach()[0] - (weight * mean).sum()
