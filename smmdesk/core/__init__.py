"""Plain Python that everything else may import and that imports nothing of ours."""
