"""Tests of yoga_models/joints."""
