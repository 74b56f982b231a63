"""The training loop and what it needs: schedule, moving average, checkpoints, processes. Not what is trained."""

import math
import os
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset
from tqdm import tqdm

from train.data.records import SampleStream
from train.fit.runlog import RunLog
from yoga_models.networks.backbone import EfficientNetLite
from yoga_models.networks.movenet import MoveNetTrunk
from yoga_models.runtime.with_torch import bf16_pays


@dataclass(frozen=True)
class Processes:
    """This process among those that ``torchrun`` started; one alone without it."""

    rank: int = 0
    world: int = 1

    @property
    def first(self) -> bool:
        return self.rank == 0

    def wait(self) -> None:
        """Wait until all processes have come this far."""
        if self.world > 1:
            dist.barrier()


def start_processes() -> Processes:
    """Join the processes of ``torchrun`` (nccl with GPUs, gloo without); does nothing when run alone."""
    if "WORLD_SIZE" not in os.environ:
        return Processes()
    dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    return Processes(dist.get_rank(), dist.get_world_size())


def pick_device() -> torch.device:
    """A GPU if there is one."""
    return torch.device("cuda", torch.cuda.current_device()) if torch.cuda.is_available() else torch.device("cpu")


def learning_rate_factor(step: int, steps: int, warmup: int, cooldown: int) -> float:
    """Rise over ``warmup`` steps, stay, then fall to zero along a cosine over the last ``cooldown`` steps.

    The flat part is what lets a run be prolonged: a checkpoint from before the fall fits any later end.
    """
    rise = min(1.0, (step + 1) / max(1, warmup))
    left = min(1.0, (steps - step) / max(1, cooldown))
    return rise * (0.5 - 0.5 * math.cos(math.pi * max(0.0, left)))


class MovingAverage:
    """Exponential moving average of a network's parameters and buffers; early on it forgets faster."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay, self.updates = decay, 0
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for name, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[name].lerp_(value.detach(), 1 - decay)
            else:
                self.state[name].copy_(value)

    def state_dict(self) -> dict[str, Any]:
        return {"updates": self.updates, "state": self.state}

    def load_state_dict(self, saved: dict[str, Any]) -> None:
        self.updates = saved["updates"]
        for name, value in saved["state"].items():
            self.state[name].copy_(value)


def save_checkpoint(path: Path, content: dict[str, Any]) -> None:
    """Write a checkpoint so that a run killed meanwhile leaves the one before whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(content, partial)
    partial.replace(path)


def freeze_batchnorm(module: nn.Module) -> None:
    """Keep the statistics of every BatchNorm below ``module`` as they are."""
    for layer in module.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.eval()


def freeze_trunk(trunk: EfficientNetLite | MoveNetTrunk, groups: int, *, depthwise: bool) -> None:
    """Keep the first ``groups`` groups of blocks of a trunk, and the stem before them, as they are.

    ``depthwise``: whether the depthwise filters of the other groups are trained; their gradient in bf16 costs half of a
    step on a CPU.
    """
    if groups:
        trunk.stem.requires_grad_(False)
    for group in trunk.groups[:groups]:
        group.requires_grad_(False)
    for layer in trunk.modules():
        if isinstance(layer, nn.Conv2d) and layer.groups > 1 and not depthwise:
            layer.weight.requires_grad_(False)


def parameter_groups(parameters: list[nn.Parameter], rate: float, decay: float) -> list[dict[str, Any]]:
    """AdamW groups: weight decay on matrices and filters only, not on biases and norms."""
    trainable = [parameter for parameter in parameters if parameter.requires_grad]
    matrices = [parameter for parameter in trainable if parameter.ndim > 1]
    vectors = [parameter for parameter in trainable if parameter.ndim <= 1]
    return [
        {"params": matrices, "lr": rate, "base_lr": rate, "weight_decay": decay},
        {"params": vectors, "lr": rate, "base_lr": rate, "weight_decay": 0.0},
    ]


def trunk_and_rest(
    model: nn.Module, trunk: Sequence[nn.Module], trunk_rate: float, rate: float, decay: float
) -> list[dict[str, Any]]:
    """AdamW groups of a network: the modules of its ``trunk`` at their rate, the rest at another."""
    brought = [parameter for module in trunk for parameter in module.parameters()]
    known = {id(parameter) for parameter in brought}
    rest = [parameter for parameter in model.parameters() if id(parameter) not in known]
    return parameter_groups(brought, trunk_rate, decay) + parameter_groups(rest, rate, decay)


def optimise(
    loss: Tensor, optimizer: torch.optim.Optimizer, parameters: list[nn.Parameter], factor: float, clip: float
) -> None:
    """One step at ``factor`` of each group's base rate, gradients clipped to the norm ``clip``."""
    for group in optimizer.param_groups:
        group["lr"] = group["base_lr"] * factor
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, clip)
    optimizer.step()


class NotFiniteError(RuntimeError):
    """A loss became infinite or not a number."""


@dataclass(frozen=True)
class LoopSettings:
    """How long and how a run goes on, whatever it trains. ``batch`` is over all processes; the learning rate rises over
    ``warmup`` steps and falls over the last ``cooldown``; gradients are clipped to the norm ``clip``.
    ``average_decay``: how much of the moving average of the weights each step keeps.
    """

    steps: int = 6000
    batch: int = 24
    warmup: int = 200
    cooldown: int = 0
    clip: float = 20.0
    average_decay: float = 0.9985
    bf16: bool = True
    workers: int = 1
    seed: int = 0
    checkpoint_minutes: float = 4.0
    log_steps: int = 100


