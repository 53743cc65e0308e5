"""Prices of placements: what comparable ones cost, a list to negotiate by, the supplier's right of reply, and contracts to watch. No texts here but in `words`."""
