"""Imports: reading an export file into the workspace, whole or not at all, and knowing what came from where."""
