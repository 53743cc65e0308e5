"""Bids in a tender: price and quality models used in Denmark, with their pitfalls told. Another matter than choosing an offer for one citizen."""
