"""Samspil: Danish municipal budget agreements become a review whose every number leads to a quote."""

__version__ = "0.1.0"
CODEBOOK_VERSION = "1"
