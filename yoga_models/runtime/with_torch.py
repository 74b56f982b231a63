"""torch: graphics cards, and what training has just made. Only this module and ``networks`` import it."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from yoga_models.networks.backbone import fold_batchnorm
from yoga_models.networks.graphs import FeaturesGraph, FieldsGraph, PersonGraph, PhotoGraph
from yoga_models.networks.load import load_asana_net, load_person_net, load_pose_net
from yoga_models.runtime.threads import usable_cores
from yoga_models.weights.manifest import WeightsError


def bf16_pays(device: torch.device) -> bool:
    """Whether half precision (bfloat16) is faster than float32 here: on GPUs, and on CPUs with instructions for it."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))


class TorchGraph:
    """A torch module as a graph: it takes a tensor and returns tensors by name. It is changed in place (BatchNorm
    folded) and moved to ``device``.
    """

    def __init__(self, module: nn.Module, device: torch.device | str = "cpu", bf16: bool = False) -> None:
        self.device, self.bf16 = torch.device(device), bf16
        self.module = fold_batchnorm(module).to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]

    def __call__(self, inputs: np.ndarray) -> dict[str, np.ndarray]:
        with torch.inference_mode(), torch.autocast(self.device.type, torch.bfloat16, enabled=self.bf16):
            outputs = cast(Mapping[str, Tensor], self.module(torch.from_numpy(inputs).to(self.device)))
        return {name: output.float().cpu().numpy() for name, output in outputs.items()}


class TorchEngine:
    """Runs the safetensors files of a folder of weights. ``precision``: ``None`` picks what is faster on ``device``."""

    name = "torch"

    def __init__(self, device: torch.device | str = "cpu", precision: str | None = None) -> None:
        self.device = torch.device(device)
        self.precision = precision or ("bf16" if bf16_pays(self.device) else "f32")
        cores = usable_cores()
        if cores < torch.get_num_threads():
            torch.set_num_threads(cores)

    def load(self, graph: str, folder: Path) -> TorchGraph:
        """As ``Engine.load``."""
        module: nn.Module
        if graph == "fields":
            module = FieldsGraph(load_pose_net(folder))
        elif graph == "person":
            module = PersonGraph(load_person_net(folder))
        else:
            net = load_asana_net(folder)
            part = getattr(net, graph)
            if part is None:
                raise WeightsError(f"The weights in {folder} have no network {graph!r}.")
            module = PhotoGraph(part) if graph == "photo" else FeaturesGraph(part)
        return TorchGraph(module, self.device, bf16=self.precision == "bf16" and graph not in ("joints", "body"))
