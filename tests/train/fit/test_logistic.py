"""One more answer out of features that a network has already."""

import numpy as np
import pytest
import torch

from train.fit.logistic import learn_logit


def test_what_is_learned_of_features_is_in_their_own_units() -> None:
    torch.manual_seed(0)
    truth = np.arange(400) % 4 == 0
    features = torch.randn(400, 6) * 5 + 3
    features[:, 2] += 20 * torch.from_numpy(truth)
    weight, bias = learn_logit(features, truth, share=0.2)
    assert (((features @ weight + bias) > 0).numpy() == truth).mean() > 0.93


def test_one_kind_alone_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="only one of them"):
        learn_logit(torch.zeros(3, 2), np.ones(3, bool), share=0.5)
