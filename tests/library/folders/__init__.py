"""Tests of yoga_models/cli."""
