"""Clips and live pictures: reading and writing files, following people, timing what they hold."""
