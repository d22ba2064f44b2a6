"""How return is proved: the pure rules of the ledger, from typed rows to the figures of a month."""
