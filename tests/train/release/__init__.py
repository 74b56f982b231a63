"""Tests of train.release."""
