"""Which municipalities and years the accounts cover, and what is odd in them: looked at before any figure is worked out."""
