"""The tender plan: what comes up when contracts end, the dates back from the new start, thresholds, lots, requirements, conflicts. It never says who should do the work."""
