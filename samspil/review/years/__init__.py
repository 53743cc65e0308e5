"""Two budget years beside each other: which initiatives are the same undertaking, what became of each, what became of promised money (docs/compare.md)."""