class Trainee(Protocol):
    """What the loop trains: a network, how it is put into training mode, and its losses on a batch."""

    @property
    def model(self) -> nn.Module:
        """The network."""

    def training_mode(self) -> None:
        """Put the network into training mode, its frozen parts aside."""

    def losses(self, net: nn.Module, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """Named scalar losses, to be added, of ``net`` (the model, or its wrapper for many processes) on a batch."""


class Loop:
    """A run that can be stopped and resumed without loss, alone or in several processes.

    ``description`` is saved with every checkpoint: the settings of the network and of the run.
    """

    def __init__(
        self,
        folder: Path,
        trainee: Trainee,
        groups: list[dict[str, Any]],
        settings: LoopSettings,
        processes: Processes,
        description: dict[str, Any],
    ) -> None:
        self.folder, self.trainee, self.settings, self.processes = folder, trainee, settings, processes
        self.description = description
        self.rates = [group["base_lr"] for group in groups]
        self.optimizer = torch.optim.AdamW(groups)
        self.average = MovingAverage(trainee.model, settings.average_decay)
        self.step = 0

    def save(self, name: str = "last.pt") -> None:
        """Write a checkpoint into the run's folder; only the first process does."""
        if self.processes.first:
            content = {
                "step": self.step,
                "model": self.trainee.model.state_dict(),
                "average": self.average.state_dict(),
                "optimizer": self.optimizer.state_dict(),
            }
            save_checkpoint(self.folder / name, content | self.description)

    def resume(self, path: Path) -> None:
        """Continue from a checkpoint: weights, moving average, optimizer and place in the stream of samples."""
        saved = torch.load(path, map_location=pick_device(), weights_only=True)
        self.trainee.model.load_state_dict(saved["model"])
        self.average.load_state_dict(saved["average"])
        self.optimizer.load_state_dict(saved["optimizer"])
        # The rates are this run's, not those of the run that was saved.
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["base_lr"] = rate
        self.step = saved["step"]

    def start_from(self, weights: Mapping[str, Tensor]) -> None:
        """Begin a new run with the weights of another, which may leave out BatchNorm's step counters."""
        model = self.trainee.model
        state = {**model.state_dict(), **weights}
        model.load_state_dict(state)
        self.average.load_state_dict({"updates": 0, "state": state})

    def _loader(self, samples: Dataset[dict[str, Tensor]], last: int) -> DataLoader[dict[str, Tensor]]:
        settings, processes = self.settings, self.processes
        cv2.setNumThreads(1)  # a worker that is forked while OpenCV has threads waits for them for ever
        stream = SampleStream(self.step * settings.batch, last * settings.batch, processes.rank, processes.world)
        return DataLoader(
            samples,
            batch_size=settings.batch // processes.world,
            sampler=stream,
            num_workers=settings.workers,
            prefetch_factor=4 if settings.workers else None,
            worker_init_fn=_quiet_worker,
        )

    def train(self, samples: Dataset[dict[str, Tensor]], stop_at: int | None = None) -> None:
        """Train until ``settings.steps``, or stop at step ``stop_at`` as if killed there. Raises ``NotFiniteError``."""
        settings, device = self.settings, pick_device()
        model = self.trainee.model
        net: nn.Module = DistributedDataParallel(model) if self.processes.world > 1 else model
        parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self.trainee.training_mode()
        log, sums, saved_at = RunLog(self.folder), Counter[str](), time.time()
        logged_step, logged_at = self.step, time.time()
        loader = self._loader(samples, min(settings.steps, stop_at or settings.steps))
        bar = tqdm(loader, initial=self.step, total=settings.steps, disable=not self.processes.first, mininterval=10)
        for batch in bar:
            if settings.cooldown and self.step == settings.steps - settings.cooldown:
                self.save("before_cooldown.pt")
            batch = {name: value.to(device) for name, value in batch.items()}
            with torch.autocast(device.type, torch.bfloat16, enabled=settings.bf16 and bf16_pays(device)):
                losses = self.trainee.losses(net, batch)
            total = torch.stack(list(losses.values())).sum()
            if not torch.isfinite(total):
                raise NotFiniteError(f"step {self.step}: " + ", ".join(f"{k} {v:.4g}" for k, v in losses.items()))
            factor = learning_rate_factor(self.step, settings.steps, settings.warmup, settings.cooldown)
            optimise(total, self.optimizer, parameters, factor, settings.clip)
            self.average.update(model)
            self.step += 1
            sums.update({name: value.item() for name, value in losses.items()})
            if self.processes.first and self.step % settings.log_steps == 0:
                steps = self.step - logged_step  # fewer than log_steps after a resume
                speed = steps * settings.batch / (time.time() - logged_at)
                logged_step, logged_at = self.step, time.time()
                means = {name: value / steps for name, value in sums.items()}
                log.write({"step": self.step, **means, "learning_rate": factor, "photos_per_second": speed})
                bar.set_postfix_str(f"loss {sum(means.values()):.4f}")
                sums.clear()
            if time.time() - saved_at > 60 * settings.checkpoint_minutes:
                self.save()
                saved_at = time.time()
        self.save()
        if self.processes.first:
            log.draw("step")


def _quiet_worker(_: int) -> None:
    # One thread a worker: the others belong to the network.
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
