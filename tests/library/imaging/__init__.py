"""Tests of yoga_models/imaging."""
