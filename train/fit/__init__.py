"""Learning: losses, the loop, the two kinds of networks."""
