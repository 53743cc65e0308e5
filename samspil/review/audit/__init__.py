"""The audit of a published review: each module holds checks of one family, functions from an `Article` to findings (docs/audit.md)."""
