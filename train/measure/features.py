"""What the last layer of a photo network sees of photos, kept in a file, so that learning from it takes seconds.

As the product looks: the mean over a crop and its mirror image.
"""

import hashlib
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from train.data.records import AsanaRecord
from train.fit.asana import crops_of
from train.fit.extracted import load_joints, made_by
from yoga_models.networks.asana import PhotoNet


def photo_features(net: PhotoNet, records: list[AsanaRecord], extracted: Path, path: Path) -> np.ndarray:
    """(N, channels) float32 of N records' photos, cropped around the joints in ``extracted``.

    They are kept in ``path``, an npz file, and taken from there where they were made by the same trunk on the same
    joints. The head of ``net`` has no part in it; the network is put into eval mode.
    """
    net.eval()
    name, files = f"{made_by(extracted)} {_trunk(net)}", [record.file for record in records]
    if path.exists():
        with np.load(path) as saved:
            if str(saved["name"]) == name and saved["files"].tolist() == files:
                return np.asarray(saved["features"])
    features = _look(net, records, load_joints(extracted, records))
    np.savez(path, name=np.array(name), files=np.array(files), features=features)
    return features


def _trunk(net: PhotoNet) -> str:
    digest = hashlib.sha256()
    for value in net.backbone.state_dict().values():
        digest.update(value.cpu().numpy().tobytes())
    return f"sha256:{digest.hexdigest()}"


@torch.inference_mode()
def _look(net: PhotoNet, records: list[AsanaRecord], joints: np.ndarray) -> np.ndarray:
    batches = []
    for crops in tqdm(crops_of(records, joints, net.config.input_size), desc="features, batches", mininterval=10):
        images = torch.from_numpy(np.concatenate([crops, crops[:, :, ::-1]])).permute(0, 3, 1, 2)
        with torch.autocast("cpu", torch.bfloat16):
            both = net.features(images)
        batches.append(both.float().numpy().reshape(2, len(crops), -1).mean(axis=0))
    return np.concatenate(batches)
