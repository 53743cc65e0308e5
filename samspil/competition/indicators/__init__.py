"""How much of what a municipality does is bought from private suppliers: definitions, sums, official values, own wins, change, breaks of series."""
