"""Pages, one module per group."""
