"""Tests of yoga_models/body."""
