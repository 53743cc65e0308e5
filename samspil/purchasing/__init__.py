"""What a municipality buys and runs of social places: data in, key figures, prices, choice, bids, make or buy. Calculation only; texts and pages elsewhere."""
