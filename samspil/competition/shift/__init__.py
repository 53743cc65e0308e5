"""A share moved between own and external staff: planned by year and followed."""
