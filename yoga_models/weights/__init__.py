"""Where the weights are, whether they are the right ones, and how to fetch others."""
