"""The frozen schema steps, one module each: a shipped step is never edited, only followed by the next."""
