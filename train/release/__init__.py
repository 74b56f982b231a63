"""From a checkpoint to what ships: weights, their cards, the hub."""
