"""Tests of yoga_models/asanas."""
