"""Reports: the month's sheet that a person writes, and the paper that a client gets."""
