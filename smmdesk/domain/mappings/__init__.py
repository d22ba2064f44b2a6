"""Mappings: what the user said once about the columns of a file that no declared format knows."""
