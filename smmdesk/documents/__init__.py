"""Documents: plain data in, bytes out (PDF)."""
