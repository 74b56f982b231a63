"""What runs a network on this machine: engines behind one small interface, arrays in, arrays out."""
