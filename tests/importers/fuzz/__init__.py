"""Mutated export files: seeds of every sample and every format, ways to damage them, and what must hold of each case.

Cases are numbered and made from their number, so a failure can be made again:
`python -m tests.importers.fuzz FIRST COUNT` runs a stretch and keeps the files of what fails.
"""
