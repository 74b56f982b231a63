"""The tests: one file for each part, and a folder that drives a real browser."""
