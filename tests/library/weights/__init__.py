"""Tests of yoga_models/weights."""
