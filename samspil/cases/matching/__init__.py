"""From a need to cases and from a case to those who plan the like, by meaning and not only by word (docs/case-matching.md)."""
