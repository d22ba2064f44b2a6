"""Results: the platforms' own numbers, by post, by day and by part of an account."""
