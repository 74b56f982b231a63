"""Training and measuring: everything that makes the weights, nothing that the app needs at run time."""
