"""The workspace file: one SQLite database with one writer, its schema steps and its backups."""
