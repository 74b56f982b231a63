"""Labels that several networks doubt, none of which was trained on them: what to look at with one's own eyes.

What was looked at and found doubtful stands in ``train/data/doubtful.csv``.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

PARTS, DRAWS, STEPS, RATE, DECAY = 5, 3, 100, 3e-4, 1.0


def doubted(
    probabilities: np.ndarray, evidence: np.ndarray, labels: np.ndarray, groups: np.ndarray, seed: int = 0
) -> np.ndarray:
    """What networks make of photos that learned from the labels of the other photos: (N, classes) probabilities.

    ``probabilities`` (N, classes): what is said already, which these networks correct; ``evidence`` (N, M): what else
    is known of the photos; ``labels`` (N,): class indices; ``groups`` (N,): photos of one source are kept together.
    The mean over ``DRAWS`` ways of dealing the photos out to ``PARTS`` networks.
    """
    said = torch.from_numpy(np.log(np.maximum(probabilities, 1e-6))).float()
    scaled = torch.from_numpy((evidence - evidence.mean(axis=0)) / (evidence.std(axis=0) + 1e-6)).float()
    truth, (_, source) = torch.from_numpy(labels), np.unique(groups, return_inverse=True)
    rng, result = np.random.default_rng(seed), np.zeros(probabilities.shape)
    for _ in range(DRAWS):
        part = (rng.permutation(int(source.max()) + 1) % PARTS)[source]
        for number in range(PARTS):
            own = torch.from_numpy(part == number)
            if own.any() and not own.all():
                layer = _correction(said[~own], scaled[~own], truth[~own])
                with torch.inference_mode():
                    result[own.numpy()] += F.softmax(said[own] + layer(scaled[own]), dim=1).numpy() / DRAWS
            else:
                result[own.numpy()] += probabilities[own.numpy()] / DRAWS
    return result


def _correction(said: Tensor, evidence: Tensor, labels: Tensor) -> nn.Linear:
    layer = nn.Linear(evidence.shape[1], said.shape[1])
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.AdamW(layer.parameters(), RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        loss = F.cross_entropy(said + layer(evidence), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return layer
