"""Secrets and who holds their key; for now only the question what this machine offers."""
