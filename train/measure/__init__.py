"""How good it is: joints, names, speed."""
