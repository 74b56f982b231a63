"""Tests of the library, in its rooms."""
