"""How much of what municipalities do is exposed to competition: accounts in, indicators, peers, potential, plans. Approximations, never official values."""
