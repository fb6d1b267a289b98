"""The way out: what partners and the public may read."""
