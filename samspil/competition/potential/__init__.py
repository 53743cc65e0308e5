"""The volume up to a benchmark, what is known of saving on it, and a saving only where the user picked a range with its source."""
