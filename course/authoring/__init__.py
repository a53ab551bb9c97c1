"""Lessons are written as Markdown; the notebooks are built from it, in one direction only."""
