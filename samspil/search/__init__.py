"""Search: how words of texts and of queries meet. Pure: no store, no network."""
