"""A photo network that is kept as it is, and learns only to tell what is none of the asanas, from its own features.

Features of photos that a network was trained on are not those of new photos, so how much this answer is worth is for
calibration on the validation photos to say.
"""

from dataclasses import replace

import numpy as np
import torch
from torch import nn

from train.data.records import AsanaRecord
from train.fit.asana import class_indices, known
from train.fit.calibrate import OTHER_SHARE
from train.fit.logistic import learn_logit
from yoga_models.networks.asana import AsanaNet, PhotoNet
from yoga_models.networks.settings import AsanaConfig


def with_kept_trunk(config: AsanaConfig, old: AsanaNet) -> AsanaConfig:
    """The settings with the trunk and the size of the pictures of a photo network that is kept."""
    return replace(config, backbone=old.config.backbone, input_size=old.config.input_size)


def kept_photo_net(old: AsanaNet, records: list[AsanaRecord], features: np.ndarray, config: AsanaConfig) -> PhotoNet:
    """The photo network of ``old`` with the outputs of ``config``, which has its trunk (``with_kept_trunk``): its own
    for the classes it knows, nothing for the others (which must be among ``config.without_photos``), and a new one for
    what is none of them, learned from (N, channels) ``features`` that it sees in N ``records``.

    Raises ``ValueError`` where a class is new to it that is to be told by photos.
    """
    index = {asana: position for position, asana in enumerate(old.config.classes)}
    new = [asana for asana in config.classes if asana not in index and asana not in config.without_photos]
    if new:
        raise ValueError(f"the photo network that is kept never learned the asanas {new}: train it anew")
    net = PhotoNet(config)
    net.backbone.load_state_dict(old.photo.backbone.state_dict())
    net.eval()
    chosen = {record.file for record in known(records, "train", config.classes)}
    rows = np.array([record.file in chosen for record in records])
    labels = class_indices(np.array([record.asana_id for record in records])[rows], config.classes)
    weight, bias = learn_logit(torch.from_numpy(features[rows]), labels < 0, OTHER_SHARE)
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
