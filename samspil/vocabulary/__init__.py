"""Reference data as files, and thin loaders for them."""
