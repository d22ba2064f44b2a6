"""The ledger: what came back and what was spent, row by row, with evidence."""
