"""Typing numbers on the page Results: the grid, the form of a new metric, the form of a post."""
