"""Tests of yoga_models/video."""
