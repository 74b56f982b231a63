"""The body itself: joints and limbs, angles, likeness of poses, what can be seen. Arrays in, no photo, no network."""
