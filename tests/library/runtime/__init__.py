"""Tests of ``yoga_models.runtime``."""
