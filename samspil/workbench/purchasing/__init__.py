"""Purchasing at the desk: data are brought and kept, and each page asks a room of `samspil.purchasing` for what it shows."""
