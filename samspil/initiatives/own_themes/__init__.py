"""Bring your own themes: a folder with a vocabulary and labelled examples becomes a small reader beside the shipped one (docs/own-themes.md)."""
