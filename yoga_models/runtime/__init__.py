"""What runs a network on this machine."""
