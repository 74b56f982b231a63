"""From any file or array a user sends to an upright RGB array, and the geometry of its crops."""
