"""Tests that open the page in a real Chromium."""
