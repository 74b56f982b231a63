"""Tests of training, measuring and releasing."""
