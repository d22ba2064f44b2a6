"""SMM Desk: the whole desk of a freelance social media manager, in one local workspace."""

__version__ = "0.1.0"
