"""The static site of all years: pages, downloads and a search that work from a folder, without a server."""
