"""Tests of yoga_models/drawing."""
