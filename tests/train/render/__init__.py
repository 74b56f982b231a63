"""Tests of train.render."""
