"""Tests of train.measure."""
