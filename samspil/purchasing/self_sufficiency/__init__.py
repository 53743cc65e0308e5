"""Self-sufficiency: which share of the need a municipality's own places meet, what it may become, and what it would take."""
