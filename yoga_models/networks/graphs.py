"""The networks as the engines see them: one array in, as photos come, and named outputs."""

from torch import Tensor, nn

from yoga_models.networks.asana import BodyNet, JointNet, PhotoNet
from yoga_models.networks.person import PersonNet
from yoga_models.networks.pose import PoseNet


class FieldsGraph(nn.Module):
    """(N, H, W, 3) RGB uint8 to every stage's fields, ``pafs_0``..., ``heatmaps_0``..., and ``presence``, as
    ``PoseNet`` gives them.
    """

    def __init__(self, net: PoseNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        # A batch of (N, H, W, 3) seen as (N, 3, H, W) is channels-last as it is.
        fields = self.net(images.permute(0, 3, 1, 2))
        stages = {
            f"{kind}_{number}": stage
            for kind in ("pafs", "heatmaps")
            for number, stage in enumerate(getattr(fields, kind))
        }
        return {**stages, "presence": fields.presence}


class PersonGraph(nn.Module):
    """(N, S, S, 4) RGB and hint, uint8, to ``places`` (N, 17, h, w), how probable each is for a joint, 0 to 1,
    ``presence`` (N,), the log-odds that somebody is there (near 1, half precision has no room for doubts), and
    ``summary`` (N, C), what the body network learns from.
    """

    def __init__(self, net: PersonNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, crops: Tensor) -> dict[str, Tensor]:
        seen = self.net(crops.permute(0, 3, 1, 2))
        return {"places": seen.choice.probabilities(), "presence": seen.presence, "summary": seen.summary}


class PhotoGraph(nn.Module):
    """(N, S, S, 3) RGB uint8 to ``logits`` (N, classes)."""

    def __init__(self, net: PhotoNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        return {"logits": self.net(images.permute(0, 3, 1, 2))}


class FeaturesGraph(nn.Module):
    """(N, M) float32, what ``joints`` or ``body`` take, to ``logits`` (N, classes)."""

    def __init__(self, net: JointNet | BodyNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, features: Tensor) -> dict[str, Tensor]:
        return {"logits": self.net(features)}
