"""Files in, plain rows out: what the platforms' own export files say, without a database."""
