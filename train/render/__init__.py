"""Rendered people: bodies, asanas, a small renderer, and the commands that write pictures with exact joints.

Only this package needs ``anny`` (see ``train/requirements-render.txt``), and only to make pictures.
"""
