"""Typed numbers: what a person reads off a platform that exports no file, kept as imports of their own."""
